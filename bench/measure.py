"""The parts of the measure and the report; `bench/run` calls it."""

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import asking
import captures
import helping
import intake
import keeping
import live
import machine
import samples
import sealing
import searching
import verifying
from http1 import Refused, Visitor, one
from machine import Postgres, Run, Server

PARTS = ["start", "weight", "letters", "guide", "search", "imports", "intake", "asking", "helping", "seal", "keep", "verify-capture"]
#: Too long for the whole run: asked for by name.
ALONE = ["captures", "answers", "live"]


class OutOfTime(BaseException):
    """The whole run lasted too long; no handler of ordinary trouble may take it."""


def counted(count, what="run"):
    return f"{count} {what}" + ("s" if count != 1 else "")


class Bench:
    """What every part is given: the program, a folder, and where its rows go."""

    def __init__(self, program, quick, folder):
        self.program, self.quick, self.folder = program, quick, folder
        self.rows, self.running, self.failed = [], [], []

    def path(self, name):
        return os.path.join(self.folder, name)

    def server(self, name, database=None):
        server = Server(self.program, self.path(name), database)
        self.running.append(server)
        return server

    def row(self, what, figure, budget="", good=None, command="", detail=""):
        """One line of the table. `good` is whether the budget is kept; None where there is none."""
        verdict = {None: "", True: "kept", False: "**missed**"}[good]
        cells = [what, figure, detail, budget, verdict, f"`{command}`" if command else ""]
        self.rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        print(f"{time.strftime('%H:%M:%S')} {what}: {figure} {detail} {verdict}", file=sys.stderr, flush=True)

    def commands(self, what, runs, limit=None, budget="", command="", extra=""):
        """A row from several runs of a command: also its processor time, which a busy machine changes least."""
        cpu = statistics.median(run.cpu for run in runs)
        return self.times(what, [run.seconds for run in runs], limit, budget, command, f", processor {show(cpu)}{extra}")

    def times(self, what, runs, limit=None, budget="", command="", extra=""):
        """A row from several runs in seconds: median, worst."""
        middle = statistics.median(runs)
        detail = f"worst {show(max(runs))}, {counted(len(runs))}{extra}"
        self.row(what, show(middle), budget, None if limit is None else middle <= limit, command, detail)
        return middle


def show(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.1f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.0f} µs"


def start(bench):
    """Process start to the first page; memory at rest; size of the program."""
    first, second, rest = [], [], []
    command = "preau serve --listen 127.0.0.1:0 --data D"
    for n in range(3 if bench.quick else 7):
        for times in (first, second):
            server = bench.server(f"start{n}")
            page = one(Visitor(server.port).get("/"))
            times.append(time.perf_counter() - server.began)
            if page.status != 200:
                raise RuntimeError(f"/ answers {page.status}")
            if times is second and n < (1 if bench.quick else 3):
                time.sleep(5)
                rest.append((server.memory("rss"), server.memory("pss")))
            server.stop()
    bench.times("cold start, empty data folder, to the first page", first, 0.1, "≤ 100 ms", command)
    bench.times("cold start again, same folder", second, 0.1, "≤ 100 ms", command)
    rss, pss = (statistics.median(column) for column in zip(*rest))
    bench.row("memory at rest, resident (5 s after start, one page served)", machine.mib(rss), "≤ 30 MiB", rss <= 30 * 1024, command, f"proportional {machine.mib(pss)}; {counted(len(rest))}")
    size = os.path.getsize(bench.program)
    bench.row("size of the program", f"{size / 1e6:.1f} MB", "≤ 90 MB", size <= 90e6, "cargo build --release")


def weight(bench):
    """Bytes of a first visit and of the next pages, brotli as browsers ask for it."""
    server, seen, found = bench.server("weight"), set(), []
    visitor = Visitor(server.port)
    try:
        for path in ("/", "/recit", "/abri"):
            page = one(visitor.get(path, "br"))
            plain = one(Visitor(server.port, visitor.cookies).get(path, "identity"))
            names = samples.assets(plain.body.decode()) - seen
            seen |= names
            files = [one(Visitor(server.port).get(name, "br")) for name in sorted(names)]
            if page.status != 200 or any(file.status != 200 for file in files):
                raise RuntimeError(f"{path} or a file of it is missing")
            if page.header("content-encoding") != "br":
                raise RuntimeError(f"{path} is not sent as brotli")
            found.append((path, page.wire + sum(file.wire for file in files), page.wire, page.total - page.wire, len(files)))
    finally:
        server.stop()
    for n, (path, total, html, head, files) in enumerate(found):
        limit = 15_000 if n else 60_000
        name = f"page weight, {'then' if n else 'first visit,'} {path}"
        bench.row(name, f"{total / 1000:.1f} kB", f"≤ {limit // 1000} kB", total <= limit, "GET, Accept-Encoding: br", f"HTML {html / 1000:.1f} kB, {files} new files; head of the page's answer {head} B not counted")


def imports(bench):
    """A mailbox of 2,000 messages, read by the program and by Python's own reader of the same kind."""
    box, runs = bench.path("box.mbox"), 5 if bench.quick else 15
    with open(box, "w", newline="") as file:
        for n in range(2000):
            file.write(samples.mail(n))
    size = f"{os.path.getsize(box) / 1e6:.1f} MB"
    found = [Run([bench.program, "import", box, "--json"]) for _ in range(runs)]
    ours = bench.commands("messages of a mailbox, whole process", found, command="preau import box.mbox --json", extra=f"; 2,000 messages, {size}")
    peers = [Run([sys.executable, "-c", samples.MAILBOX, box]) for _ in range(runs)]
    said = {run.out.decode().split()[0] for run in peers}
    if said != {"2000"}:
        raise RuntimeError(f"the peer read {said} messages")
    theirs = statistics.median(run.seconds for run in peers)
    bench.commands("peer: Python's mailbox, the same fields", peers, command="python3 -c 'import mailbox …'", extra=f"; {theirs / ours:.1f} × the time of the line above")


def letters(bench):
    """A letter as a whole process, then by a server that has already made some."""
    facts, pdf = bench.path("facts.toml"), bench.path("letter.pdf")
    letter = [bench.program, "letter", "protection-fonctionnelle"]
    with open(facts, "wb") as file:
        file.write(Run([*letter, "--example"]).out)
    runs = 5 if bench.quick else 15
    make = lambda out: Run([*letter, "--facts", facts, "--out", out])
    make(pdf)
    pages = machine.said("qpdf", "--show-npages", pdf) or "unknown number of"
    bench.commands("letter to PDF, cold (whole process)", [make(pdf) for _ in range(runs)], 0.06, "≤ 60 ms", "preau letter protection-fonctionnelle --facts F --out x.pdf", f"; {pages} pages")
    bench.commands("the same as text (all but the typesetter)", [make(bench.path("letter.txt")) for _ in range(runs)], command="preau letter … --out x.txt")
    bench.commands("the same as ODT", [make(bench.path("letter.odt")) for _ in range(runs)], command="preau letter … --out x.odt")
    seven(bench, runs)
    warm(bench, 25 if bench.quick else 50)  # four requests each: stays under a session's allowance
    python = os.environ.get("WEASYPRINT_PYTHON", "python3")
    if subprocess.run([python, "-c", "import weasyprint"], capture_output=True).returncode:
        bench.row("peer: WeasyPrint, same letter", "not installed here")
        return
    with open(bench.path("letter.html"), "w") as file, open(bench.path("letter.txt")) as text:
        file.write(samples.page(text.read()))
    peer = Run([python, "-c", samples.WEASYPRINT, bench.path("letter.html"), bench.path("peer.pdf"), str(runs)], cwd=bench.folder).out.decode().split()
    bench.times("peer: WeasyPrint, the same words, warm", [float(t) for t in peer[1:]], command="weasyprint letter.html x.pdf", extra=f"; first {show(float(peer[0]))}, {machine.said('qpdf', '--show-npages', bench.path('peer.pdf')) or '?'} pages")


def seven(bench, runs):
    """Seven letters of one case in one process: the first round of several processes, then later rounds of one."""
    program = os.path.join(os.path.dirname(bench.program), "examples", "seven_letters")
    command = "cargo run --release -p preau --example seven_letters"
    if not os.path.exists(program):
        bench.row("seven letters to PDF, one process", "not built here", command=command)
        return

    def rounds(count):
        table = [line.split("\t") for line in Run([program, str(count)]).out.decode().splitlines()[1:]]
        return [[float(ms) / 1e3 for ms in row[1:]] for row in table]

    cold, later = [rounds(0)[0] for _ in range(runs)], rounds(20)[1:]
    for name, found in (("cold, content and typesetter read on the way", cold), ("warm, other words each time", later)):
        middle = [show(statistics.median(column)) for column in zip(*found)]
        bench.times(f"seven letters to PDF, one process, {name}", [row[0] for row in found], 0.08, "≤ 80 ms", command, f"; drafted in {middle[1]}, set in {middle[2]}; the same as ODT {middle[3]}")


def warm(bench, count):
    server = bench.server("letters")
    try:
        visitor, grant, *_ = one(intake.arrive(server.port, 1))
        base = f"/dossier/{grant}/courrier/protection-fonctionnelle"

        def turn(n):
            hidden = yield from visitor.form(base)
            saved = yield from visitor.post(base, [*hidden, *samples.answers(n)])
            text = yield from visitor.get(f"{base}/txt")
            made = yield from visitor.get(f"{base}/brouillon")
            if (saved.status, text.status, made.status) != (303, 200, 200):
                raise RuntimeError(f"letter {n}: {saved.status}, {text.status}, {made.status}")
            return text.seconds, made

        # Each letter has other words: one that was already made would come out of a cache.
        turns = [one(turn(n)) for n in range(count)]
        with open(bench.path("warm.pdf"), "wb") as file:
            file.write(turns[-1][1].body)
        pages = machine.said("qpdf", "--show-npages", bench.path("warm.pdf")) or "unknown number of"
        text, made = [t for t, _ in turns], [answer.seconds for _, answer in turns]
        command = "GET …/courrier/protection-fonctionnelle/brouillon"
        bench.row("letter to PDF, first of a running server", show(made[0]), command=command)
        bench.times("letter to PDF, warm, the whole page (session, journal, typesetting)", made[5:], 0.01, "≤ 10 ms", command, f"; {pages} pages, other words each time")
        bench.times("the same page as text, asked for just before (all but the typesetter)", text[5:], command="GET …/txt")
        bench.row("so the typesetter, warm", show(statistics.median(m - t for t, m in zip(text[5:], made[5:]))), detail="median of the differences")
        bench.row("memory of the server after them, resident", machine.mib(server.memory("rss")), command=command)
    finally:
        server.stop()


def guide(bench):
    """Triage by story, plan by process."""
    runs = 5 if bench.quick else 11
    for name, count in (("one", 1), ("many", 500)):
        with open(bench.path(f"{name}.jsonl"), "w") as file:
            file.write(samples.stories(count))
    triage = lambda name: Run([bench.program, "triage", "--jsonl", bench.path(f"{name}.jsonl")])
    if triage("many").out.count(b"\n") != 500:
        raise RuntimeError("triage does not answer every story")
    alone, many = [triage("one") for _ in range(runs)], [triage("many") for _ in range(runs)]
    floor = statistics.median(run.seconds for run in alone)
    each = [max(run.seconds - floor, 0) / 499 for run in many]
    cpu = statistics.median(run.cpu for run in many) - statistics.median(run.cpu for run in alone)
    bench.times("triage with its plan, per story", each, 0.005, "≤ 5 ms", "preau triage --jsonl 500-stories.jsonl", f" of 500 stories, processor {show(max(cpu, 0) / 499)} a story; whole process {show(statistics.median(run.seconds for run in many))}")
    bench.commands("triage of one story, whole process", alone, command="preau triage --jsonl one.jsonl")
    plan = [Run([bench.program, "plan", "--kind", "menaces", "--json"]) for _ in range(runs)]
    floor = statistics.median(Run([bench.program, "--version"]).seconds for _ in range(runs))
    bench.commands("plan, whole process with its reading of the content", plan, 0.005, "≤ 5 ms", "preau plan --kind menaces --json", f"; a process that does nothing takes {show(floor)}")


def search(bench):
    """What people type, searched through the page of a running server; the first search builds the index."""
    searches = samples.searches()
    server, taken = bench.server("search"), []
    try:
        before = server.memory("rss")
        for turn in range(2 if bench.quick else 8):  # a browser each: stays under a session's allowance
            visitor = Visitor(server.port)
            hidden = one(visitor.form("/chercher"))
            for words in searches:
                page = one(visitor.post("/chercher", [*hidden, ("q", words)]))
                if page.status != 200:
                    raise RuntimeError(f"a search is answered {page.status}")
                taken.append(page.seconds)
        first, *rest = taken
        rest.sort()
        middle, p99 = statistics.median(rest), rest[int(len(rest) * 0.99)]
        command, entries = "POST /chercher", f"{len(searches)} searches, {counted(len(rest), 'time')} in all"
        bench.row("search, first of a running server (builds the index)", show(first), command=command, detail=f"so the index takes about {show(max(first - middle, 0))}")
        bench.row("search in the guide, the whole page", show(middle), "p99 ≤ 20 ms", p99 <= 0.02, command, f"median; p99 {show(p99)}, worst {show(rest[-1])}; {entries}")
        bench.row("memory of the server after them, resident", machine.mib(server.memory("rss")), command=command, detail=f"before the first search {machine.mib(before)}")
    finally:
        server.stop()


def intakes(bench):
    """Intake on both engines."""
    intake_on(bench, "SQLite", None)
    try:
        postgres = Postgres(bench.path("pg"))
    except RuntimeError as why:
        bench.row("intake, PostgreSQL", f"not measured: {why}")
        return
    bench.running.append(postgres)
    try:
        intake_on(bench, postgres.version.replace("postgres (PostgreSQL)", "PostgreSQL").split(" (")[0], postgres.url)
    finally:
        postgres.stop()


def intake_on(bench, engine, database):
    serial = intake.numbers()
    name = "intake-" + engine.split()[0].lower()
    server = bench.server(name, database)
    readers = intake.prepare(server, serial)
    count, repeats = (120, 1) if bench.quick else (400, 3)
    kept = []
    for c in (1, 8, 32):
        tallies = [intake.measure(server, readers, c, count, serial) for _ in range(repeats)]
        kept = [entry for tally in tallies for entry in tally.kept]
        middle = lambda what: intake.median_of(tallies, what)
        rate = middle(lambda t: len(t.units) / t.seconds)
        p = {k: middle(lambda t: intake.share(t.units, k)) for k in (50, 95, 99)}
        read = intake.share([r for t in tallies for r in t.reads], 95)
        refused = sum(sum(t.refused.values()) for t in tallies)
        why = "; ".join(sorted({reason for t in tallies for reason in t.refused}))
        budget, good = {
            1: ("", None),
            8: ("p95 ≤ 50 ms", p[95] <= 50),
            32: ("0 refused, ≥ 200/s, p95 ≤ 150 ms", not refused and rate >= 200 and p[95] <= 150),
        }[c]
        upload, story = (middle(lambda t: intake.share(getattr(t, part), 95)) for part in ("uploads", "stories"))
        done, cpu, own = sum(len(t.units) for t in tallies), middle(lambda t: t.server_cpu), middle(lambda t: t.own_cpu)
        detail = f"p50 {p[50]:.1f}, p95 {p[95]:.1f}, p99 {p[99]:.1f} ms; p95 of the upload {upload:.1f}, of the story {story:.1f} ms; {done} done, {refused} refused{' (' + why + ')' if why else ''}; cores used: server {cpu:.2f}, client {own:.2f}"
        bench.row(f"intake, {engine}, c={c}", f"{rate:.0f}/s", budget, good, f"bench/run --only intake ({repeats} × {count} people)", detail)
        reads = sum(len(t.reads) for t in tallies)
        bench.row(f"a reader's page meanwhile, {engine}, c={c}", f"p95 {read:.1f} ms", "p95 ≤ 20 ms", read <= 20, "GET /dossier/{grant}", f"{reads} pages, {intake.READERS} readers")
    bench.row(f"server's memory after intake, {engine}, resident", machine.mib(server.memory("rss")), detail=f"peak {machine.mib(server.memory('hwm'))}")
    server.kill()
    again = bench.server(name, database)
    whole = intake.survivors(again, kept)
    bench.row(f"acknowledged at c=32 and whole after SIGKILL, {engine}", f"{whole} of {len(kept)}", "all", whole == len(kept), "kill -9, start again, read each dossier")
    again.stop()


def report(bench, before, folder):
    print("| what | measured (median) | detail | budget | | command |\n|---|---|---|---|---|---|")
    print("\n".join(bench.rows))
    print()
    for line in machine.facts(folder, bench.program):
        print(f"- {line}")
    print(f"- load of the machine (processes that want a core, mean of a minute): {before:.1f} before, {machine.load():.1f} after")
    for line in bench.failed:
        print(f"- NOT MEASURED: {line}")


def main():
    asked = argparse.ArgumentParser(prog="bench/run")
    asked.add_argument("--bin", required=True)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", default=",".join(PARTS))
    options = asked.parse_args()
    wanted = options.only.split(",")
    if unknown := set(wanted) - {*PARTS, *ALONE}:
        asked.error(f"no part {', '.join(sorted(unknown))}; there are: {' '.join(PARTS + ALONE)}")

    def out_of_time(*_):
        raise OutOfTime()

    signal.signal(signal.SIGALRM, out_of_time)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.alarm(1800 if set(wanted) & set(ALONE) else 120 if options.quick else 480)
    folder = tempfile.mkdtemp(prefix="preau-bench.", dir=os.environ.get("BENCH_DIR"))
    os.chmod(folder, 0o755)  # the user of the database server must pass through
    bench, before = Bench(options.bin, options.quick, folder), machine.load()
    parts = {"start": start, "weight": weight, "letters": letters, "guide": guide, "search": search, "imports": imports, "intake": intakes, "asking": asking.asking, "helping": helping.helping, "seal": sealing.seal, "keep": keeping.keeping, "verify-capture": verifying.verify, "captures": captures.captures, "answers": searching.answers, "live": live.live}
    try:
        for name in PARTS + ALONE:
            if name not in wanted:
                continue
            try:
                parts[name](bench)
            except OutOfTime:
                bench.failed.append(f"the end of `{name}` and what follows it: out of time")
                break
            except (RuntimeError, Refused, OSError, ValueError) as trouble:
                bench.failed.append(f"{name}: {trouble}")
        signal.alarm(0)
        report(bench, before, folder)
    finally:
        signal.alarm(0)
        for process in bench.running:
            process.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main())
