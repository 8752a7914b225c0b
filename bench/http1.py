"""A small HTTP/1.1 client that one thread can drive for many visitors at once.

Visitors are generators: they yield a request and receive its answer, or yield a time and go on then. One
thread with epoll costs about a tenth of a millisecond a request, so the client does not hide the server.
"""

import heapq
import os
import re
import selectors
import socket
import time
import zlib
from collections import deque
from html import unescape
from urllib.parse import urlencode

PATIENCE = 60.0  # seconds that one answer may take
BOUNDARY = "preau-bench-7d1f0c"


class Answer:
    """A whole answer: `wire` counts its body's bytes as sent, `total` adds the head's."""

    def __init__(self, status, headers, body, total, seconds):
        self.status, self.headers, self.wire, self.total, self.seconds = status, headers, len(body), total, seconds
        coding = dict(headers).get("content-encoding", "")
        self.body = zlib.decompress(body, 31) if coding == "gzip" and body else body

    def header(self, name):
        return next((value for key, value in self.headers if key == name), "")

    def hidden(self, action):
        """The two proofs of the form that is posted to `action`."""
        found = re.search(
            r'<form[^>]*action="%s"[^>]*>\s*<input type="hidden" name="csrf" value="([^"]*)">'
            r'\s*<input type="hidden" name="nonce" value="([^"]*)">' % re.escape(action),
            self.body.decode(),
        )
        if not found:
            raise Refused(f"status {self.status}, no form posted to {action}")
        return [("csrf", unescape(found[1])), ("nonce", unescape(found[2]))]


class Refused(Exception):
    """An answer that is not the one of a request done."""


class Exchange:
    """One request under way: what is left to send, what has come."""

    def __init__(self, sock, parts):
        self.sock, self.out = sock, deque(parts)
        self.got, self.head, self.headers, self.body, self.at = bytearray(), None, None, bytearray(), 0
        self.began = time.perf_counter()

    def send(self):
        """Sends what the socket takes; true when all is sent. A part is bytes, or (file, offset, size)."""
        while self.out:
            part = self.out[0]
            try:
                if isinstance(part, tuple):
                    file, offset, size = part
                    sent = os.sendfile(self.sock.fileno(), file.fileno(), offset, min(size, 1 << 20))
                    rest = (file, offset + sent, size - sent) if sent < size else None
                else:
                    sent = self.sock.send(part)
                    rest = memoryview(part)[sent:] if sent < len(part) else None
            except BlockingIOError:
                return False
            if rest is None:
                self.out.popleft()
            else:
                self.out[0] = rest
        return True

    def receive(self):
        """Reads what has come; the answer once it is whole."""
        while True:
            try:
                data = self.sock.recv(1 << 18)
            except BlockingIOError:
                return None
            if not data:
                raise ConnectionError("the server closed the connection")
            self.got += data
            if self._whole():
                return Answer(self.status, self.headers, bytes(self.body), len(self.got), time.perf_counter() - self.began)

    def _whole(self):
        if self.head is None:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return False
            lines = self.got[:end].decode("latin-1").split("\r\n")
            self.status = int(lines[0].split(" ")[1])
            self.headers = [(key.lower(), value.strip()) for key, _, value in (line.partition(":") for line in lines[1:])]
            self.head, self.at = dict(self.headers), end + 4
        if self.head.get("transfer-encoding") != "chunked":
            size = int(self.head.get("content-length", 0))
            if len(self.got) < self.at + size:
                return False
            self.body = self.got[self.at : self.at + size]
            return True
        while True:
            line = self.got.find(b"\r\n", self.at)
            if line < 0:
                return False
            size = int(self.got[self.at : line], 16)
            if len(self.got) < line + 2 + size + 2:
                return False
            self.body += self.got[line + 2 : line + 2 + size]
            self.at = line + 2 + size + 2
            if size == 0:
                return True


class Visitor:
    """One browser with its cookies. Every method is a generator for `drive`."""

    def __init__(self, port, cookies=None, bearer=None):
        self.port, self.cookies, self.bearer, self.sock = port, dict(cookies or {}), bearer, None

    def get(self, path, coding="gzip"):
        return (yield from self._ask("GET", path, {"Accept-Encoding": coding}, []))

    def form(self, path, action=None):
        """Asks for a page and gives the proofs of its form."""
        return (yield from self.get(path)).hidden(action or path)

    def post(self, path, fields):
        body = urlencode(fields).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return (yield from self._ask("POST", path, kind, [body]))

    def upload(self, path, hidden, name, content):
        """Posts one file in the field `files`, the proofs first, as a browser does. Content: bytes or (file, 0, size)."""
        head = "".join(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in hidden)
        head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return (yield from self._ask("POST", path, kind, [head.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()]))

    def close(self):
        if self.sock:
            self.sock.close()
            self.sock = None

    def _ask(self, method, path, headers, parts):
        if self.sock is None:
            self.sock = socket.create_connection(("127.0.0.1", self.port), timeout=10)
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sock.setblocking(False)
        size = sum(part[2] if isinstance(part, tuple) else len(part) for part in parts)
        lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{self.port}"]
        if method == "POST":
            lines += [f"Content-Length: {size}", "Sec-Fetch-Site: same-origin"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{key}={value}" for key, value in self.cookies.items()))
        if self.bearer:
            lines.append(f"Authorization: Bearer {self.bearer}")
        lines += [f"{key}: {value}" for key, value in headers.items()]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        # One packet where it is small, as browsers do.
        first = [head + parts[0], *parts[1:]] if parts and not isinstance(parts[0], tuple) else [head, *parts]
        try:
            answer = yield Exchange(self.sock, first)
        except BaseException:
            self.close()
            raise
        for key, value in answer.headers:
            if key == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.split(";")[0]
            if key == "connection" and value.lower() == "close":
                self.close()
        return answer


def drive(tasks):
    """Runs the generators side by side to their ends; gives what each returned, in order."""
    selector, sleeping, under_way = selectors.DefaultSelector(), [], {}
    results, tasks = [None] * len(tasks), list(tasks)

    def advance(n, value=None, error=None):
        while True:
            try:
                asked = tasks[n].throw(error) if error else tasks[n].send(value)
            except StopIteration as end:
                results[n] = end.value
                return
            if isinstance(asked, float):
                heapq.heappush(sleeping, (asked, n))
                return
            try:
                asked.began = time.perf_counter()
                events = selectors.EVENT_READ | (0 if asked.send() else selectors.EVENT_WRITE)
                selector.register(asked.sock, events, (n, asked))
                under_way[n] = asked
                return
            except OSError as trouble:
                value, error = None, trouble

    def finished(n, exchange, answer=None, error=None):
        selector.unregister(exchange.sock)
        del under_way[n]
        advance(n, answer, error)

    for n in range(len(tasks)):
        advance(n)
    looked = time.perf_counter()
    try:
        while under_way or sleeping:
            now = time.perf_counter()
            while sleeping and sleeping[0][0] <= now:
                advance(heapq.heappop(sleeping)[1])
                now = time.perf_counter()
            wait = min(max(sleeping[0][0] - now, 0), 1.0) if sleeping else 1.0
            for key, events in selector.select(wait):
                n, exchange = key.data
                try:
                    if events & selectors.EVENT_WRITE and exchange.send():
                        selector.modify(exchange.sock, selectors.EVENT_READ, key.data)
                    answer = exchange.receive() if events & selectors.EVENT_READ else None
                except OSError as trouble:
                    finished(n, exchange, error=trouble)
                    continue
                if answer:
                    finished(n, exchange, answer)
            if now - looked > 1:
                looked = now
                for n, exchange in list(under_way.items()):
                    if now - exchange.began > PATIENCE:
                        finished(n, exchange, error=TimeoutError(f"no answer after {PATIENCE:.0f} s"))
    finally:
        selector.close()
        for task in tasks:
            task.close()
    return results


def one(task):
    """Runs one generator to its end."""
    return drive([task])[0]
