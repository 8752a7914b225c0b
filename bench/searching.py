"""The search over published answers: ours, PostgreSQL's full text and SQLite's FTS5 on the same answers and searches.

`bench/run --only answers` calls it with 100,000 answers; alone, with a million:
    python3 bench/searching.py --count 1000000 --example target/release/examples/searching --folder DIR [--postgres URL]
The folder needs about 6 GiB for a million. With --postgres, in that server, a database of its own is made and dropped.
"""

import argparse
import math
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import machine
from searching_matter import GRADED, Matter

KINDS = ["as written", "accents", "forms", "synonym", "typing"]


def share(times, part):
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def gain(grades, found):
    """nDCG at ten: what was found, by its grades, beside the best order there is."""
    worth = lambda list: sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(list[:10]))
    best = worth(sorted(grades.values(), reverse=True))
    return worth([grades.get(ident, 0) for ident in found]) / best


class Engine:
    """What is measured of each."""

    def __init__(self, name):
        self.name, self.built, self.size, self.memory = name, 0, 0, ""
        self.times, self.found = [], []

    def tell(self, matter, say):
        by = {kind: [gain(matter.grades[topic, aspect], found) for (_, topic, aspect, what), found in zip(GRADED, self.found) if what == kind] for kind in KINDS}
        every = [one for list in by.values() for one in list]
        p50, p95, p99 = (share(self.times, part) / 1000 for part in (0.5, 0.95, 0.99))
        kinds = ", ".join(f"{kind} {statistics.mean(list):.2f}" for kind, list in by.items())
        say(self, p50, p95, p99, statistics.mean(every), kinds)


def ours(example, folder, answers, searches, typings):
    """Ours, by an example of the crate: one process to index, one for each measure."""
    engine, place = Engine("preau"), os.path.join(folder, "index")

    def ask(step, lines, *more):
        done = subprocess.run([example, step, place, *more], input="\n".join(lines).encode() + b"\n", stdout=subprocess.PIPE, check=True)
        told = done.stdout.decode().strip().split("\n")
        rows = [line.split("\t") for line in told if not line.startswith("#")]
        memory = {line[1:].split(":")[0]: int(line.split()[-2]) for line in told if line.startswith("#")}
        return [float(row[0]) for row in rows], [row[1].split(",") for row in rows], memory

    began = time.perf_counter()
    with open(answers, "rb") as file:
        done = subprocess.run([example, "index", place], stdin=file, stdout=subprocess.PIPE, check=True)
    engine.built = time.perf_counter() - began
    writing = {line[1:].split(":")[0]: int(line.split()[-2]) for line in done.stdout.decode().split("\n") if line.startswith("#")}
    engine.size = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(place) for name in names)
    lines = ["\t".join(search) for search in searches]
    ask("search", lines[:200])  # the files are read once: every engine starts with them in memory
    engine.times, _, memory = ask("search", lines)
    _, engine.found, _ = ask("search", [words for words, *_ in GRADED], "published")
    alike, _, alike_memory = ask("alike", typings)
    engine.memory = f"{machine.mib(memory['RssAnon'])} own, {machine.mib(memory['RssFile'])} of files mapped; while writing {machine.mib(writing['RssAnon'])} own, peak with files {machine.mib(writing['VmHWM'])}"
    # The guide's index is built by the first search.
    engine.times = engine.times[1:]
    return engine, alike[1:], alike_memory


POSTGRES = r"""
CREATE FUNCTION pg_temp.ask(words text, about text, since int, OUT us float8, OUT ids text) AS $$
DECLARE began timestamptz := clock_timestamp(); q tsquery := plainto_tsquery('preau', words); found text[];
BEGIN
  SELECT array_agg(id) INTO found FROM (SELECT id FROM answer WHERE v @@ q AND (about = '' OR kind = about) AND (since = 0 OR year = since) ORDER BY ts_rank(v, q) DESC LIMIT 10) t;
  IF coalesce(array_length(found, 1), 0) < 10 AND q::text <> '' THEN
    q := replace(q::text, '&', '|')::tsquery;
    SELECT array_agg(id) INTO found FROM (SELECT id FROM answer WHERE v @@ q AND (about = '' OR kind = about) AND (since = 0 OR year = since) ORDER BY ts_rank(v, q) DESC LIMIT 10) t;
  END IF;
  us := extract(epoch FROM clock_timestamp() - began) * 1e6; ids := array_to_string(found, ',');
END $$ LANGUAGE plpgsql;
"""


def postgres(url, answers, searches, most):
    """PostgreSQL: the French configuration, without accents where the extension is there; all words, then some."""
    engine, name = Engine("PostgreSQL"), f"bench_answers_{os.getpid()}"
    base = url.rsplit("/", 1)[0] + "/"

    def run(script, database=name, rows=None):
        command = ["psql", "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", base + database, "-f", "-"]
        return subprocess.run(command, input=script.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout.decode()

    run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'", "postgres")
    try:
        run("CREATE TEXT SEARCH CONFIGURATION preau (COPY = french)")
        try:
            run("CREATE EXTENSION unaccent; ALTER TEXT SEARCH CONFIGURATION preau ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem")
            engine.name += ", french with unaccent"
        except subprocess.CalledProcessError:
            engine.name += ", french (no unaccent here)"
        began = time.perf_counter()
        run("CREATE TABLE answer (id text, title text, question text, answer text, kind text, profession text, level text, year int, expert text)")
        run(f"\\copy answer FROM '{answers}'")
        run("ALTER TABLE answer ADD v tsvector; UPDATE answer SET v = setweight(to_tsvector('preau', title), 'A') || setweight(to_tsvector('preau', question), 'B') || setweight(to_tsvector('preau', answer), 'C')")
        run("SET maintenance_work_mem = '256MB'; CREATE INDEX ON answer USING gin (v); CREATE INDEX ON answer (kind); CREATE INDEX ON answer (year); VACUUM FULL answer; ANALYZE answer")
        engine.built = time.perf_counter() - began
        engine.size = int(run("SELECT pg_database_size(current_database())"))
        quoted = lambda text: "'" + text.replace("'", "''") + "'"
        call = lambda search: f"SELECT '=', us, ids FROM pg_temp.ask({quoted(search[0])}, '{search[1]}', {search[2] or 0});"
        memory = "SELECT pg_read_file('/proc/self/status');"

        def ask(all):
            told = run(POSTGRES + "\n".join(call(search) for search in all) + "\n" + memory)
            rows = [line.split("\t")[1:] for line in told.split("\n") if line.startswith("=\t")]
            held = {line.split(":")[0]: int(line.split()[1]) for line in told.split("\n") if line.startswith("Rss")}
            return [float(row[0]) for row in rows], [row[1].split(",") for row in rows], held

        ask(searches[:20])
        engine.times, _, held = ask(searches[:most])
        _, engine.found, _ = ask([(words, "", "") for words, *_ in GRADED])
        engine.memory = f"one connection: {machine.mib(held.get('RssAnon', 0))} own, {machine.mib(held.get('RssShmem', 0))} shared" if held else ""
    finally:
        run(f"DROP DATABASE {name}", "postgres")
    return engine


def sqlite(folder, answers, searches, most):
    """SQLite's FTS5: no accents, no endings; all words, then some."""
    engine, path = Engine(f"SQLite {sqlite3.sqlite_version} FTS5"), os.path.join(folder, "fts.db")
    before = machine.field("/proc/self/status", "RssAnon")
    base, began = sqlite3.connect(path), time.perf_counter()
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE answer (n INTEGER PRIMARY KEY, id TEXT, title TEXT, question TEXT, answer TEXT, kind TEXT, year INTEGER)")
    base.execute("CREATE VIRTUAL TABLE found USING fts5(title, question, answer, content='answer', content_rowid='n', tokenize='unicode61 remove_diacritics 2')")
    with open(answers) as file, base:
        rows = (line.rstrip("\n").split("\t") for line in file)
        base.executemany("INSERT INTO answer (id, title, question, answer, kind, year) VALUES (?, ?, ?, ?, ?, ?)", ((r[0], r[1], r[2], r[3], r[4], r[7]) for r in rows))
    with base:
        base.execute("INSERT INTO found (found) VALUES ('rebuild')")
    engine.built = time.perf_counter() - began
    engine.size = os.path.getsize(path)

    def ask(search):
        words, kind, year = search
        terms = ['"' + word.replace('"', "") + '"' for word in words.replace("’", " ").replace("'", " ").replace(",", " ").split()]
        began, found = time.perf_counter(), []
        filters = "".join([" AND kind = :kind" if kind else "", " AND year = :year" if year else ""])
        for joined in (" AND ".join(terms), " OR ".join(terms)):
            if len(found) < 10:
                sql = f"SELECT id FROM found JOIN answer ON n = found.rowid WHERE found MATCH :q{filters} ORDER BY bm25(found, 3, 2, 1) LIMIT 10"
                found = [row[0] for row in base.execute(sql, {"q": joined, "kind": kind, "year": year})]
        return (time.perf_counter() - began) * 1e6, found

    for search in searches[:20]:
        ask(search)
    engine.times = [ask(search)[0] for search in searches[:most]]
    engine.found = [ask((words, "", ""))[1] for words, *_ in GRADED]
    engine.memory = f"{machine.mib(max(0, machine.field('/proc/self/status', 'RssAnon') - before))} more in the process"
    base.close()
    os.unlink(path)
    return engine


def measure(example, count, folder, url, say, note, number=2000, peers_number=2000, peers=True):
    """Makes the answers, then each engine in turn; `say` is called for each, `note` for what only ours does."""
    matter, answers = Matter(count), os.path.join(folder, "answers.tsv")
    with open(answers, "w") as file:
        for answer in matter.answers():
            file.write("\t".join(answer) + "\n")
    searches = matter.searches(number)
    engine, alike, memory = ours(example, folder, answers, searches, matter.typings(500))
    engine.tell(matter, say)
    note("what is alike, while typing", f"p50 {share(alike, 0.5) / 1000:.1f}, p95 {share(alike, 0.95) / 1000:.1f}, p99 {share(alike, 0.99) / 1000:.1f} ms", f"{machine.mib(memory['RssAnon'])} own memory", share(alike, 0.99))
    shutil.rmtree(os.path.join(folder, "index"))
    if url and peers:
        postgres(url, answers, searches, peers_number).tell(matter, say)
    if peers:
        sqlite(folder, answers, searches, peers_number).tell(matter, say)
    os.unlink(answers)


def answers(bench):
    """The part of `bench/run`: a tenth of the budget's answers, since a million take half an hour with the peers."""
    count = 20_000 if bench.quick else int(os.environ.get("BENCH_ANSWERS", "100000"))
    example = os.path.join(os.path.dirname(bench.program), "examples", "searching")
    if not os.access(example, os.X_OK):
        raise RuntimeError(f"{example} is not built: cargo build --release -p finder --example searching")
    folder = bench.path("answers")
    os.mkdir(folder)
    os.chmod(folder, 0o755)
    url, server = None, None
    try:
        server = machine.Postgres(bench.path("answers-pg"))
        bench.running.append(server)
        url = server.url
    except RuntimeError as why:
        bench.row("search on published answers, PostgreSQL", f"not measured: {why}")

    def say(engine, p50, p95, p99, ndcg, kinds):
        own = engine.name == "preau"
        detail = f"p50 {p50:.1f}, p95 {p95:.1f} ms; nDCG@10 {ndcg:.3f} ({kinds}); built in {engine.built:.0f} s, {engine.size / 1e6:.0f} MB; memory: {engine.memory}"
        bench.row(f"search on {count:,} published answers, {engine.name}", f"p99 {p99:.1f} ms", "p99 ≤ 20 ms" if own else "", p99 <= 20 if own else None, "bench/searching.py", detail)

    def note(what, figure, detail, p99):
        bench.row(f"{what}, {count:,} answers", figure, "p99 ≤ 10 ms", p99 <= 10_000, "bench/searching.py", detail)

    try:
        measure(example, count, folder, url, say, note, peers_number=300)
    finally:
        if server:
            server.stop()


def main():
    asked = argparse.ArgumentParser(prog="bench/searching.py")
    asked.add_argument("--count", type=int, default=1_000_000)
    asked.add_argument("--example", required=True)
    asked.add_argument("--folder")
    asked.add_argument("--postgres")
    asked.add_argument("--peers", type=int, default=2000, help="of the searches, how many the peers are asked; 0 leaves them out")
    options = asked.parse_args()
    folder = tempfile.mkdtemp(prefix="preau-bench.", dir=options.folder)
    os.chmod(folder, 0o755)

    def say(engine, p50, p95, p99, ndcg, kinds):
        print(f"{engine.name}: p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms, worst {max(engine.times) / 1000:.1f} ({len(engine.times)} searches); nDCG@10 {ndcg:.3f} ({kinds}); built in {engine.built:.0f} s, {engine.size / 1e6:.0f} MB; memory: {engine.memory}", flush=True)

    def note(what, figure, detail, _):
        print(f"{what}: {figure}; {detail}", flush=True)

    try:
        measure(options.example, options.count, folder, options.postgres, say, note, peers_number=options.peers, peers=options.peers > 0)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
