"""Variant: Python's selectors: one socket that does not block, written and read as the system allows it.

It tells on stderr what has come so far, however much that is.
"""

import argparse
import errno
import os
import selectors
import socket
import sys
import time


class Failed(Exception):
    pass


def connect(host, port, deadline):
    why = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        client = socket.socket(family, kind, protocol)
        client.setblocking(False)
        code = client.connect_ex(address)
        if code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
            with selectors.DefaultSelector() as selector:
                selector.register(client, selectors.EVENT_WRITE)
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise Failed("connecting takes too long")
            code = client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code == 0:
            return client
        why = os.strerror(code)
        client.close()
    raise Failed(f"connecting failed: {why}")


def exchange(client, message, deadline):
    echo, unsent = b"", message
    selector = selectors.DefaultSelector()
    selector.register(client, selectors.EVENT_READ | selectors.EVENT_WRITE)
    while len(echo) < len(message):
        left = deadline - time.monotonic()
        if left <= 0:
            raise Failed(f"time is over: {len(echo)} of {len(message)} bytes")
        for _, events in selector.select(min(left, 0.05)):
            if events & selectors.EVENT_WRITE:
                unsent = unsent[client.send(unsent[:1500]) :]
                if not unsent:
                    selector.modify(client, selectors.EVENT_READ)
            if events & selectors.EVENT_READ:
                piece = client.recv(min(100, len(message) - len(echo)))
                if not piece:
                    raise Failed(f"the server has gone: {len(echo)} of {len(message)} bytes")
                echo += piece
                print(f"so far: {echo}", file=sys.stderr)
    differing = [place for place in range(len(message)) if echo[place] != message[place]]
    if differing:
        raise Failed(f"{len(differing)} bytes differ, the first at offset {differing[0]}")
    return echo


parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=5000)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("message")
given = parser.parse_args()
if given.message == "":
    parser.error("the message is empty")
end = time.monotonic() + given.timeout
try:
    with connect(given.host, given.port, end) as connection:
        text = exchange(connection, os.fsencode(given.message), end)
except (Failed, OSError) as failure:
    print("selectors-loop: the exchange failed", file=sys.stderr)
    print(f"error: {failure}", file=sys.stderr)
    raise SystemExit(1) from None
with os.fdopen(1, "wb", buffering=0) as out:
    for byte in b"echo: " + text + b"\n" if len(text) < 100 else [b"echo: " + text + b"\n"]:
        out.write(byte if isinstance(byte, bytes) else bytes([byte]))
