"""Variant: the notes' own program, in Python."""

import argparse
import socket
import sys


def main():
    parser = argparse.ArgumentParser(description="Sends back every byte that a client sends")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    arguments = parser.parse_args()

    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((arguments.host, arguments.port))
        server.listen()
    except OSError as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error.strerror}")
    # To a pipe, Python prints when much has come together; whoever waits for a line waits for a flush.
    print("listening on %s:%d" % server.getsockname(), flush=True)

    while True:
        client, peer = server.accept()
        peer = "%s:%d" % peer
        print(f"connected: {peer}", flush=True)
        with client:
            try:
                while data := client.recv(1024):
                    client.sendall(data)
            except OSError as error:
                print(f"{peer}: {error}", file=sys.stderr)
        print(f"closed: {peer}", flush=True)


main()
