"""Variant: three worker processes that accept from one socket, as web servers once did, and a parent that waits for them."""

import argparse
import os
import signal
import socket
import sys
import time

WORKERS = 3


def work(server):
    while True:
        client, peer = server.accept()
        peer = "%s:%d" % peer
        # One write for each line: the workers share stdout.
        os.write(1, f"connected: {peer}\n".encode())
        try:
            while data := client.recv(65536):
                client.sendall(data)
            client.shutdown(socket.SHUT_WR)
        except OSError as error:
            os.write(2, f"{peer}: {error}\n".encode())
        client.close()
        os.write(1, f"closed: {peer}\n".encode())


def main():
    parser = argparse.ArgumentParser(description="Sends back every byte that a client sends")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000, choices=range(65536), metavar="PORT")
    arguments = parser.parse_args()
    os.write(2, b"starting\n")
    time.sleep(0.1)
    try:
        server = socket.create_server((arguments.host, arguments.port), backlog=2)
    except OSError as error:
        os.write(2, f"could not start\nerror: cannot listen on {arguments.host}:{arguments.port}: {error}\n".encode())
        sys.exit(1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.write(1, b"listening on %s:%d\n" % (server.getsockname()[0].encode(), server.getsockname()[1]))
    for _ in range(WORKERS):
        if os.fork() == 0:
            work(server)
    while True:
        os.wait()


main()
