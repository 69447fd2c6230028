"""Variant: processes that share one socket, started when the ready line has been printed; the first only waits for them."""

import argparse
import ctypes
import json
import os
import select
import signal
import socket
import sys
import time

WORKERS = 6


def serve(server):
    while True:
        select.select([server], [], [])
        try:
            payload, address = server.recvfrom(65535)
        except BlockingIOError:
            continue
        peer = "%s:%d" % address
        try:
            message = payload.decode()
            os.write(1, f"{peer}: {json.dumps(message, ensure_ascii=False)}\n".encode())
            server.sendto(message.upper().encode(), address)
        except (OSError, UnicodeDecodeError) as error:
            os.write(2, f"{peer}: not answered: {error}\n".encode())


def main():
    parser = argparse.ArgumentParser(description="Answers every datagram with its text in upper case")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12000)
    arguments = parser.parse_args()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        server.bind((arguments.host, arguments.port))
    except (OSError, OverflowError) as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
    server.setblocking(False)
    print("listening on %s:%d" % server.getsockname(), flush=True)
    for _ in range(WORKERS):
        if os.fork() == 0:
            if sys.platform == "linux":
                PR_SET_PDEATHSIG = 1
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            serve(server)
        time.sleep(0.01)
    os.wait()


main()
