"""Pages of every sort, captured by the real browser. Prints JSON: what became of each. Usage: captures.py PREAU FOLDER"""

import gzip
import hashlib
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
    # What a hostile page tries: its own words for ours, another address, half a character, a loop without end.
    "/menteuse": site.html(
        "<p>Mme Vasseur est une menteuse \\ud83d</p><script>Object.defineProperty(HTMLElement.prototype,'innerText',{get:()=>'Texte innocent'});"
        "Object.defineProperty(Element.prototype,'outerHTML',{get:()=>'<p>innocent'});document.querySelector('p').append('\\ud83d');"
        "history.replaceState(0,'','/autre-adresse')</script>", "Vraie"),
    "/sans-fin": site.html("<p>avant<img src=/image.png?fin><script>setTimeout(()=>{for(;;);},300)</script>"),
    "/partage": site.html("<p>x<script>new SharedWorker('/partage.js')</script>"),
    "/partage.js": (200, "text/javascript", b"fetch('/par-partage.json')"),
    "/par-partage.json": (200, "application/json", b"{}"),
    "/envoi": site.html("<p>x<script>fetch('/recu',{method:'POST',body:new Uint8Array([0,128,255,200])})</script>"),
    "/recu": (200, "text/plain", b"recu"),
    "/long": site.html("<p>" + "mot " * 20000 + "<p style='height:70000px'>fin"),
})

site.start()
if len(sys.argv) > 3:  # a certificate and its key: the same pages by TLS
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3])
    server = site.Server((site.SITE, 443), site.Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()



def records(out):
    """Address and payload digest of each answer in the archive."""
    with zipfile.ZipFile(out) as package:
        warc = gzip.decompress(package.read("archive/data.warc.gz"))
    kept = []
    for head in warc.split(b"WARC/1.1\r\n")[1:]:
        fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n\r\n", 1)[0].split(b"\r\n") if b": " in line)
        if fields.get(b"WARC-Type") == b"response":
            kept.append((fields[b"WARC-Target-URI"].decode(), fields[b"WARC-Payload-Digest"].decode()))
    return kept


def silent(out, gaps, asked):
    """What the sites were asked for, each time, and is neither in the archive nor named as missing."""
    left = [url.split("://", 1)[-1] for url, _ in records(out)]
    named = {gap["url"].split("://", 1)[-1] for gap in gaps}
    with zipfile.ZipFile(out) as package:
        remarks = json.loads(package.read("evidence/gaps.json"))["gaps"]
    named |= {gap["url"].split("://", 1)[-1] for gap in remarks}
    missed = []
    for host, path in asked:
        if host + path in left:
            left.remove(host + path)
        elif host + path not in named:
            missed.append(host + path)
    return missed


def changed(out):
    """Answers whose bytes are not those that were served."""
    served = {path: body for path, answer in pages.items() if isinstance(answer, tuple) for body in [answer[2]]}
    wrong = []
    for url, digest in records(out):
        path = "/" + url.split("://", 1)[1].split("/", 1)[1].split("?")[0]
        if path in served and digest != "sha256:" + hashlib.sha256(served[path]).hexdigest():
            wrong.append(url)
    return wrong


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
    ("liar", "http://site-banc.fr/menteuse", []),
    ("endless", "http://site-banc.fr/sans-fin", ["--full-page"]),
    ("shared", "http://site-banc.fr/partage", []),
    ("posted", "http://site-banc.fr/envoi", []),
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
        "code": done.returncode, "silent": silent(out, kept["gaps"], list(site.Page.asked)) if kept else [],
        "changed": changed(out) if kept else [], "own": [host for host, _ in site.Page.asked if not host.endswith("-banc.fr")], "seconds": round(time.time() - began, 1), "said": done.stderr[:300],
        **{k: kept.get(k) for k in ("state", "why", "gaps", "exchanges", "pictures", "landed", "title", "bytes")},
    }
print(json.dumps(told))
