"""Variant: asynchronous, with Python's streams: a task for each client, and the transport's own buffer for what waits."""

import argparse
import asyncio
import os
import re
import sys
import threading

LONGEST = 1024
MOST_WAITING = 2 << 20

members = {}


class Wrong(Exception):
    pass


def peer_of(writer):
    return "%s:%d" % writer.get_extra_info("peername")[:2]


async def next_line(reader):
    try:
        line = await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as end:
        line = end.partial
    except asyncio.LimitOverrunError:
        raise Wrong("a line is too long")
    if not line:
        return None
    line = line.removesuffix(b"\n").removesuffix(b"\r")
    if len(line) > LONGEST:
        raise Wrong("a line is too long")
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise Wrong("a line has to be UTF-8")


def put(writer, line):
    if writer.is_closing():
        return
    writer.write(line.encode())
    if writer.transport.get_write_buffer_size() > MOST_WAITING:
        writer.transport.abort()


def tell(line, but=None):
    for name, writer in members.items():
        if name != but:
            put(writer, line)


async def take_part(reader, writer, most):
    name = await next_line(reader)
    if name is None:
        return
    if not re.fullmatch("[A-Za-z0-9_-]{1,32}", name):
        raise Wrong("no such name can be")
    if len(members) >= most:
        raise Wrong("full")
    if name in members:
        raise Wrong("taken")
    put(writer, "* welcome %s: %s\n" % (name, ", ".join(sorted(members)) or "nobody yet"))
    tell("* %s joined\n" % name)
    members[name] = writer
    print("joined:", name, peer_of(writer), flush=True)
    peer = peer_of(writer)
    try:
        while (line := await next_line(reader)) is not None:
            tell("%s: %s\n" % (name, line), but=name)
            # A reader that always has something lets nobody else have a turn.
            await asyncio.sleep(0)
    finally:
        del members[name]
        tell("* %s left\n" % name)
        print("left:", name, peer, flush=True)


async def attend(reader, writer, most):
    try:
        await take_part(reader, writer, most)
    except Wrong as wrong:
        put(writer, "error: %s\n" % wrong)
    except OSError:
        pass
    try:
        writer.close()
        await writer.wait_closed()
    except OSError:
        pass


async def serve(options):
    async def client(reader, writer):
        await attend(reader, writer, options.max_clients)

    server = await asyncio.start_server(client, options.host, options.port, limit=LONGEST + 1, backlog=128)
    print("listening on %s:%d" % server.sockets[0].getsockname()[:2], flush=True)
    await server.serve_forever()


def shown(line):
    line = line.removesuffix(b"\n").decode(errors="backslashreplace")
    return "".join(c if ord(c) >= 32 and not 127 <= ord(c) < 160 else "\\u{%x}" % ord(c) for c in line)


async def join(options):
    reader, writer = await asyncio.open_connection(options.host, options.port)
    writer.write(options.name.encode() + b"\n")
    first = await reader.readline()
    if not first or first.startswith(b"error: "):
        raise OSError(shown(first) or "no welcome")
    print(shown(first), flush=True)
    loop = asyncio.get_running_loop()
    left = False

    def leave():
        nonlocal left
        left = True
        writer.write_eof()

    def keyboard():
        for line in sys.stdin.buffer:
            loop.call_soon_threadsafe(writer.write, line)
        loop.call_soon_threadsafe(leave)

    threading.Thread(target=keyboard, daemon=True).start()
    while line := await reader.readline():
        print(shown(line), flush=True)
    if not left:
        raise OSError("the server is gone")


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    for run in [serve, join]:
        command = commands.add_parser(run.__name__)
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=6000)
        command.set_defaults(run=run)
        if run is serve:
            command.add_argument("--max-clients", type=int, default=64)
        else:
            command.add_argument("name")
    options = parser.parse_args()
    status = 0
    try:
        asyncio.run(options.run(options))
    except OSError as error:
        print("error: chat: %s" % error, file=sys.stderr, flush=True)
        status = 1
    sys.stdout.flush()
    # The thread that reads the keyboard may still be in its read.
    os._exit(status)


main()
