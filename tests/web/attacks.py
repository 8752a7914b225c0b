"""Every way we know to make a captured page reach what it must not. Prints JSON: what was tried, what was reached.

The eye is first shown a packet that it must count: a suite that sees nothing proves nothing.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(__file__))
import site_of_captures as site  # noqa: E402

PREAU = sys.argv[1]
HERE = tempfile.mkdtemp()

#: Typed by a person: refused before any browser starts.
TYPED = [
    "http://127.0.0.1/", "http://localhost/", "http://localhost.:80/", "http://[::1]/", "http://0.0.0.0/", "http://0/",
    "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://10.0.0.1/",
    "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/",
    "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/", "http://[64:ff9b::a00:1]/", "http://[2002:a00:1::]/", "http://[fd00:ec2::254]/",
    "http://[fe80::1]/", "http://metadata.google.internal/", "http://nas.local/", "http://imprimante/",
    "file:///etc/passwd", "ftp://site-banc.fr/", "chrome://version/", "javascript:alert(1)", "data:text/html,x",
    "http://moi:secret@site-banc.fr/", "http://\u2460\u2461\u2466.0.0.1/",
]

#: What a page asks for; each target has an address of its own, so that a packet tells which.
def targets():
    n = [0]

    def ten():
        n[0] += 1
        return f"10.66.0.{n[0]}"

    tags = [
        lambda a: f'<img src="http://{a}/i">', lambda a: f'<script src="http://{a}/s"></script>',
        lambda a: f'<link rel=stylesheet href="http://{a}/c">', lambda a: f'<iframe src="http://{a}/f"></iframe>',
        lambda a: f'<object data="http://{a}/o"></object>', lambda a: f'<embed src="http://{a}/e">',
        lambda a: f'<video src="http://{a}/v" autoplay muted></video>', lambda a: f'<audio src="http://{a}/a" autoplay></audio>',
        lambda a: f'<link rel=preconnect href="http://{a}">', lambda a: f'<link rel=dns-prefetch href="http://{a}">',
        lambda a: f'<link rel=prefetch href="http://{a}/p">', lambda a: f'<link rel=preload as=fetch href="http://{a}/p">',
        lambda a: f'<link rel=icon href="http://{a}/icone">', lambda a: f'<link rel=manifest href="http://{a}/m">',
        lambda a: f'<svg><image href="http://{a}/svg"/></svg>', lambda a: f'<img srcset="http://{a}/ss 1x">',
        lambda a: f"<style>@import 'http://{a}/imp';@font-face{{font-family:x;src:url(http://{a}/pol)}}p{{font-family:x;background:url(http://{a}/fond)}}</style><p>x",
        lambda a: f"<script>fetch('http://{a}/fetch',{{mode:'no-cors'}}).catch(()=>0)</script>",
        lambda a: f"<script>let x=new XMLHttpRequest;x.open('GET','http://{a}/xhr');x.send()</script>",
        lambda a: f"<script>navigator.sendBeacon('http://{a}/balise','x')</script>",
        lambda a: f"<script>new WebSocket('ws://{a}/ws')</script>",
        lambda a: f"<script>new WebSocket('ws://{a}:22/ws')</script>",
        lambda a: f"<script>new EventSource('http://{a}/es')</script>",
        lambda a: f"<script>new Worker(URL.createObjectURL(new Blob([\"fetch('http://{a}/w',{{mode:'no-cors'}})\"])))</script>",
        lambda a: f"<script>new Worker(URL.createObjectURL(new Blob([\"importScripts('http://{a}/is')\"])))</script>",
        lambda a: f"<script>new SharedWorker('data:text/javascript,fetch(\"http://{a}/sw\",{{mode:\"no-cors\"}})')</script>",
        lambda a: f"<script>import('http://{a}/module.js').catch(()=>0)</script>",
        lambda a: f"<script>window.open('http://{a}/fenetre')</script>",
        lambda a: f"<form id=f{a.replace('.', '')} action='http://{a}/form' method=post target=cadre></form><iframe name=cadre></iframe><script>document.getElementById('f{a.replace('.', '')}').submit()</script>",
        lambda a: f"<a id=l href='http://{a}/ping' ping='http://{a}/ping'>x</a>",
        lambda a: f"<script>try{{let p=new RTCPeerConnection({{iceServers:[{{urls:'stun:{a}:3478'}}]}});p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o))}}catch(e){{}}</script>",
        lambda a: f"<script>try{{let p=new RTCPeerConnection({{iceServers:[{{urls:'turn:{a}:80?transport=tcp',username:'a',credential:'b'}}]}});p.createDataChannel('x');p.createOffer().then(o=>p.setLocalDescription(o))}}catch(e){{}}</script>",
        lambda a: f"<script>try{{let w=new WebTransport('https://{a}:443/wt');w.closed.catch(()=>0);w.ready.catch(()=>0)}}catch(e){{}}</script>",
        lambda a: f'<img src="http://{a}:8080/port">', lambda a: f'<img src="https://{a}/tls">',
        lambda a: f'<iframe src="ftp://{a}/f"></iframe>', lambda a: f'<img src="//{a}/relatif">',
        lambda a: f'<script type="speculationrules">{{"prerender":[{{"source":"list","urls":["http://{a}/pre"]}}]}}</script>',
        lambda a: f'<meta http-equiv="Content-Security-Policy-Report-Only" content="img-src none; report-uri http://{a}/csp">',
    ]
    hosts = [
        "[::ffff:10.66.1.1]", "[::ffff:a42:102]", "[64:ff9b::a42:103]", "[2002:a42:104::1]", "[fd66::1]", "[fe80::66]",
        "169.254.169.254", "168.63.129.16", "100.66.0.1", "172.17.0.1", "192.168.66.1", "127.66.0.1", "0.0.0.0",
        "localhost", "198.18.66.1", "224.0.0.66", "240.66.0.1", "2130706433", "0x0a420201", "012.66.2.2",
        "prive.banc.fr", "mixte.banc.fr", "six.banc.fr", "metadata.google.internal", "routeur.lan", "boucle.banc.fr",
    ]
    parts = [tag(ten()) for tag in tags]
    parts += [f'<img src="http://{host}/h"><script>fetch("http://{host}/h",{{mode:"no-cors"}}).catch(()=>0)</script>' for host in hosts]
    return parts, len(tags) + 2 * len(hosts)


def capture(url, *more):
    out = os.path.join(HERE, f"{len(os.listdir(HERE))}.wacz")
    done = subprocess.run(
        [PREAU, "capture", url, "--out", out, "--json", "--key", os.path.join(HERE, "cle"), *more],
        capture_output=True, text=True, timeout=180,
    )
    told = json.loads(done.stdout) if done.stdout.startswith("{") else None
    return done.returncode, told, done.stderr


site.NAMES.update({
    "prive.banc.fr": ["10.66.3.1"], "mixte.banc.fr": [site.SITE, "192.168.66.3"], "six.banc.fr": ["fd66::3"],
    "boucle.banc.fr": ["127.0.0.1"],
    # Global when it is checked, private when it is asked again.
    "change.banc.fr": [[site.SITE], ["10.66.3.2"], ["10.66.3.2"]],
})
# This machine too: whoever is reached there is told of, whatever address led to it.
eye = site.start(extra=("127.0.0.1", "127.66.0.1", "::1"))
pages = site.Page.pages
parts, count = targets()
pages["/tout"] = site.html("<h1>Tout à la fois</h1>" + "\n".join(parts))
pages["/vers-ip"] = site.redirect("http://10.66.4.1/")
pages["/vers-nom"] = site.redirect("http://prive.banc.fr/")
pages["/vers-port"] = site.redirect("http://site-banc.fr:22/")
pages["/vers-fichier"] = site.redirect("file:///etc/passwd")
pages["/meta"] = site.html('<meta http-equiv=refresh content="0;url=http://10.66.4.2/">')
pages["/script"] = site.html("<script>location='http://10.66.4.3/'</script>")
pages["/change"] = site.html(
    "<p id=p>avant</p><script>let n=0;let t=setInterval(()=>{fetch('http://change.banc.fr/encore?'+n,{mode:'no-cors'}).catch(()=>0);if(++n>6)clearInterval(t)},150)</script>"
)
# Each answer ends its connection: the next question is a new one, and a second look at the name would be seen.
pages["/encore"] = lambda page: page.give(200, "text/plain", b"x", Connection="close")
ALONE = [
    "http://prive.banc.fr/", "http://mixte.banc.fr/", "http://six.banc.fr/", "http://boucle.banc.fr/",
    "http://site-banc.fr/vers-ip", "http://site-banc.fr/vers-nom", "http://site-banc.fr/vers-port",
    "http://site-banc.fr/vers-fichier", "http://site-banc.fr/meta", "http://site-banc.fr/script",
]

# The eye sees.
probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
probe.sendto(b"x", ("10.66.255.1", 9))
control = eye.strange()
eye.seen.clear()

told = {"control": control, "typed": len(TYPED), "alone": len(ALONE), "in_page": count}
told["typed_accepted"] = [url for url in TYPED if capture(url)[0] != 2]
told["outcomes"] = {}
for url in ALONE:
    code, kept, said = capture(url)
    told["outcomes"][url] = [code, (kept or {}).get("why"), (kept or {}).get("pictures", 0)]
code, kept, said = capture("http://site-banc.fr/tout")
told["together"] = [code, (kept or {}).get("state"), len((kept or {}).get("gaps", []))]
code, kept, said = capture("http://change.banc.fr/change")
told["rebinding"] = [code, (kept or {}).get("state"), sum(1 for _, p in site.Page.asked if p.startswith("/encore"))]
told["reached"] = eye.strange()
told["here"] = [asked for asked in site.Page.reached if asked not in (site.SITE, site.OTHER)]

# The same page where this machine makes no namespace: the browser's own rules hold it alone.
eye.seen.clear()
try:
    with open("/proc/sys/user/max_user_namespaces", "w") as limit:
        limit.write("0")
    code, kept, said = capture("http://site-banc.fr/tout")
    told["rules_only"] = [code, (kept or {}).get("state"), len((kept or {}).get("gaps", []))]
    told["rules_only_reached"] = eye.strange()
    told["rules_only_here"] = [asked for asked in site.Page.reached if asked not in (site.SITE, site.OTHER)]
except OSError as error:
    told["rules_only"] = [None, str(error)]
print(json.dumps(told))
