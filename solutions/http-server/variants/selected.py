"""Variant: Python's selectors, with one thread for all clients, who are never waited for."""

import argparse
import os
import selectors
import signal
import socket
import sys
import time
from urllib.parse import unquote_to_bytes

WORDS = {200: "Here", 400: "Pardon", 403: "Not yours", 404: "Not here", 405: "Not so", 408: "Late", 411: "How long", 431: "Long",
         503: "Full", 505: "Which"}
KINDS = {".html": "Text/HTML", ".css": "text/css", ".js": "application/javascript", ".json": "application/json; charset=utf-8",
         ".txt": "text/plain", ".png": "image/png", ".svg": "image/svg+xml"}
LONGEST_HEAD = 9000
PIECE = 100_000
GOODBYE = 1


class Refused(Exception):
    pass


def read_head(head):
    """The first line, its three parts, how long the body is, and whether the answer is the last."""
    line, *headers = head.decode("latin-1").split("\r\n")
    words = line.split(" ")
    if len(words) != 3 or "" in words:
        raise Refused(line, 400)
    method, target, version = words
    if version not in ("HTTP/1.1", "HTTP/1.0"):
        raise Refused(line, 505 if version.startswith("HTTP/") else 400)
    values = {}
    for header in headers:
        name, colon, value = header.partition(":")
        if not colon or not name or name.strip() != name:
            raise Refused(line, 400)
        values.setdefault(name.lower(), []).append(value.strip(" \t"))
    lengths = set(values.get("content-length", ["0"]))
    if len(lengths) > 1 or not all(length.isdigit() for length in lengths):
        raise Refused(line, 400)
    if version == "HTTP/1.1" and "host" not in values:
        raise Refused(line, 400)
    if "transfer-encoding" in values:
        raise Refused(line, 411)
    options = [option.strip() for option in ",".join(values.get("connection", [])).lower().split(",")]
    return line, method, target, int(lengths.pop()), version == "HTTP/1.0" or "close" in options


def escaped(text):
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)


class Client:
    def __init__(self, server, conn, peer):
        self.server, self.conn, self.peer = server, conn, "%s:%d" % peer[:2]
        self.read, self.to_send, self.file, self.unread = b"", b"", None, 0
        self.is_last = self.says_goodbye = self.has_begun = False
        self.line, self.since = None, time.monotonic()
        server.selector.register(conn, selectors.EVENT_READ, self)

    def is_answered(self):
        return not self.to_send and not self.file

    def deadline(self):
        if not self.is_answered():
            return None
        if self.says_goodbye:
            return self.since + GOODBYE
        options = self.server.options
        return self.since + (options.header_timeout if self.has_begun or self.unread else options.idle_timeout)

    def is_late(self):
        if self.has_begun and not self.says_goodbye:
            self.is_last = True
            self.answer("", 408)
        else:
            self.close()

    def close(self):
        if self in self.server.clients:
            self.server.clients.remove(self)
            self.server.selector.unregister(self.conn)
            self.conn.close()
            if self.file:
                self.file.close()

    def answer(self, line, status, kind="text/plain", file=None, has_body=True):
        size = os.fstat(file.fileno()).st_size if file else 0
        head = [f"HTTP/1.1 {status} {WORDS[status]}", f"content-length:{size}", f"CONTENT-TYPE:\t{kind}"]
        if status == 405:
            head.append("Allow: HEAD, GET")
        if self.is_last:
            head.append("Connection: close")
        self.to_send = "\r\n".join([*head, "", ""]).encode()
        if file and not has_body:
            file.close()
            file, size = None, 0
        self.file = file
        self.line = f'{self.peer} "{escaped(line)}" {status} {size}'
        self.server.selector.modify(self.conn, selectors.EVENT_WRITE, self)
        self.write()

    def write(self):
        try:
            while not self.is_answered():
                if not self.to_send:
                    self.to_send = self.file.read(PIECE)
                if not self.to_send:
                    self.file.close()
                    self.file = None
                else:
                    self.to_send = self.to_send[self.conn.send(self.to_send):]
        except BlockingIOError:
            return
        except OSError:
            self.close()
            return
        print(self.line, flush=True)
        self.since, self.has_begun = time.monotonic(), False
        if self.server.is_stopping:
            self.close()
            return
        if self.is_last:
            self.says_goodbye = True
            self.conn.shutdown(socket.SHUT_WR)
        self.server.selector.modify(self.conn, selectors.EVENT_READ, self)
        self.go_on()

    def take(self):
        try:
            piece = self.conn.recv(1000)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self.close()
        elif not self.says_goodbye:
            self.read += piece
            self.go_on()

    def go_on(self):
        """Answers the next request, if its head is there and the one before has its answer."""
        if not self.is_answered() or self.says_goodbye or self not in self.server.clients:
            return
        passed = min(self.unread, len(self.read))
        self.unread, self.read = self.unread - passed, self.read[passed:]
        if self.unread or not self.read:
            return
        if not self.has_begun:
            self.has_begun, self.since = True, time.monotonic()
        head, end, rest = self.read.partition(b"\r\n\r\n")
        if len(head) > LONGEST_HEAD:
            self.is_last = True
            self.answer("", 431)
        elif end:
            self.read = rest
            self.attend(head)

    def attend(self, head):
        try:
            line, method, target, self.unread, self.is_last = read_head(head)
        except Refused as refused:
            self.is_last = True
            self.answer(*refused.args)
            return
        if method not in ("GET", "HEAD"):
            self.answer(line, 405)
            return
        status, path = self.find(target)
        kind = KINDS.get(os.path.splitext(os.fsdecode(path or ""))[1], "application/octet-stream")
        try:
            file = open(path, "rb") if path else None
        except OSError:
            status, file = 404, None
        self.answer(line, status, kind if file else "text/plain", file, method == "GET")

    def find(self, target):
        path = unquote_to_bytes(target.encode("latin-1").split(b"?")[0])
        if not path.startswith(b"/") or b"\0" in path or b"\\" in path:
            return 400, None
        parts = path[1:].split(b"/") if path != b"/" else [b"index.html"]
        if b".." in parts:
            return 403, None
        path = os.path.join(os.fsencode(self.server.options.root), *parts)
        if b"" in parts or b"." in parts or not os.path.isfile(path):
            return 404, None
        return 200, path


class Server:
    def __init__(self, options, listener):
        self.options, self.listener, self.clients, self.is_stopping = options, listener, [], False
        self.selector = selectors.DefaultSelector()
        # The number of a signal comes through this pair, and ends the sleep.
        self.woken, self.wakes = socket.socketpair()
        for end in (self.woken, self.wakes, listener):
            end.setblocking(False)
        signal.set_wakeup_fd(self.wakes.fileno())
        for asked in (signal.SIGINT, signal.SIGTERM):
            signal.signal(asked, lambda *_: None)
        self.selector.register(listener, selectors.EVENT_READ)
        self.selector.register(self.woken, selectors.EVENT_READ)

    def accept(self):
        try:
            conn, peer = self.listener.accept()
        except OSError:
            return
        conn.setblocking(False)
        client = Client(self, conn, peer)
        self.clients.append(client)
        if len(self.clients) > self.options.max_connections:
            client.is_last = True
            client.answer("", 503)

    def stop(self):
        for _ in self.woken.recv(16):
            if self.is_stopping:
                os._exit(3)
            self.is_stopping = True
        self.selector.unregister(self.listener)
        self.listener.close()
        for client in [client for client in self.clients if client.is_answered()]:
            client.close()

    def run(self):
        while not self.is_stopping or self.clients:
            deadlines = [deadline for client in self.clients if (deadline := client.deadline()) is not None]
            timeout = max(0, min(deadlines) - time.monotonic()) if deadlines else None
            for key, events in self.selector.select(timeout):
                if key.fileobj is self.woken:
                    self.stop()
                elif key.fileobj is self.listener:
                    # Who came with the news of the end comes too late.
                    if not self.is_stopping:
                        self.accept()
                elif key.data in self.clients:
                    key.data.write() if events & selectors.EVENT_WRITE else key.data.take()
            now = time.monotonic()
            for client in list(self.clients):
                deadline = client.deadline()
                if deadline is not None and deadline <= now:
                    client.is_late()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--max-connections", type=int, default=100)
    parser.add_argument("--header-timeout", type=float, default=10)
    parser.add_argument("--idle-timeout", type=float, default=5)
    parser.add_argument("root")
    options = parser.parse_args()
    times = (options.header_timeout, options.idle_timeout)
    if options.max_connections < 1 or min(times) < 0 or not 0 <= options.port < 65536:
        parser.error("a number is out of its range")
    if not os.path.isdir(options.root):
        sys.exit(f"error: cannot read {options.root}: it is not a folder")
    try:
        listener = socket.create_server((options.host, options.port), backlog=200)
    except OSError as error:
        sys.exit(f"error: cannot listen on {options.host}:{options.port}: {error.strerror}")
    server = Server(options, listener)
    print("listening on %s:%d" % listener.getsockname(), flush=True)
    server.run()


main()
