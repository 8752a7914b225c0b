"""A backup of an instance that holds 1 GiB of pieces, and its restore, beside `tar | age` over the same folder.

Every round runs all of them one after the other on the same files, found in memory. A backup hashes each file, checks
it against its row and syncs what it writes; a restore reads everything twice (it checks before it writes) and syncs each file;
`tar | age` does none of it.
"""

import os
import shutil
import statistics

import machine
import samples
from http1 import Visitor, one
from machine import Run

MIB = 1 << 20
PIECES, EACH = 8, 128 * MIB


def keeping(bench):
    if shutil.disk_usage(bench.folder).free < 6 << 30:
        raise RuntimeError(f"6 GiB of free space are needed in {bench.folder}; set BENCH_DIR")
    key = bench.path("age.key")
    Run(["age-keygen", "-o", key])
    to = Run(["age-keygen", "-y", key]).out.decode().strip()
    server = bench.server("kept")
    try:
        big = bench.path("piece.bin")
        for n in range(PIECES):
            samples.write_big(big, EACH)
            with open(big, "r+b") as file:
                file.write(f"piece {n}\n".encode())
            visitor = Visitor(server.port)
            hidden = one(visitor.form("/abri"))
            with open(big, "rb") as file:
                answer = one(visitor.upload("/abri", hidden, f"piece-{n}.bin", (file, 0, EACH)))
            if answer.status != 303:
                raise RuntimeError(f"the upload of a piece answers {answer.status}")
        os.unlink(big)
    finally:
        server.stop()
    secrets = bench.path("secrets.age")
    typed(bench, ["backup", "--data", server.data, "--secrets", secrets])
    rounds = [one_round(bench, server.data, to, key, secrets) for _ in range(1 if bench.quick else 3)]
    tell(bench, rounds)
    shutil.rmtree(server.data, ignore_errors=True)


def typed(bench, options, watch=False):
    """Runs the program with the passphrase of the secrets on its standard input."""
    line = bench.path("line")
    with open(line, "w") as file:
        file.write("secrets of the bench only\n")
    with open(line) as file:
        return Run([bench.program] + options, watch=watch, cwd=bench.folder, stdin=file)


def one_round(bench, data, to, key, secrets):
    peer, out, place, got = bench.path("peer.age"), bench.path("kept.age"), bench.path("there"), {}
    # The passphrase of the secrets costs a second of scrypt by design: counted apart.
    got["tar"] = Run(["sh", "-c", f"tar -C '{data}' -c . | age -r {to} -o '{peer}'"]).seconds
    got["untar"] = Run(["sh", "-c", f"mkdir '{place}' && age -d -i '{key}' '{peer}' | tar -C '{place}' -x"]).seconds
    shutil.rmtree(place)
    os.unlink(peer)
    run = Run([bench.program, "backup", "--data", data, "--for", to, "--to", out], watch=True, cwd=bench.folder)
    got["backup"], got["backup peak"], got["bytes"] = run.seconds, run.peak, os.path.getsize(out)
    run = Run([bench.program, "restore", out, "--check", "--identity", key], watch=True, cwd=bench.folder)
    got["check"], got["check peak"] = run.seconds, run.peak
    run = typed(bench, ["restore", out, "--identity", key, "--secrets", secrets, "--into", place, "--without-erasures"], True)
    got["restore"], got["restore peak"] = run.seconds, run.peak
    shutil.rmtree(place)
    os.unlink(out)
    return got


def tell(bench, rounds):
    middle = lambda name: statistics.median(got[name] for got in rounds)
    ratio = lambda a, b: statistics.median(got[a] / got[b] for got in rounds)
    worst = lambda name: f"worst {max(got[name] for got in rounds):.2f} s, {len(rounds)} round{'s' if len(rounds) > 1 else ''}"
    speed = lambda name: middle("bytes") / MIB / middle(name)
    peak = lambda name: machine.mib(max(got[f"{name} peak"] for got in rounds))
    bench.row("peer: tar of the folder into age, not synced", f"{middle('tar'):.2f} s = {speed('tar'):.0f} MB/s", command="tar -c . | age -r age1… -o F", detail=worst("tar"))
    bench.row("peer: age into tar, not synced", f"{middle('untar'):.2f} s = {speed('untar'):.0f} MB/s", command="age -d -i K F | tar -x", detail=worst("untar"))
    for name, command, beside in (
        ("backup", "preau backup --for age1… --to F", "tar"),
        ("check", "preau restore F --check --identity K", "untar"),
        ("restore", "preau restore F --identity K --secrets S --into D", "untar"),
    ):
        bench.row(f"{name} of 1 GiB of pieces", f"{middle(name):.2f} s = {speed(name):.0f} MB/s", command=command, detail=f"{worst(name)}; {ratio(name, beside):.2f} × the peer; peak {peak(name)}")
