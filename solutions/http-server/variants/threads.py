"""Variant: Python's socket, with a thread for each client."""

import argparse
import os
import select
import signal
import socket
import sys
import threading
import time
import urllib.parse

WORDS = {200: "OK", 400: "No", 404: "Nothing", 405: "Not so", 408: "Too slow", 414: "Too long", 501: "Not that", 505: "Too new"}
KINDS = {"html": "text/html;charset=utf-8", "css": "text/css", "js": "text/javascript", "json": "application/json",
         "txt": "text/plain; charset=UTF-8", "png": "image/png", "svg": "image/svg+xml"}


class Gone(Exception):
    pass


class Refused(Exception):
    pass


def number(kind, least, most):
    def read(text):
        value = kind(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value
    return read


class Client:
    def __init__(self, conn, peer, options, stopped):
        self.conn, self.peer, self.options, self.stopped, self.read = conn, peer, options, stopped, b""

    def more(self, until):
        """Reads what comes, unless the time is over, or the program is asked to end."""
        ready, _, _ = select.select([self.conn, self.stopped], [], [], max(0, until - time.monotonic()))
        if self.stopped in ready:
            raise Gone
        if not ready:
            raise TimeoutError
        piece = self.conn.recv(4096)
        if not piece:
            raise Gone
        self.read += piece

    def head(self):
        if not self.read:
            try:
                self.more(time.monotonic() + self.options.idle_timeout)
            except TimeoutError:
                raise Gone
        until = time.monotonic() + self.options.header_timeout
        while b"\r\n\r\n" not in self.read:
            if len(self.read) > 8192:
                raise Refused(414)
            try:
                self.more(until)
            except TimeoutError:
                raise Refused(408)
        head, _, self.read = self.read.partition(b"\r\n\r\n")
        if len(head) > 8192:
            raise Refused(414)
        return head.decode("latin-1").split("\r\n")

    def answer(self, line, status, file=None, body=True):
        path = file.name if file else ".txt"
        kind = KINDS.get(path.rpartition("/")[2].rpartition(".")[2], "application/octet-stream") if file else "text/plain"
        size = os.fstat(file.fileno()).st_size if file else 0
        head = [f"HTTP/1.1 {status} {WORDS[status]}", f"Content-Type: {kind}", f"Content-Length: {size}", "Allow: GET,\tHEAD"]
        self.conn.sendall("\r\n".join(head + ["", ""]).encode())
        if file and body:
            self.conn.sendfile(file)
        host, port = self.peer
        shown = line.encode("unicode_escape").decode() if not line.isprintable() else line
        print(f'{host}:{port} "{shown}" {status} {size if body else 0}\n', end="", flush=True)

    def file(self, target):
        name = urllib.parse.unquote(target.split("?")[0].encode("latin-1").decode("utf-8", "replace"), errors="replace")
        path = os.path.realpath(os.path.join(self.options.root, "." + ("/index.html" if name == "/" else name)))
        if not name.startswith("/") or os.path.commonpath([path, self.options.root]) != self.options.root:
            return None
        return None if name.endswith("/") and name != "/" or not os.path.isfile(path) else open(path, "rb")

    def talk(self):
        line = ""
        try:
            while True:
                line = ""
                line, *headers = self.head()
                words = line.split(" ")
                if len(words) != 3 or not words[2].startswith("HTTP/"):
                    raise Refused(400)
                method, target, version = words
                if version not in ("HTTP/1.0", "HTTP/1.1"):
                    raise Refused(505)
                length, closes, host = None, version == "HTTP/1.0", version == "HTTP/1.0"
                for header in headers:
                    name, colon, value = header.partition(":")
                    name, value = name.lower(), value.strip(" \t")
                    if not colon or not name or name.strip() != name:
                        raise Refused(400)
                    if name == "transfer-encoding":
                        raise Refused(501)
                    if name == "content-length":
                        if not value.isdigit() or length not in (None, int(value)):
                            raise Refused(400)
                        length = int(value)
                    host = host or name == "host"
                    closes = closes or name == "connection" and "close" in value.lower().replace(" ", "").split(",")
                if not host:
                    raise Refused(400)
                length = length or 0
                while length and method in ("GET", "HEAD"):
                    # A body that nobody wants comes before the answer here.
                    if not self.read:
                        self.more(time.monotonic() + self.options.header_timeout)
                    taken = min(length, len(self.read))
                    self.read, length = self.read[taken:], length - taken
                if method in ("GET", "HEAD"):
                    try:
                        file = self.file(target)
                    except (OSError, ValueError):
                        file = None
                    self.answer(line, 200 if file else 404, file, method == "GET")
                    if file:
                        file.close()
                else:
                    self.answer(line, 405)
                if closes or length:
                    return
        except Refused as refused:
            self.answer(line, refused.args[0])

    def serve(self):
        try:
            self.talk()
        except (Gone, OSError):
            pass
        finally:
            self.conn.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=number(int, 0, 65535), default=8080)
    parser.add_argument("--max-connections", type=number(int, 1, 1 << 20), default=100)
    parser.add_argument("--header-timeout", type=number(float, 0, 1e8), default=10)
    parser.add_argument("--idle-timeout", type=number(float, 0, 1e8), default=5)
    parser.add_argument("root")
    options = parser.parse_args()
    if not os.path.isdir(options.root):
        sys.exit(f"error: cannot read {options.root}: no such folder")
    options.root = os.path.realpath(options.root)
    try:
        listener = socket.create_server((options.host, options.port), backlog=128)
    except OSError as error:
        sys.exit(f"error: cannot listen on {options.host}:{options.port}: {error.strerror}")
    listener.setblocking(False)
    # Who waits for several sockets waits for this too: it ends when the program is asked to.
    stopped, stop = socket.socketpair()
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno())
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: None)
    host, port = listener.getsockname()
    print(f"listening on {host}:{port}", flush=True)
    free = threading.Semaphore(options.max_connections)
    left, leaves = socket.socketpair()
    clients = []

    def serve(client):
        client.serve()
        free.release()
        leaves.send(b".")

    while True:
        has_room = free.acquire(blocking=False)
        if has_room:
            free.release()
        ready, _, _ = select.select([woken, left] + ([listener] if has_room else []), [], [])
        if woken in ready:
            woken.recv(1)
            break
        if left in ready:
            left.recv(4096)
            clients = [thread for thread in clients if thread.is_alive()]
        if listener in ready:
            try:
                conn, peer = listener.accept()
            except OSError:
                continue
            free.acquire()
            conn.setblocking(True)
            thread = threading.Thread(target=serve, args=[Client(conn, peer, options, stopped)], daemon=True)
            thread.start()
            clients.append(thread)
    listener.close()
    stop.close()
    while any(thread.is_alive() for thread in clients):
        ready, _, _ = select.select([woken, left], [], [])
        if woken in ready:
            os._exit(1)
        left.recv(1)
        for thread in clients:
            thread.join(0.01)


main()
