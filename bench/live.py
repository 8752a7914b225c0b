"""What changes in a session, told to everyone who has its page open: memory for each listener, and how long the last waits.

`bench/run --only live` calls it with 20,000 listeners (BENCH_LISTENERS says another number), on one node when the files
that it may open are enough and on several otherwise, and with a server of Node.js as one would write it instead. Alone:
    python3 bench/live.py --bin target/release/preau --listeners 2000 --folder DIR
"""

import argparse
import math
import os
import re
import resource
import select
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

import machine
from machine import Postgres, Server

PANEL, QUESTION, ORG = "aa" * 16, "bb" * 16, "00" * 16
#: What the peer sends; about what a question with a short answer weighs.
FRAGMENT = '<li id="q-1" data-place="1">' + "<p>Un élève a filmé mon cours et l’a publié. Que puis-je demander ?</p>" * 14 + "</li>"
PER_ADDRESS = 16_000  # ports that one source address has
AT_ONCE = 400  # connections being made

NODE = """
const clients = new Set();
require("http").createServer((request, response) => {
  if (request.method === "POST") {
    let body = "";
    request.on("data", (part) => { body += part; });
    request.on("end", () => { response.end(); for (const client of clients) client.write(body); });
    return;
  }
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  response.write("retry:2000\\n\\n");
  clients.add(response);
  request.on("close", () => clients.delete(response));
}).listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, function () { console.log(this.address().port); });
setInterval(() => { for (const client of clients) client.write(":\\n\\n"); }, 20000);
"""


class Crowd:
    """Listeners, one thread for all of them."""

    def __init__(self):
        self.epoll, self.open, self.told, self.refused = select.epoll(), {}, {}, 0
        self.dialed = 0

    def come(self, port, path, count):
        """Connects `count` more, and waits until each was welcomed."""
        head = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip, br\r\nCache-Control: no-cache\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) bench\r\nCookie: lang=fr\r\n\r\n".encode()
        left, waiting, began = count, {}, time.perf_counter()
        while left or waiting:
            while left and len(waiting) < AT_ONCE:
                sock = socket.socket()
                sock.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT: the port is chosen for both ends
                sock.bind((f"127.0.0.{2 + self.dialed // PER_ADDRESS}", 0))
                sock.connect(("127.0.0.1", port))
                sock.sendall(head)
                sock.setblocking(False)
                waiting[sock.fileno()] = (sock, bytearray())
                self.epoll.register(sock.fileno(), select.EPOLLIN)
                self.dialed, left = self.dialed + 1, left - 1
            for fd, _ in self.epoll.poll(5):
                if fd not in waiting:
                    self.hear(fd)
                    continue
                sock, got = waiting[fd]
                part = sock.recv(65536)
                got += part
                if b"retry:" in got:
                    del waiting[fd]
                    self.open[fd] = sock
                elif not part or b" 503 " in got[:20]:
                    del waiting[fd]
                    self.epoll.unregister(fd)
                    sock.close()
                    self.refused += 1
            if time.perf_counter() - began > 300:
                raise RuntimeError(f"{len(waiting)} of {count} listeners were not welcomed")

    def hear(self, fd):
        """Reads what one is sent; notes when an event is whole."""
        part = self.open[fd].recv(65536)
        if not part:
            raise RuntimeError("a listener was sent away")
        if b"event:" in part or fd in self.told and self.told[fd] is None:
            self.told[fd] = time.perf_counter() if part.endswith(b"\n\n\r\n") else None
            self.name = re.search(rb"event:(\w+)", part) or self.name

    name = None

    def publication(self, publish):
        """Seconds until each of them was told."""
        self.told, began = {}, time.perf_counter()
        publish()
        while len(self.told) < len(self.open) or None in self.told.values():
            if time.perf_counter() - began > 60:
                raise RuntimeError(f"{len(self.open) - len(self.told)} of {len(self.open)} were not told within a minute")
            for fd, _ in self.epoll.poll(1):
                self.hear(fd)
        return sorted(at - began for at in self.told.values())

    def idle(self, seconds):
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            for fd, _ in self.epoll.poll(left):
                self.hear(fd)

    def leave(self):
        for sock in self.open.values():
            sock.close()
        self.epoll.close()


class Peer:
    """The server of Node.js."""

    def __init__(self, folder):
        script = os.path.join(folder, "peer.js")
        with open(script, "w") as file:
            file.write(NODE)
        self.child = subprocess.Popen(["node", script], stdout=subprocess.PIPE)
        self.port = int(self.child.stdout.readline())

    memory, cpu, stop, _end = Server.memory, Server.cpu, Server.stop, Server._end


class Psql:
    """A connection that publishes: the rows that the program writes, and its bell."""

    def __init__(self, url):
        self.child = subprocess.Popen(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, sql):
        self.child.stdin.write(sql + ";\nSELECT 'done';\n")
        self.child.stdin.flush()
        while (line := self.child.stdout.readline()) != "done\n":
            if not line:
                raise RuntimeError("psql ended: the tables are not those that this part knows")

    def stop(self):
        self.child.stdin.close()
        self.child.wait(10)


SESSION = f"""
INSERT INTO panels (org_id, panel, theme, intro, opening, closing, kinds, starts, days, state, ended)
  VALUES ('\\x{ORG}', '\\x{PANEL}', 'Filmé en classe', '', '', '', '', 0, 7, 'open', NULL);
INSERT INTO panel_questions (org_id, question, panel, place, asked, changed, code, same, ct, alias, pseudonym, body, kind, profession, level, state, joined, taken, mail, lease, tries)
  VALUES ('\\x{ORG}', '\\x{QUESTION}', '\\x{PANEL}', 1, 0, 0, '\\x{"01" * 32}', '\\x{"02" * 32}', '', 'lou', 'Lou', '{"Un élève a filmé mon cours et l’a publié. Que puis-je demander ? " * 14}', '', '', '', 'published', NULL, NULL, 0, 0, 0)
"""
PUBLISH = f"""
BEGIN;
WITH next AS (INSERT INTO panel_counter (org_id, seq) VALUES ('\\x{ORG}', 1)
    ON CONFLICT (org_id) DO UPDATE SET seq = panel_counter.seq + 1 RETURNING seq)
  INSERT INTO panel_events (org_id, seq, panel, question) SELECT '\\x{ORG}', seq, '\\x{PANEL}', '\\x{QUESTION}' FROM next;
SELECT pg_notify('preau_bell', 'panels');
COMMIT
"""


def share(times, part):
    return times[min(len(times) - 1, int(len(times) * part))]


def measured(crowd, servers, publish, rounds, settle):
    """What it costs and how long it takes, for servers that already have their listeners."""
    crowd.publication(publish)  # what is made once is made
    cpu = sum(server.cpu() for server in servers)
    every, last = [], []
    for _ in range(rounds):
        times = crowd.publication(publish)
        every += times
        last.append(times[-1])
        crowd.idle(0.2)
    spent = sum(server.cpu() for server in servers) - cpu
    held = memory(servers)
    cpu = sum(server.cpu() for server in servers)
    crowd.idle(settle)
    resting = (sum(server.cpu() for server in servers) - cpu) / settle
    return sorted(every), sorted(last), spent / rounds, held, resting


def memory(servers):
    """Resident, and what of it is in no file: the program's own text is read in as it is used, by one listener or by all."""
    return tuple(sum(server.memory(name) for server in servers) for name in ("rss", "anon"))


def tell(bench, what, found, count, before, command):
    every, last, spent, held, resting = found
    each, own = ((after - first) / count for after, first in zip(held, before))
    bench.row(f"memory for each listener, {what}", f"{each:.1f} KiB", "≤ 20 KiB", each <= 20, command, f"{count} listeners; {own:.1f} KiB of it in no file; resident {machine.mib(before[0])} before, {machine.mib(held[0])} after {len(last)} publications")
    bench.row(f"publication to the last listener, {what}", f"p50 {share(last, 0.5) * 1e3:.0f} ms", "p99 ≤ 1 s", share(last, 0.99) <= 1, command, f"p99 {share(last, 0.99) * 1e3:.0f} ms; any listener p50 {share(every, 0.5) * 1e3:.0f}, p99 {share(every, 0.99) * 1e3:.0f} ms; {len(last)} publications, the client on the same cores")
    bench.row(f"processor of a publication, {what}", f"{spent * 1e3:.0f} ms", "", None, command, f"all heartbeats between them: {resting * 100:.1f} % of a core")


def live(bench):
    count = int(os.environ.get("BENCH_LISTENERS", "20000"))
    rounds, settle = (10, 10) if bench.quick else (50, 40)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    room = hard - min(1024, hard // 4)  # what the program allows itself (questions::live::room)
    nodes = math.ceil(count / room)
    if count > hard - 200:
        bench.row("listeners that this machine lets one client have", str(hard - 200), detail=f"{count} were asked for; raise the hard limit of open files (ulimit -Hn)")
        count, nodes = hard - 200, math.ceil((hard - 200) / room)
    command = f"BENCH_LISTENERS={count} bench/run --only live"
    postgres = Postgres(bench.path("pg"))
    bench.running.append(postgres)
    servers = [bench.server("live0", postgres.url)]
    for n in range(1, nodes):
        os.mkdir(bench.path(f"live{n}"), 0o700)
        shutil.copytree(bench.path("live0/secrets"), bench.path(f"live{n}/secrets"))  # nodes of one instance share them
        servers.append(bench.server(f"live{n}", postgres.url))
    crowd, psql = Crowd(), Psql(postgres.url)
    try:
        psql.run(SESSION)
        path = f"/direct/{PANEL}/fr"
        for server in servers:
            crowd.come(server.port, path, 1)  # what the first one makes is not the others'
        crowd.publication(lambda: psql.run(PUBLISH))
        before, began = memory(servers), time.perf_counter()
        for n, server in enumerate(servers):
            crowd.come(server.port, path, count // nodes - 1 + (count % nodes if n == 0 else 0))
        seconds = time.perf_counter() - began
        what = "one node" if nodes == 1 else f"{nodes} nodes"
        found = measured(crowd, servers, lambda: psql.run(PUBLISH), rounds, settle)
        tell(bench, f"preau, {what}", found, len(crowd.open), before, command)
        name = crowd.name[1].decode() if crowd.name else "?"
        bench.row(f"listeners that came, preau, {what}", f"{len(crowd.open) / seconds:.0f}/s", detail=f"{len(crowd.open)} welcomed, {crowd.refused} refused; they were told `{name}`")
        began = time.perf_counter()
        for server in servers:
            server.child.terminate()
        for server in servers:
            server.stop()
        bench.row(f"stop with {len(crowd.open)} listeners", f"{time.perf_counter() - began:.2f} s", "≤ 10 s", time.perf_counter() - began <= 10, "SIGTERM")
    finally:
        crowd.leave()
        psql.stop()
        postgres.stop()
    peer(bench, count, rounds, settle, command)


def peer(bench, count, rounds, settle, command):
    if not shutil.which("node"):
        bench.row("peer: Node.js", "not installed here")
        return
    server, crowd = Peer(bench.folder), Crowd()
    bench.running.append(server)
    count = min(count, resource.getrlimit(resource.RLIMIT_NOFILE)[1] - 200)
    body = f"id:1\nevent:question\ndata: {FRAGMENT}\n\n".encode()

    def publish():
        with socket.create_connection(("127.0.0.1", server.port)) as sock:
            sock.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    try:
        crowd.come(server.port, "/", 1)
        crowd.publication(publish)
        before = memory([server])
        crowd.come(server.port, "/", count - 1)
        found = measured(crowd, [server], publish, rounds, settle)
        tell(bench, f"peer: Node.js {machine.said('node', '--version')}, http, a set of responses", found, len(crowd.open), before, command)
    finally:
        crowd.leave()
        server.stop()


def main():
    import measure

    asked = argparse.ArgumentParser()
    asked.add_argument("--bin", required=True)
    asked.add_argument("--listeners", default="20000")
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--folder", default=None)
    options = asked.parse_args()
    os.environ["BENCH_LISTENERS"] = options.listeners
    folder = tempfile.mkdtemp(prefix="preau-bench.", dir=options.folder)
    os.chmod(folder, 0o755)
    bench = measure.Bench(os.path.realpath(options.bin), options.quick, folder)
    try:
        live(bench)
        print("\n".join(bench.rows))
    finally:
        for process in bench.running:
            process.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
