"""Variant: a Python program with the same contract; a file made of the socket finds the lines."""

import argparse
import socket
import sys
import time

LONGEST = 64 * 1024


def serve(options):
    listener = socket.create_server((options.host, options.port))
    print("listening on %s:%d" % listener.getsockname()[:2], flush=True)
    while True:
        connection, peer = listener.accept()
        try:
            with connection, connection.makefile("rb") as lines:
                while line := lines.readline(LONGEST):
                    if len(line) == LONGEST and not line.endswith(b"\n"):
                        raise ValueError("a line is too long")
                    text = line.decode()
                    print(f"{peer[0]}:{peer[1]}: {text.rstrip()!r}", flush=True)
                    connection.sendall(text.upper().encode())
        except (OSError, ValueError) as error:
            print(f"{peer}: {error}", file=sys.stderr, flush=True)


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
