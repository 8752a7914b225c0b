"""Questions to the experts of a session, as they come in on a national evening: 200 a second, each on disk before it is acknowledged.

Each question pays its proof of work, which is made before the clock starts: it is the sender's, and the server only checks it. A session in
which more than 500 wait asks for more work with each doubling, so several sessions share them: what is measured is the server, not the work.
"""

import hashlib
import json
import random
import sqlite3
import statistics
import subprocess
import time
from multiprocessing import Pool

import machine
from http1 import Refused, Visitor, drive
from machine import Postgres

RATE = 200  # questions a second (budget: p95 ≤ 100 ms)
PLACES = 64  # connections that wait for their turn
QUIET = 480  # questions of a session: below 500 each costs 15 bits
TOPICS = ["mon cours a été filmé", "un parent m'insulte", "un faux compte porte mon nom", "mes messages arrivent la nuit"]


def proved(price):
    """A stamp, and the number that proves the work on it."""
    begun = hashlib.sha256(f"{price['before']}{price['stamp']} ".encode())
    n = 0
    while True:
        tried = begun.copy()
        tried.update(str(n).encode())
        if int.from_bytes(tried.digest()[:4], "big") >> (32 - price["bits"]) == 0:
            return price["stamp"], str(n)
        n += 1


def question(n, stamp, work):
    topic = TOPICS[n % len(TOPICS)]
    text = f"Depuis la rentrée, {topic} et l'on me demande de ne rien faire. Que puis-je demander, à qui, et sous quel délai ? Repère {n:06d}."
    return {"pseudonym": f"Personne {n % 50}", "text": text, "kind": "menaces", "stamp": stamp, "work": work, "seen": True}


class Asker(Visitor):
    """One that sends JSON."""

    def price(self, panel):
        return (yield from self._ask("GET", f"/api/v1/sessions/{panel}/work", {}, []))

    def ask(self, path, body):
        return (yield from self._ask("POST", path, {"Content-Type": "application/json"}, [json.dumps(body).encode()]))


def prices(server, panels):
    """What each question costs, one after the other, with a stamp for it."""
    told = []

    def place():
        asker = Asker(server.port)
        try:
            for panel in panels:
                answer = yield from asker.price(panel)
                told.append(json.loads(answer.body))
        finally:
            asker.close()

    drive([place()])
    return told


def sent(server, bodies, rate=None):
    """Sends them all: at that rate, each at its time whatever became of the others, or as fast as the places allow.
    Gives seconds of each, codes, refusals, and how long all took. A question that had to wait for a place waits on the clock too."""
    seconds, codes, refused, left = [], [], {}, iter(enumerate(bodies))
    began = time.perf_counter()

    def place():
        asker = Asker(server.port)
        try:
            for n, (panel, body) in left:
                due = began + n / rate if rate else time.perf_counter()
                if due > time.perf_counter():
                    yield due
                try:
                    answer = yield from asker.ask(f"/api/v1/sessions/{panel}/questions", body)
                    if answer.status != 201:
                        raise Refused(f"status {answer.status} {answer.body[:120]!r}")
                except (Refused, OSError) as trouble:
                    refused[str(trouble)] = refused.get(str(trouble), 0) + 1
                    continue
                seconds.append(time.perf_counter() - due)
                codes.append(json.loads(answer.body)["code"])
        finally:
            asker.close()

    drive([place() for _ in range(PLACES)])
    return sorted(seconds), codes, refused, time.perf_counter() - began


def share(seconds, percent):
    return seconds[min(len(seconds) - 1, int(len(seconds) * percent / 100))] * 1000


def rows_of_sqlite(folder, count):
    """What the disk itself allows: one row and one sync each, with SQLite alone, in one thread."""
    base = sqlite3.connect(f"{folder}/rows.db", isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.execute("CREATE TABLE rows (id BLOB PRIMARY KEY, text BLOB) STRICT")
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        base.execute("INSERT INTO rows VALUES (?, ?)", (random.randbytes(16), random.randbytes(800)))
        taken.append(time.perf_counter() - began)
    base.close()
    return statistics.median(taken)


def asking(bench):
    """Both engines."""
    one = rows_of_sqlite(bench.folder, 300)
    bench.row("a row of the same size, SQLite alone, synced", f"{one * 1000:.2f} ms", command="INSERT, synchronous = FULL", detail=f"one after the other: {1 / one:.0f}/s; questions that come together share a sync")
    asking_on(bench, "SQLite", None)
    try:
        postgres = Postgres(bench.path("pg-asking"))
    except RuntimeError as why:
        bench.row("questions, PostgreSQL", f"not measured: {why}")
        return
    bench.running.append(postgres)
    try:
        asking_on(bench, postgres.version.replace("postgres (PostgreSQL)", "PostgreSQL").split(" (")[0], postgres.url)
    finally:
        postgres.stop()


def asking_on(bench, engine, database):
    name = "asking-" + engine.split()[0].lower()
    server = bench.server(name, database)
    where = ["--data", bench.path(name)] + (["--database", database] if database else [])
    preau = lambda *words: subprocess.run([bench.program, *words, *where], capture_output=True, text=True, check=True).stdout.strip()
    org = preau("org", "add", "Organisation du banc", "--kind", "asl")
    count = 600 if bench.quick else 3000
    new = ("panel", "new", "--org", org, "--theme", "Banc", "--starts", "2026-12-01T18:00", "--days", "7")
    panels = [preau(*new).split()[-1] for _ in range(-(-2 * count // QUIET))]
    shares = [panels[n % len(panels)] for n in range(2 * count)]
    with Pool() as pool:
        proofs = pool.map(proved, prices(server, shares), chunksize=16)
    bodies = [(panel, question(n, *proof)) for n, (panel, proof) in enumerate(zip(shares, proofs))]
    cpu = server.cpu()
    seconds, codes, refused, lasted = sent(server, bodies[:count], RATE)
    used = (server.cpu() - cpu) / lasted
    p95 = share(seconds, 95)
    why = "; ".join(f"{count} × {reason}" for reason, count in refused.items())
    detail = f"{len(panels)} sessions; p50 {share(seconds, 50):.1f}, p99 {share(seconds, 99):.1f}, worst {seconds[-1] * 1000:.0f} ms; {len(codes)} kept, {sum(refused.values())} refused{' (' + why + ')' if why else ''}; cores used by the server {used:.2f}"
    kept = not refused and len(codes) / lasted > RATE * 0.98 and p95 <= 100
    bench.row(f"questions to experts, {engine}, {RATE}/s", f"p95 {p95:.1f} ms", "200/s on disk, p95 ≤ 100 ms", kept, "bench/run --only asking", detail)
    seconds, more, refused, lasted = sent(server, bodies[count:])
    detail = f"p95 {share(seconds, 95):.1f} ms, {sum(refused.values())} refused; as many as {PLACES} connections bring"
    bench.row(f"the most, {engine}", f"{len(more) / lasted:.0f}/s", detail=detail, command="bench/run --only asking")
    server.kill()
    again = bench.server(name, database)
    there = sum(json.loads(preau("panel", "report", panel, "--json"))["asked"] for panel in panels)
    acknowledged = len(codes) + len(more)
    bench.row(f"acknowledged and there after SIGKILL, {engine}", f"{there} of {acknowledged}", "all", there >= acknowledged, "kill -9, start again, preau panel report", f"memory {machine.mib(again.memory('rss'))}")
    again.stop()
