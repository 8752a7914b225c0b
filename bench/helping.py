"""Those who help: an addition through a link, an opening that is written down, a desk with many dossiers."""

import re
import statistics
import subprocess

import intake
from http1 import Refused, Visitor, one

#: Dossiers open to one adviser (budget: her desk in 100 ms with 500).
MANY = 500


def done(visitor, answer, what):
    """What was posted was accepted: a refused form is a redirection too, and its page then answers 422."""
    if answer.status != 303:
        raise Refused(f"{what}: status {answer.status}")
    page = yield from visitor.get(answer.header("location"))
    if page.status != 200:
        raise Refused(f"{what}: then status {page.status}")
    return page


def opened(visitor, path):
    """A page that opens, and what it took."""
    page = yield from visitor.get(path)
    if page.status != 200:
        raise Refused(f"{path}: status {page.status}")
    return page


def expect(count, found, what):
    """As many as were made: a figure of fewer would be of something else."""
    if len(found) != count:
        raise Refused(f"{what}: {len(found)} of {count}")


def member(bench, server, data):
    """An adviser who has come in by her invitation: her browser and her account."""
    preau = lambda *words: subprocess.run([bench.program, *words, "--data", data], capture_output=True, text=True, check=True).stdout.strip()
    org = preau("org", "add", "Organisation du banc", "--kind", "asl")
    told = preau("user", "add", "Conseil du banc", "--org", org, "--role", "adviser").splitlines()
    account = preau("user", "list").split()[0]
    path = re.sub(r"^https?://[^/]+", "", told[0])

    def comes():
        visitor = Visitor(server.port)
        hidden = yield from visitor.form(path)
        yield from done(visitor, (yield from visitor.post(path, [*hidden, ("words", told[1])])), "invitation")
        page = yield from opened(visitor, "/code")
        words = re.findall(r"<li>([^<]+)</li>", page.body.decode().split("preau-code", 1)[1].split("</ol>", 1)[0])
        answer = yield from visitor.post("/code", [*page.hidden("/code"), ("code", " ".join(words))])
        yield from done(visitor, answer, "the code")
        return visitor

    return one(comes()), account


def shares(server, serial, account):
    """One person who puts a file in safety, and opens her dossier to the adviser."""
    visitor, grant, *_ = yield from intake.arrive(server.port, next(serial))
    path = f"/dossier/{grant}/partage"
    hidden = yield from visitor.form(path)
    answer = yield from visitor.post(path, [*hidden, ("who", account), ("may", "read"), ("days", "30"), ("name", "")])
    page = yield from done(visitor, answer, "sharing")
    visitor.close()
    if "Conseil du banc" not in page.body.decode():
        raise Refused("sharing: the access is not on the page")
    return answer.seconds


def witness(server, serial, count):
    """Additions through one link: what each takes, file and words; the person finds them all."""
    visitor, grant, *_ = yield from intake.arrive(server.port, next(serial))
    path = f"/dossier/{grant}/aide"
    hidden = yield from visitor.form(path)
    made = yield from visitor.post(path, [*hidden, ("kind", "witness"), ("label", "")])
    door = re.search(rb"/aide/[A-Za-z0-9_-]{22}", made.body)[0].decode()
    seconds, other = [], Visitor(server.port)
    for n in range(count):
        hidden = yield from other.form(door)
        said = [*hidden, ("name", "Une collègue"), ("text", f"J'ai vu la page, {n}.")]
        answer = yield from other.upload(door, said, f"vu-{n}.bin", n.to_bytes(8, "big") + intake.BLOCK)
        yield from done(other, answer, "addition")
        seconds.append(answer.seconds)
    page = yield from opened(visitor, path)
    # A file and words each time.
    expect(2 * count, set(re.findall(rb"/dossier/[0-9a-f]+/ajout/[0-9]+", page.body)), "additions")
    return seconds


def reads(server, serial, count):
    """A program that reads one dossier with its token, again and again: what each reading takes."""
    visitor, grant, *_ = yield from intake.arrive(server.port, next(serial))
    path = f"/dossier/{grant}/programmes"
    hidden = yield from visitor.form(path)
    made = yield from visitor.post(path, [*hidden, ("name", "Banc"), ("scope", "read"), ("days", "30")])
    token = re.search(rb"preau-read-[A-Za-z0-9_-]{43}", made.body)[0].decode()
    program, seconds = Visitor(server.port, bearer=token), []
    # The reserve of a token is 240 requests.
    for _ in range(min(count, 200)):
        answer = yield from program.get("/api/v1/dossier")
        if answer.status != 200:
            raise Refused(f"reading: status {answer.status}")
        seconds.append(answer.seconds)
    return seconds


def helping(bench):
    """A desk of many dossiers, a summary that is written down, additions through a link."""
    serial, count = intake.numbers(), 100 if bench.quick else MANY
    server = bench.server("helping")
    try:
        added = one(witness(server, serial, 20))
        row = lambda what, seconds, budget="", good=None, detail="": bench.row(what, f"{statistics.median(seconds) * 1e3:.1f} ms", budget, good, "bench/run --only helping", f"worst {max(seconds) * 1e3:.1f} ms, {len(seconds)} runs{detail}")
        row("an addition through a link: words and 64 KiB, sealed and durable", added)
        visitor, account = member(bench, server, server.data)
        gave = [one(shares(server, serial, account)) for _ in range(count)]
        first, *read = one(reads(server, serial, 200))
        row("a program reads a dossier: GET /api/v1/dossier", read, detail=f", {len(read) / sum(read):.0f} reads/s one after the other; the first, written down, {first * 1e3:.1f} ms")
        row("access given: the key wrapped, the entry sealed", gave)
        first, *desk = [one(opened(visitor, "/dossiers")).seconds for _ in range(8)]
        kept = lambda seconds: seconds <= 0.1 if count == MANY else None
        row(f"an adviser's desk with {count} dossiers, never told before: each opened and checked, a core each", [first])
        # What a day changes, a language changes too: the same lines told anew from what is kept.
        yesterday = visitor.cookies
        visitor.cookies = {**yesterday, "lang": "en"}
        other = one(opened(visitor, "/dossiers")).seconds
        visitor.cookies = yesterday
        row("the first visit of another day, or in another language: nothing opened again", [other], "≤ 100 ms with 500", kept(other))
        row("the same again: what had changed opened and checked", desk, "≤ 100 ms with 500", kept(statistics.median(desk)))
        # Fifty to a page.
        doors = set()
        for number in range(1, -(-count // 50) + 1):
            page = one(opened(visitor, f"/dossiers?page={number}"))
            doors |= set(re.findall(rb"/dossier/[0-9a-f]+/resume", page.body))
        doors = sorted(doors)
        expect(count, doors, "dossiers on the desk")
        first = [one(opened(visitor, door.decode())).seconds for door in doors[:20]]
        again = [one(opened(visitor, door.decode())).seconds for door in doors[:20]]
        row("a summary, the first time: the opening is written first", first)
        row("the same again in the visit", again)
    finally:
        server.kill()
