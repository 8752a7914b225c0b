"""Pages of every sort, captured by the real browser. Prints JSON: what became of each. Usage: captures.py PREAU FOLDER"""

import gzip
import json
import os
import ssl
import subprocess
import sys
import threading
import time
import zipfile

sys.path.insert(0, os.path.dirname(__file__))
import site_of_captures as site  # noqa: E402

PREAU, FOLDER = sys.argv[1], sys.argv[2]
pages = site.Page.pages
picture = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000"
    "0000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def endless(page):
    page.send_response(200)
    page.send_header("Content-Type", "text/event-stream")
    page.end_headers()
    try:
        for n in range(600):
            page.wfile.write(b"data: %d\n\n" % n)
            page.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass


def part(page):
    body = bytes(1000)
    page.send_response(206)
    page.send_header("Content-Type", "video/mp4")
    page.send_header("Content-Range", "bytes 0-999/50000")
    page.send_header("Content-Length", "1000")
    page.end_headers()
    page.wfile.write(body)


def cut(page):
    page.send_response(200)
    page.send_header("Content-Type", "image/png")
    page.send_header("Content-Length", "5000")
    page.end_headers()
    page.wfile.write(picture)
    page.close_connection = True


pages.update({
    "/image.png": (200, "image/png", picture),
    "/style.css": (200, "text/css", b"@import '/import.css';h1{color:navy;background:url(/fond.png)}"),
    "/import.css": (200, "text/css", b"p{margin:1em}"),
    "/fond.png": (200, "image/png", picture),
    "/donnees.json": (200, "application/json", '{"x":"venu par fetch, été"}'.encode()),
    "/serre.json": lambda p: p.give(200, "application/json", gzip.compress(b'{"serre":true}' * 500), Content_Encoding="gzip"),
    "/ouvrier.js": (200, "text/javascript", b"fetch('/par-ouvrier.json')"),
    "/par-ouvrier.json": (200, "application/json", b"{}"),
    "/sw.js": (200, "text/javascript", b"self.addEventListener('install',e=>e.waitUntil(fetch('/par-service.json')))"),
    "/par-service.json": (200, "application/json", b"{}"),
    "/cadre": site.html("<p>Un cadre<img src=/image.png?cadre>"),
    "/croise": lambda p: p.give(200, "application/json", b"{}", Access_Control_Allow_Origin="*", Access_Control_Allow_Headers="x-a"),
    "/lourd.bin": (200, "application/octet-stream", site.noise(20_000_000)),
    "/flux": endless, "/film": part, "/coupe.png": cut,
    "/complete": site.html(
        "<link rel=stylesheet href=/style.css><h1>Le mur des profs</h1><p>Mme Vasseur ne sait pas tenir sa classe.</p>"
        + "".join(f"<p style='height:600px'>{n}</p><img loading=lazy src=/image.png?{n}>" for n in range(8))
        + "<iframe src=http://autre-banc.fr/cadre></iframe><iframe src=/cadre></iframe>"
        "<script>fetch('/donnees.json').then(r=>r.json()).then(j=>{let p=document.createElement('p');p.textContent=j.x;document.body.append(p)});"
        "fetch('/serre.json');fetch('/image.png?post',{method:'POST',body:'mot=été'});fetch('http://autre-banc.fr/croise',{headers:{'x-a':'1'}});"
        "new Worker('/ouvrier.js')</script>", "Le mur des profs"),
    "/un": site.redirect("/deux?x=1"), "/deux": site.redirect("http://autre-banc.fr/cadre"),
    "/mur": site.redirect("/login?suite=/mur"), "/login": site.html("<form><input name=a><input type=password name=b></form>", "Connexion"),
    "/fichier": (200, "application/zip", b"PK\x05\x06" + bytes(18)),
    "/vide": (200, "text/html", b""),
    "/lent": site.html("<p>Un flux<script>new EventSource('/flux')</script>"),
    "/lacunes": site.html("<p>x<video src=/film autoplay muted></video><img src=/coupe.png><img src=http://absent-banc.fr/i.png><script>new WebSocket('ws://site-banc.fr/ws')</script>"),
    "/grand": site.html("<p>x<img src=/lourd.bin>"),
    "/fenetres": site.html("<p>x<script>alert('bonjour');window.open('/cadre?fenetre');window.onbeforeunload=()=>'non'</script>"),
    "/bombe": site.html("<p>x<script>fetch('/bombe.bin')</script>"),
    "/bombe.bin": lambda p: p.give(200, "application/octet-stream", gzip.compress(bytes(80_000_000)), Content_Encoding="gzip"),
    "/service": site.html("<p>x<script>navigator.serviceWorker&&navigator.serviceWorker.register('/sw.js')</script>"),
    "/long": site.html("<p>" + "mot " * 20000 + "<p style='height:70000px'>fin"),
})

site.start()
if len(sys.argv) > 3:  # a certificate and its key: the same pages by TLS
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3])
    server = site.Server((site.SITE, 443), site.Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()



def silent(out, gaps, asked):
    """What the sites were asked for, and is neither in the archive nor named as missing."""
    with zipfile.ZipFile(out) as package:
        records = gzip.decompress(package.read("archive/data.warc.gz"))
    known = {line[17:].strip().decode() for line in records.split(b"\r\n") if line.startswith(b"WARC-Target-URI: ")}
    known |= {gap["url"] for gap in gaps}
    names = {url.split("://", 1)[-1] for url in known}
    return sorted({host + path for host, path in asked} - names)


told = {}
ONLY = os.environ.get("ONLY")
for name, url, more in [
    ("complete", "http://site-banc.fr/complete", ["--full-page", "--pdf"]),
    ("redirections", "http://site-banc.fr/un", []),
    ("wall", "http://site-banc.fr/mur", []),
    ("missing", "http://site-banc.fr/nulle-part", []),
    ("file", "http://site-banc.fr/fichier", []),
    ("empty", "http://site-banc.fr/vide", []),
    ("stream", "http://site-banc.fr/lent", []),
    ("gaps", "http://site-banc.fr/lacunes", []),
    ("large", "http://site-banc.fr/grand", []),
    ("windows", "http://site-banc.fr/fenetres", []),
    ("bomb", "http://site-banc.fr/bombe", []),
    ("long", "http://site-banc.fr/long", ["--full-page"]),
    ("nobody", "http://absent-banc.fr/", []),
] + ([("tls", "https://site-banc.fr/complete", []), ("service", "https://site-banc.fr/service", [])] if len(sys.argv) > 3 else []):
    if ONLY and name not in ONLY.split(","):
        continue
    out = os.path.join(FOLDER, name + ".wacz")
    began = time.time()
    site.Page.asked.clear()
    done = subprocess.run(
        [PREAU, "capture", url, "--out", out, "--json", "--key", os.path.join(FOLDER, "cle"), *more],
        capture_output=True, text=True, timeout=180,
    )
    kept = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    told[name] = {
        "code": done.returncode, "silent": silent(out, kept["gaps"], list(site.Page.asked)) if kept else [], "seconds": round(time.time() - began, 1), "said": done.stderr[:300],
        **{k: kept.get(k) for k in ("state", "why", "gaps", "exchanges", "pictures", "landed", "title", "bytes")},
    }
print(json.dumps(told))
