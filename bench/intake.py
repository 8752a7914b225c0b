"""Intake under load: many people put a file in safety and tell their story, while others read their dossiers.

One unit is what one person does, through the public forms: GET /abri, POST a 64 KiB file, GET the story's
page, POST the story. Her time is that of both POSTs, first byte sent to last byte received; the rate counts
whole units, form pages included. An acknowledgement counts only if it is still there after SIGKILL.
"""

import hashlib
import random
import re
import statistics
import time

from http1 import Refused, Visitor, drive

SIZE = 64 * 1024
CAP = 30.0  # seconds after which one measure stops starting units
READERS = 4
READ_EVERY = 0.2  # seconds, each reader: five pages a second stay under a session's allowance
BLOCK = random.Random(64).randbytes(SIZE - 8)
STORY = (
    "Lundi, en salle des professeurs, une collègue m'a montré un groupe où des élèves publient des photos de moi "
    "prises en cours, avec des insultes. Depuis, je reçois des messages la nuit. Je voudrais que cela cesse. Repère {}."
)


class Tally:
    """What one measure saw."""

    def __init__(self):
        self.started, self.units, self.uploads, self.stories, self.reads, self.refused, self.kept = 0, [], [], [], [], {}, []
        self.seconds = self.reading = 0.0
        self.over = False

    def refuse(self, why):
        self.refused[why] = self.refused.get(why, 0) + 1


def arrive(port, n):
    """One person: a new dossier with one piece, then her story in it. Gives visitor, grant, mark, digest, both times."""
    visitor = Visitor(port)
    try:
        content = n.to_bytes(8, "big") + BLOCK
        hidden = yield from visitor.form("/abri")
        upload = yield from visitor.upload("/abri", hidden, f"capture-{n}.bin", content)
        found = re.match(r"/dossier/([^/]+)/", upload.header("location"))
        if upload.status != 303 or not found:
            raise Refused(f"upload: status {upload.status}")
        path = f"/dossier/{found[1]}/recit"
        hidden = yield from visitor.form(path)
        mark = f"{n:08x}{random.getrandbits(32):08x}"
        story = yield from visitor.post(path, [*hidden, ("story", STORY.format(mark))])
        if story.status != 303:
            raise Refused(f"story: status {story.status}")
    finally:
        visitor.close()
    return visitor, found[1], mark, hashlib.sha256(content).hexdigest(), upload.seconds, story.seconds


def people(port, tally, count, numbers, until):
    """One place in the queue: people follow each other until enough have come."""
    while tally.started < count and time.perf_counter() < until:
        tally.started += 1
        try:
            visitor, grant, mark, digest, upload, story = yield from arrive(port, next(numbers))
        except (Refused, OSError) as trouble:
            tally.refuse(str(trouble) or type(trouble).__name__)
            continue
        tally.units.append(upload + story)
        tally.uploads.append(upload)
        tally.stories.append(story)
        tally.kept.append((visitor.cookies, grant, mark, digest))


def reading(port, tally, cookies, grant, offset):
    """A person who turns the pages of her dossier."""
    visitor, due = Visitor(port, cookies), time.perf_counter() + offset
    try:
        while not tally.over:
            yield due
            try:
                page = yield from visitor.get(f"/dossier/{grant}")
                if page.status != 200:
                    raise Refused(f"reader: status {page.status}")
                tally.reads.append(page.seconds)
            except (Refused, OSError) as trouble:
                tally.refuse(str(trouble))
            due = max(due + READ_EVERY, time.perf_counter())
    finally:
        visitor.close()


def numbers():
    n = random.getrandbits(48)
    while True:
        n += 1
        yield n


def measure(server, readers, c, count, serial):
    """`count` people, `c` at once."""
    tally, began = Tally(), time.perf_counter()
    cpu, own = server.cpu(), time.process_time()
    until, left = began + CAP, [c]

    def place():
        try:
            yield from people(server.port, tally, count, serial, until)
        finally:
            left[0] -= 1
            if not left[0]:
                tally.seconds = time.perf_counter() - began
                tally.over = True

    drive([place() for _ in range(c)] + [reading(server.port, tally, r[0], r[1], i * READ_EVERY / len(readers)) for i, r in enumerate(readers)])
    tally.server_cpu, tally.own_cpu = (server.cpu() - cpu) / tally.seconds, (time.process_time() - own) / tally.seconds
    return tally


def prepare(server, serial):
    """Warms the server and makes the readers' dossiers."""
    made = drive([arrive(server.port, next(serial)) for _ in range(16)])
    return [(visitor.cookies, grant) for visitor, grant, *_ in made[:READERS]]


def survivors(server, kept):
    """How many of the acknowledged are whole: the story and the piece's digest are shown again."""

    def look(chunk):
        good = 0
        for cookies, grant, mark, digest in chunk:
            visitor = Visitor(server.port, cookies)
            try:
                story = yield from visitor.get(f"/dossier/{grant}/recit")
                pieces = yield from visitor.get(f"/dossier/{grant}/pieces")
                good += mark.encode() in story.body and digest.encode() in pieces.body
            finally:
                visitor.close()
        return good

    return sum(drive([look(kept[i::4]) for i in range(4)]))


def share(times, percent):
    """A percentile, in milliseconds."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1e3 if ordered else float("nan")


def median_of(tallies, what):
    return statistics.median(what(tally) for tally in tallies)
