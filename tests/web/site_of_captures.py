"""A small web for captures: names, sites, and an eye on every packet. Only ever run inside `namespace`."""

import http.server
import os
import socket
import socketserver
import struct
import threading
import time

SITE, OTHER = "93.184.215.14", "151.101.1.140"
#: What the server of names answers: a list, or a list of lists of which each question takes the next.
NAMES = {
    "site-banc.fr": [SITE],
    "autre-banc.fr": [OTHER],
}
#: What the browser asks for by itself: answered, so that a suite sees it call.
OF_THE_BROWSER = (
    "update.googleapis.com",
    "clients2.google.com",
    "connectivitycheck.gstatic.com",
    "start.duckduckgo.com",
    "accounts.google.com",
    "www.google.com",
    "optimizationguide-pa.googleapis.com",
    "content-autofill.googleapis.com",
)
NAMES.update({name: [OTHER] for name in OF_THE_BROWSER})


def names():
    """Answers A and AAAA on 127.0.0.1:53."""
    door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    door.bind(("127.0.0.1", 53))
    asked = {}
    while True:
        question, who = door.recvfrom(512)
        at, labels = 12, []
        while question[at]:
            labels.append(question[at + 1 : at + 1 + question[at]].decode())
            at += question[at] + 1
        name = ".".join(labels).lower()
        kind = struct.unpack(">H", question[at + 1 : at + 3])[0]
        known = NAMES.get(name)
        if known and isinstance(known[0], list):
            turn = asked[name, kind] = asked.get((name, kind), -1) + 1
            known = known[min(turn, len(known) - 1)]
        family = socket.AF_INET6 if kind == 28 else socket.AF_INET
        answers = []
        for address in known or []:
            try:
                answers.append(socket.inet_pton(family, address))
            except OSError:
                pass
        code = 0 if known is not None else 3
        reply = question[:2] + bytes([0x81, 0x80 | code]) + struct.pack(">HHHH", 1, len(answers), 0, 0)
        reply += question[12 : at + 5]
        for raw in answers if kind in (1, 28) else []:
            reply += b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(raw)) + raw
        door.sendto(reply, who)


class Eye:
    """Counts packets by destination, seen on the only interface."""

    def __init__(self):
        self.seen = {}
        self.door = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.door.bind(("lo", 0))
        threading.Thread(target=self.look, daemon=True).start()

    def look(self):
        while True:
            frame = self.door.recv(65535)[14:]
            if not frame:
                continue
            if frame[0] >> 4 == 4:
                address = socket.inet_ntop(socket.AF_INET, frame[16:20])
            elif frame[0] >> 4 == 6:
                address = socket.inet_ntop(socket.AF_INET6, frame[24:40])
            else:
                continue
            self.seen[address] = self.seen.get(address, 0) + 1

    def strange(self):
        """Packets to anything but the sites and this machine."""
        time.sleep(0.2)
        own = ("127.0.0.1", "::1", SITE, OTHER)
        return {a: n for a, n in self.seen.items() if a not in own and not a.startswith("127.0.0.")}


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    pages = {}
    asked = []
    #: The address at which each request came.
    reached = []

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = self.path.split("?")[0]
        Page.asked.append((self.headers.get("Host", ""), self.path))
        Page.reached.append(self.connection.getsockname()[0])
        answer = Page.pages.get(path)
        if callable(answer):
            return answer(self)
        status, kind, body = answer or (404, "text/html", b"<p>Page introuvable")
        self.give(status, kind, body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def do_OPTIONS(self):
        Page.asked.append((self.headers.get("Host", ""), self.path))
        allow = {"Access_Control_Allow_Origin": "*", "Access_Control_Allow_Headers": "x-a"}
        self.give(204, "text/plain", b"", **allow)

    def give(self, status, kind, body, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
            self.close_connection |= name == "Connection" and value == "close"
        self.end_headers()
        self.wfile.write(body)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self, address, handler):
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, handler)

    request_queue_size = 128

    def handle_error(self, *_):
        """A browser that leaves is no error of the site."""


def redirect(to):
    return lambda page: page.give(302, "text/html", b"", Location=to)


def html(body, title="Page du banc"):
    text = f"<!doctype html><html lang=fr><meta charset=utf-8><title>{title}</title>{body}"
    return 200, "text/html; charset=utf-8", text.encode()


def start(extra=()):
    """Names, two sites on port 80, and the eye."""
    threading.Thread(target=names, daemon=True).start()
    for address in (SITE, OTHER, *extra):
        threading.Thread(target=Server((address, 80), Page).serve_forever, daemon=True).start()
    return Eye()


def noise(size):
    return os.urandom(size)
