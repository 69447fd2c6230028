"""Variant: a selector, and one byte at a time: a long line takes the server a second of work."""

import argparse
import selectors
import socket
import sys
import time

LONGEST = 64 * 1024


def serve(options):
    listener = socket.create_server((options.host, options.port))
    print("listening on %s:%d" % listener.getsockname()[:2], flush=True)
    ready = selectors.DefaultSelector()
    ready.register(listener, selectors.EVENT_READ)
    lines = {}
    while True:
        for key, _ in ready.select():
            if key.fileobj is listener:
                connection, _ = listener.accept()
                ready.register(connection, selectors.EVENT_READ)
                lines[connection] = b""
            elif not goes_on(key.fileobj, lines):
                ready.unregister(key.fileobj)
                key.fileobj.close()
                del lines[key.fileobj]


def goes_on(connection, lines):
    """Takes one more byte of a line, and answers the line when that is its last. Whether there may be more."""
    try:
        byte = connection.recv(1)
        # All of the line is copied for each byte of it.
        lines[connection] = lines[connection] + byte
        line = lines[connection]
        if line.endswith(b"\n") or not byte:
            lines[connection] = b""
            print(f"{connection.fileno()}: {line.decode().rstrip()!r}", flush=True)
            connection.sendall(line.decode().upper().encode())
        elif len(line) == LONGEST:
            raise ValueError("a line is too long")
        return bool(byte)
    except (OSError, ValueError) as error:
        print(f"{connection.fileno()}: {error}", file=sys.stderr, flush=True)
        return False


def ping(options):
    server = "%s:%d" % (options.host, options.port)
    connection = socket.create_connection((options.host, options.port))
    rest, rtts = b"", []
    for number in range(1, options.count + 1):
        if number > 1:
            time.sleep(options.interval)
        start = time.monotonic()
        try:
            connection.settimeout(options.timeout)
            connection.sendall(b"ping %d\n" % number)
            line = None
            while line != b"PING %d" % number:
                while b"\n" not in rest:
                    connection.settimeout(max(0.001, start + options.timeout - time.monotonic()))
                    data = connection.recv(2048)
                    if not data:
                        raise ConnectionError("the server closed the connection")
                    rest += data
                line, rest = rest.split(b"\n", 1)
            rtts.append((time.monotonic() - start) * 1000)
            print(f"PING {number} from {server}: rtt={rtts[-1]:.3f} ms", flush=True)
        except TimeoutError:
            print(f"ping {number} lost: no reply within {options.timeout} s", flush=True)
        except OSError as error:
            raise ConnectionError(f"{len(rtts)} of {options.count} answers came: {error}") from error
    lost = options.count - len(rtts)
    print(f"{options.count} sent, {len(rtts)} received, {100 * lost // options.count}% lost")
    if not rtts:
        sys.exit(1)
    print(f"rtt min/avg/max = {min(rtts):.3f}/{sum(rtts) / len(rtts):.3f}/{max(rtts):.3f} ms")


parser = argparse.ArgumentParser()
commands = parser.add_subparsers(required=True)
for name, function in (("server", serve), ("client", ping)):
    command = commands.add_parser(name)
    command.set_defaults(function=function)
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=int, default=12000)
    if function is ping:
        command.add_argument("--count", type=int, default=10)
        command.add_argument("--timeout", type=float, default=1.0)
        command.add_argument("--interval", type=float, default=1.0)
options = parser.parse_args()
try:
    options.function(options)
except OSError as error:
    sys.exit(f"error: {error}")
