"""A file of 1 GiB: sealed by the command and by the server, verified, beside the tools of others.

Every round runs all of them one after the other on the same file, found in memory; ratios are taken inside a
round, then the median is given. Ours end with the file synced; `age` alone does not, so its time with an
`fsync` after it is printed too.
"""

import os
import shutil
import statistics
import time

import machine
import samples
from http1 import Visitor, one
from machine import Run

GIB = 1 << 30


def seal(bench):
    if shutil.disk_usage(bench.folder).free < 5 * GIB:
        raise RuntimeError(f"5 GiB of free space are needed in {bench.folder}; set BENCH_DIR")
    big, key = bench.path("big.bin"), bench.path("age.key")
    samples.write_big(big, GIB)
    Run(["age-keygen", "-o", key])
    to = Run(["age-keygen", "-y", key]).out.decode().strip()
    rounds = [one_round(bench, big, to) for _ in range(1 if bench.quick else 3)]
    tell(bench, rounds)
    uploads(bench, big)
    os.unlink(big)


def one_round(bench, big, to):
    """Seconds of each tool on the same bytes, and peaks of ours."""
    enclosed, plain, other = bench.path("d.zip.age"), bench.path("d.zip"), bench.path("peer.out")
    preau, got = bench.program, {}
    with open(big, "rb") as file:
        while file.read(1 << 22):
            pass
    got["openssl"] = Run(["openssl", "dgst", "-sha256", big]).seconds
    got["sha256sum"] = Run(["sha256sum", big]).seconds
    got["disk"] = Run(["dd", f"if={big}", f"of={other}", "bs=1M", "conv=fdatasync"]).seconds
    os.unlink(other)
    began = time.perf_counter()
    got["age"] = Run(["age", "-r", to, "-o", other, big]).seconds
    with open(other, "rb") as file:
        os.fsync(file.fileno())
    got["age synced"] = time.perf_counter() - began
    os.unlink(other)
    run = Run([preau, "seal", "--for", to, "--out", enclosed, big], watch=True, cwd=bench.folder)
    got["sealed"], got["sealed peak"] = run.seconds, run.peak
    os.unlink(enclosed)
    run = Run([preau, "seal", "--out", plain, big], watch=True, cwd=bench.folder)
    got["plain"], got["plain peak"] = run.seconds, run.peak
    got["openssl zip"] = Run(["openssl", "dgst", "-sha256", plain]).seconds
    run = Run([preau, "verify", plain], watch=True, cwd=bench.folder)
    got["verify"], got["verify peak"] = run.seconds, run.peak
    os.unlink(plain)
    return got


def tell(bench, rounds):
    column = lambda name: [got[name] for got in rounds]
    middle = lambda name: statistics.median(column(name))
    ratio = lambda a, b: statistics.median(got[a] / got[b] for got in rounds)
    worst = lambda name: f"worst {max(column(name)):.2f} s, {len(rounds)} round{'s' if len(rounds) > 1 else ''}"
    for name, command, what in (
        ("openssl", "openssl dgst -sha256 F", "peer: hash of 1 GiB, openssl"),
        ("sha256sum", "sha256sum F", "peer: hash of 1 GiB, sha256sum"),
        ("disk", "dd if=F of=G bs=1M conv=fdatasync", "floor: copy of 1 GiB, durable"),
        ("age", "age -r age1… -o G F", "peer: age of 1 GiB, not synced"),
        ("age synced", "age -r age1… -o G F; fsync G", "peer: age of 1 GiB, durable"),
    ):
        bench.row(what, f"{middle(name):.2f} s", command=command, detail=worst(name))
    against = ratio("sealed", "age")
    peak = max(column("sealed peak"))
    bench.row(
        "seal 1 GiB for an age recipient", f"{middle('sealed'):.2f} s = {against:.2f} × age", "≤ 1.25 × age", against <= 1.25,
        "preau seal --for age1… --out D.zip.age F", f"{worst('sealed')}; {ratio('sealed', 'age synced'):.2f} × age synced; peak {machine.mib(peak)}",
    )
    bench.row(
        "seal 1 GiB, plain ZIP", f"{middle('plain'):.2f} s", command="preau seal --out D.zip F",
        detail=f"{worst('plain')}; {ratio('plain', 'disk'):.2f} × the durable copy, {ratio('plain', 'age'):.2f} × age; peak {machine.mib(max(column('plain peak')))}",
    )
    speed = ratio("openssl zip", "verify")
    bench.row(
        "verify that ZIP", f"{middle('verify'):.2f} s = {speed:.2f} × the speed of openssl", "≥ 0.9 × openssl", speed >= 0.9,
        "preau verify D.zip, beside openssl dgst -sha256 D.zip", f"{worst('verify')}; openssl on the ZIP {middle('openssl zip'):.2f} s; peak {machine.mib(max(column('verify peak')))}",
    )


def uploads(bench, big):
    """The same file through the express form: received, sealed and synced by the server."""
    runs, peaks, before = [], [], 0
    for n in range(1 if bench.quick else 3):
        server = bench.server(f"upload{n}")
        try:
            visitor = Visitor(server.port)
            hidden = one(visitor.form("/abri"))
            before = server.memory("rss")
            server.forget_peak()
            with open(big, "rb") as file:
                answer = one(visitor.upload("/abri", hidden, "grand.bin", (file, 0, GIB)))
            if answer.status != 303:
                raise RuntimeError(f"the upload of 1 GiB answers {answer.status}")
            runs.append(answer.seconds)
            peaks.append(server.memory("hwm"))
        finally:
            server.stop()
            shutil.rmtree(server.data, ignore_errors=True)
    bench.times("upload of 1 GiB through the form, sealed and durable", runs, command="POST /abri", extra=f"; server's memory: {machine.mib(before)} before, peak {machine.mib(max(peaks))}")
