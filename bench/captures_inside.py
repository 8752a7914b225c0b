"""Captures of a heavy page, one after the other, inside the network of `tests/web/namespace`. Prints JSON.

Usage: captures_inside.py PROGRAM FOLDER COUNT. The page: 28 files, 3.6 MB, 120 posts drawn by a script, 24 lazy pictures
of noise, about 43,000 pixels high: the worst for pictures of a page.
"""

import gzip
import http.server
import json
import os
import random
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "web"))
import site_of_captures as site  # noqa: E402

PROGRAM, FOLDER, COUNT = sys.argv[1], sys.argv[2], int(sys.argv[3])
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split()


def png(side, seed):
    """A square of noise: it cannot be compressed, as photographs cannot."""
    noise = random.Random(seed)
    raw = b"".join(b"\0" + noise.randbytes(side * 3) for _ in range(side))
    part = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) + part(b"IDAT", zlib.compress(raw, 1)) + part(b"IEND", b"")


pages = site.Page.pages
pages["/"] = site.html("<link rel=stylesheet href=/a.css><div id=fil></div><script src=/a.js></script>", "Le fil")
pages["/a.css"] = (200, "text/css", "".join(f".c{n}{{margin:{n % 7}px;color:#{n % 4096:03x}}}" for n in range(1500)).encode())
pages["/a.js"] = (200, "text/javascript", b"fetch('/fil.json').then(r=>r.json()).then(f=>f.forEach((p,i)=>{let d=document.createElement('div');d.className='c'+i;d.style.height='350px';d.textContent=p;if(i%5==0){let m=new Image(220,220);m.loading='lazy';m.src='/i'+(i/5)+'.png';d.append(m)}document.getElementById('fil').append(d)}))")
pages["/fil.json"] = (200, "application/json", json.dumps([f"Message {n}. " + "mot " * 60 for n in range(120)]).encode())
for n in range(24):
    pages[f"/i{n}.png"] = (200, "image/png", png(222, n))
site.start()


class Authority(http.server.BaseHTTPRequestHandler):
    """Dates what it is asked, by `openssl ts`: the folder holds its keys."""

    def log_message(self, *_):
        pass

    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        folder = os.path.join(FOLDER, "tsa")
        with open(os.path.join(folder, "q.tsq"), "wb") as file:
            file.write(query)
        subprocess.run(["openssl", "ts", "-reply", "-queryfile", "q.tsq", "-config", "c", "-section", "own", "-out", "r.tsr"], cwd=folder, check=True, capture_output=True)
        with open(os.path.join(folder, "r.tsr"), "rb") as file:
            reply = file.read()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)


def authority():
    folder = os.path.join(FOLDER, "tsa")
    os.makedirs(folder)
    run = lambda line: subprocess.run(["openssl", *line.split()], cwd=folder, check=True, capture_output=True)
    with open(os.path.join(folder, "c"), "w") as file:
        file.write("[req]\ndistinguished_name=dn\n[dn]\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n[signer]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n[own]\nserial=serial\nsigner_cert=signer.pem\ncerts=root.pem\nsigner_key=signer.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\ness_cert_id_alg=sha256\n")
    with open(os.path.join(folder, "serial"), "w") as file:
        file.write("0A\n")
    key = "req -config c -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256"
    run(f"{key} -keyout root.key -subj /CN=Racine -x509 -extensions ca -days 30 -out root.pem")
    run(f"{key} -keyout signer.key -subj /CN=Horodatage -out signer.csr")
    run("x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -extfile c -extensions signer -days 30 -out signer.pem")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/", os.path.join(folder, "root.pem")


def own_peak(process, told):
    """The most memory of the program itself, browser apart, in bytes."""
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status") as file:
                line = next(line for line in file if line.startswith("VmHWM"))
                told[0] = max(told[0], int(line.split()[1]) * 1024)
        except (OSError, StopIteration):
            pass
        time.sleep(0.01)


def silent(out, gaps, asked):
    with zipfile.ZipFile(out) as package:
        records = gzip.decompress(package.read("archive/data.warc.gz"))
    known = {line[17:].strip().decode() for line in records.split(b"\r\n") if line.startswith(b"WARC-Target-URI: ")}
    known |= {gap["url"] for gap in gaps}
    return len({host + path for host, path in asked} - {url.split("://", 1)[-1] for url in known})


def capture(n, mode, more):
    out = os.path.join(FOLDER, f"{mode}-{n}.wacz")
    site.Page.asked.clear()
    began, told = time.monotonic(), [0]
    process = subprocess.Popen([PROGRAM, "capture", "http://site-banc.fr/", "--out", out, "--json", "--key", os.path.join(FOLDER, "cle"), "--tsa-url", url, "--tsa-ca", root, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watching = threading.Thread(target=own_peak, args=(process, told))
    watching.start()
    said, why = process.communicate(timeout=180)
    seconds = time.monotonic() - began
    watching.join()
    if process.returncode not in (0, 3):
        raise RuntimeError(why.decode())
    kept = json.loads(said)
    return {
        "mode": mode, "seconds": seconds, "state": kept["state"], "gaps": len(kept["gaps"]), "exchanges": kept["exchanges"],
        "pictures": kept["pictures"], "browser": kept["browser_memory"], "own": told[0], "dated": kept["dated"] is not None,
        "silent": silent(out, kept["gaps"], list(site.Page.asked)), "bytes": kept["bytes"],
    }


url, root = authority()
MODES = [("first window", []), ("whole page", ["--full-page"]), ("whole page, printed", ["--full-page", "--pdf"])]
capture("warm", "warm", [])
told = []
for n in range(COUNT):
    mode, more = MODES[n % len(MODES)]
    told.append(capture(n, mode, more))
peers = []
for n in range(max(3, COUNT // 20)):
    profile = os.path.join(FOLDER, f"profile{n}")
    began = time.monotonic()
    subprocess.run(["chromium", *FLAGS, f"--user-data-dir={profile}", "--window-size=1600,900", f"--screenshot={FOLDER}/peer.png", "http://site-banc.fr/"], capture_output=True, timeout=60)
    peers.append(time.monotonic() - began)
print(json.dumps({"captures": told, "peers": peers}))
