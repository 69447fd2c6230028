"""Variant: Python's asyncio: one thread, and a coroutine for each client."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes

LONGEST_HEAD = 8192
KINDS = {
    ".html": "text/html", ".css": "text/css", ".js": "application/javascript", ".json": "application/json",
    ".txt": "text/plain", ".png": "image/png", ".svg": "image/svg+xml",
}
WORDS = {
    200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
    411: "Length Required", 431: "Too Large", 503: "Busy", 505: "Version Not Supported",
}


class Refused(Exception):
    def __init__(self, status, line=""):
        self.status, self.line = status, line


def count(text):
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def seconds(text):
    number = float(text)
    if not 0 <= number < 1e9:
        raise ValueError
    return number


def port(text):
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError
    return number


def parse(head):
    line, *headers = head.decode("utf-8", "surrogateescape").split("\r\n")
    words = line.split(" ")
    if len(words) != 3 or not words[0] or not words[2].startswith("HTTP/"):
        raise Refused(400, line)
    method, target, version = words
    if version not in ("HTTP/1.0", "HTTP/1.1"):
        raise Refused(505, line)
    found = {}
    for header in headers:
        name, colon, value = header.partition(":")
        if not colon or not name or name != name.strip() or " " in name:
            raise Refused(400, line)
        found.setdefault(name.lower(), []).append(value.strip(" \t"))
    if version == "HTTP/1.1" and "host" not in found:
        raise Refused(400, line)
    if "transfer-encoding" in found:
        raise Refused(411, line)
    lengths = set(found.get("content-length", ["0"]))
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdigit()):
        raise Refused(400, line)
    words = ",".join(found.get("connection", [])).lower().split(",")
    is_last = version == "HTTP/1.0" or "close" in [word.strip() for word in words]
    return line, method, target, int(length), is_last


def find(root, target):
    path = unquote_to_bytes(target.partition("?")[0].encode("utf-8", "surrogateescape"))
    parts = (path[1:] or b"index.html").split(b"/")
    if path[:1] != b"/" or b"\0" in path or b"\\" in path or any(part in (b"", b".", b"..") for part in parts):
        return None
    try:
        file = root.joinpath(*(part.decode() for part in parts))
        return file if file.is_file() else None
    except (UnicodeDecodeError, OSError):
        return None


class Server:
    def __init__(self, options):
        self.options = options
        self.seats = asyncio.Semaphore(options.max_connections)
        self.stopping = asyncio.Event()
        self.tasks = set()

    async def answer(self, writer, line, status, file=None, has_body=True, is_last=False):
        size = file.stat().st_size if file else len(WORDS[status]) + 1
        kind = KINDS.get(file.suffix, "application/octet-stream") if file else "text/plain"
        head = f"HTTP/1.1 {status} {WORDS[status]}\r\nserver: python\r\ncontent-length: {size}\r\ncontent-type: {kind}\r\n"
        if status == 405:
            head += "allow: HEAD,GET\r\n"
        if is_last:
            head += "connection: close\r\n"
        writer.write(head.encode() + b"\r\n")
        if has_body and file:
            with file.open("rb") as opened:
                while piece := opened.read(1 << 16):
                    writer.write(piece)
                    await writer.drain()
        elif has_body:
            writer.write(WORDS[status].encode() + b"\n")
        await writer.drain()
        host, number = writer.get_extra_info("peername")[:2]
        shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in line)
        print(f'{host}:{number} "{shown}" {status} {size if has_body else 0}', flush=True)

    async def head(self, reader):
        first = await asyncio.wait_for(reader.read(1), self.options.idle_timeout)
        if not first:
            return None
        try:
            rest = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self.options.header_timeout)
        except asyncio.TimeoutError:
            raise Refused(408)
        except asyncio.IncompleteReadError:
            return None
        except asyncio.LimitOverrunError:
            raise Refused(431)
        if len(rest) >= LONGEST_HEAD:
            raise Refused(431)
        return first + rest[:-4]

    async def talk(self, reader, writer):
        while True:
            waits = asyncio.ensure_future(self.head(reader))
            stops = asyncio.ensure_future(self.stopping.wait())
            await asyncio.wait([waits, stops], return_when=asyncio.FIRST_COMPLETED)
            stops.cancel()
            if not waits.done():
                waits.cancel()
                return
            try:
                head = waits.result()
                if head is None:
                    return
                line, method, target, length, is_last = parse(head)
            except asyncio.TimeoutError:
                return
            except Refused as refused:
                await self.answer(writer, refused.line, refused.status, is_last=True)
                return
            if method in ("GET", "HEAD"):
                file = find(self.options.root, target)
                await self.answer(writer, line, 200 if file else 404, file, method == "GET", is_last)
            else:
                await self.answer(writer, line, 405, is_last=is_last)
            if is_last:
                return
            while length:
                piece = await reader.read(min(length, 1 << 16))
                if not piece:
                    return
                length -= len(piece)

    async def serve(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        try:
            if self.seats.locked():
                await self.answer(writer, "", 503, is_last=True)
            else:
                async with self.seats:
                    await self.talk(reader, writer)
            writer.close()
            # What has been written is not sent yet.
            await writer.wait_closed()
        except (ConnectionError, OSError) as error:
            print(f"gone: {error}", file=sys.stderr)
        finally:
            self.tasks.discard(task)
            if not writer.is_closing():
                writer.transport.abort()


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=port, default=8080)
    options.add_argument("--max-connections", type=count, default=100)
    options.add_argument("--header-timeout", type=seconds, default=10)
    options.add_argument("--idle-timeout", type=seconds, default=5)
    options.add_argument("root", type=Path)
    options = options.parse_args()
    if not options.root.is_dir():
        sys.exit(f"error: cannot read {options.root}: no folder is there")
    server = Server(options)
    asked = 0

    def stop():
        nonlocal asked
        asked += 1
        listener.close()
        server.stopping.set()
        if asked > 1:
            for task in list(server.tasks):
                task.cancel()

    try:
        listener = await asyncio.start_server(
            server.serve, options.host, options.port, limit=LONGEST_HEAD, backlog=100, reuse_address=True)
    except OSError as error:
        sys.exit(f"error: cannot listen on {options.host}:{options.port}: {error.strerror}")
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    host, number = listener.sockets[0].getsockname()[:2]
    print(f"listening on {host}:{number}", flush=True)
    await server.stopping.wait()
    while server.tasks:
        await asyncio.wait(list(server.tasks))


asyncio.run(main())
