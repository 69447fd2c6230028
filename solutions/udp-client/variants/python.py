"""Variant: Python, as in the notes: a socket that is not connected, sendto and recvfrom, and settimeout."""

import argparse
import socket
import sys
import time

parser = argparse.ArgumentParser(description="Sends pings over UDP, and measures how long the answers take")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=12000)
parser.add_argument("--count", type=int, default=10)
parser.add_argument("--timeout", type=float, default=1)
parser.add_argument("--interval", type=float, default=1)
arguments = parser.parse_args()

try:
    server = (socket.gethostbyname(arguments.host), arguments.port)
except OSError as error:
    sys.exit(f"error: cannot find {arguments.host}: {error}")
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def ping(n):
    """The round-trip time in seconds, or None if the ping is lost."""
    start = time.perf_counter()
    s.sendto(f"ping {n}".encode(), server)
    while (left := start + arguments.timeout - time.perf_counter()) > 0:
        s.settimeout(left)
        try:
            data, address = s.recvfrom(2048)
        except socket.timeout:
            break
        if address == server and data == f"PING {n}".encode():
            return time.perf_counter() - start
    return None


rtts = []
for n in range(1, arguments.count + 1):
    if n > 1:
        time.sleep(arguments.interval)
    rtt = ping(n)
    if rtt is None:
        print(f"ping {n} lost: no reply within {arguments.timeout} s", flush=True)
    else:
        print(f"PING {n} from {server[0]}:{server[1]}: rtt={rtt * 1000:.2f} ms", flush=True)
        rtts.append(rtt * 1000)

print(f"{arguments.count} sent, {len(rtts)} received, {100 - 100 * len(rtts) / arguments.count:g}% lost")
if not rtts:
    sys.exit("error: no answer came")
print(f"rtt min/avg/max = {min(rtts):.2f}/{sum(rtts) / len(rtts):.2f}/{max(rtts):.2f} ms")
