"""Variant: Python, plain blocking calls, and an alarm that interrupts them all when the time is over."""

import argparse
import os
import signal
import socket
import sys


def over(*_):
    raise TimeoutError("the time is over")


def seconds(text):
    return float(text)


parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=5000)
parser.add_argument("--timeout", type=seconds, default=10.0)
parser.add_argument("message")
arguments = parser.parse_args()
if not arguments.message:
    parser.error("MESSAGE is empty")

message = os.fsencode(arguments.message)
signal.signal(signal.SIGALRM, over)
signal.setitimer(signal.ITIMER_REAL, arguments.timeout)
try:
    errors = []
    for family, kind, protocol, _, address in socket.getaddrinfo(arguments.host, arguments.port, 0, socket.SOCK_STREAM):
        connection = socket.socket(family, kind, protocol)
        try:
            connection.connect(address)
            break
        except OSError as error:
            errors.append(f"{address[0]}: {error.strerror or error}")
            connection.close()
    else:
        raise ConnectionError("; ".join(errors))
    # It waits for what is still on its way when it closes, but no longer than two seconds: a polite linger.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\2\0\0\0")
    connection.sendall(message)
    connection.shutdown(socket.SHUT_WR)
    received = bytearray(len(message))
    view = memoryview(received)
    while view:
        count = connection.recv_into(view[:777])
        if count == 0:
            raise EOFError(f"{len(message) - len(view)} bytes instead of {len(message)}, and the server is gone")
        view = view[count:]
    if received != message:
        first = next(place for place, byte in enumerate(message) if byte != received[place])
        raise ValueError(f"the echo is not the message: look at byte {first}")
    connection.close()
except (OSError, EOFError, ValueError) as error:
    sys.exit(f"error: exchange with {arguments.host}: {error}")
finally:
    signal.setitimer(signal.ITIMER_REAL, 0)

os.write(1, b"echo: ")
rest = bytes(received) + b"\n"
while rest:
    rest = rest[os.write(1, rest) :]
