"""A captured page of 3.6 MB, verified by the program and by `wacz validate`."""

import gzip
import hashlib
import json
import os
import random
import shutil
import statistics
import zipfile

import machine
from machine import Run

SIZE = 3_600_000


def sha(data):
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def record(kind, url, media, block, payload):
    head = {
        "WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block).hexdigest()}>", "WARC-Date": "2026-11-22T10:00:00Z",
        "WARC-Target-URI": url, "Content-Type": media, "WARC-Payload-Digest": sha(payload), "WARC-Block-Digest": sha(block), "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return gzip.compress(f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n", 1, mtime=0)


def write(path):
    """A page and its pictures, half of them bytes that no packer shortens."""
    chance, warc, index, number = random.Random(1), b"", [], 0
    while len(warc) < SIZE:
        url = f"http://site-banc.fr/{number:04}"
        body = chance.randbytes(30_000) if number % 2 else (f"<p>mot {number}" * 3000).encode()
        block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        member = record("response", url, "application/http; msgtype=response", block, body)
        fields = {"url": url, "mime": "text/html", "status": 200, "digest": sha(body), "length": len(member), "offset": len(warc), "filename": "data.warc.gz"}
        index.append(f"fr,site-banc)/{number:04} 20261122100000 {json.dumps(fields)}\n")
        warc += member
        number += 1
    pages = '{"format":"json-pages-1.0","id":"pages","title":"All Pages"}\n{"id":"page-1","url":"http://site-banc.fr/0000","title":"Mots","ts":"2026-11-22T10:00:00Z"}\n'
    files = {"archive/data.warc.gz": warc, "indexes/index.cdx": "".join(sorted(index)).encode(), "pages/pages.jsonl": pages.encode()}
    listed = [{"name": name.rsplit("/")[-1], "path": name, "hash": sha(data), "bytes": len(data)} for name, data in files.items()]
    package = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "created": "2026-11-22T10:00:00Z", "mainPageUrl": "http://site-banc.fr/0000", "resources": listed}).encode()
    files["datapackage.json"] = package
    files["datapackage-digest.json"] = json.dumps({"path": "datapackage.json", "hash": sha(package)}).encode()
    with zipfile.ZipFile(path, "w") as out:
        for name, data in files.items():
            out.writestr(name, data)
    return number


def verify(bench):
    path, runs = bench.path("page.wacz"), 5 if bench.quick else 15
    count = write(path)
    command = "preau verify page.wacz"
    found = [Run([bench.program, "verify", path], watch=True) for _ in range(runs)]
    size = os.path.getsize(path)
    ours = bench.commands("verify a captured page", found, 0.15, "≤ 150 ms", command, f"; {size / 1e6:.1f} MB, {count} records, {size / 1e6 / statistics.median(run.seconds for run in found):.0f} MB/s")
    peak = max(run.peak for run in found)
    bench.row("memory while verifying it, peak", machine.mib(peak), "≤ 20 MB", peak * 1024 <= 20e6, command)
    folder = os.environ.get("PREAU_TEST_VENV")
    peer = os.path.join(folder, "bin", "wacz") if folder else shutil.which("wacz")
    if not peer or not os.path.exists(peer):
        bench.row("peer: wacz validate, same page", "not installed here (PREAU_TEST_VENV)")
        return
    theirs = [Run([peer, "validate", "-f", path], watch=True) for _ in range(max(3, runs // 3))]
    bench.commands("peer: wacz validate, same page", theirs, command="wacz validate -f page.wacz", extra=f"; {statistics.median(run.seconds for run in theirs) / ours:.1f} × the time above; peak {machine.mib(max(run.peak for run in theirs))}; of the archive it reads no record")
