"""Variant: Python, with the calls of the notes: socket, bind, recvfrom, sendto."""

import argparse
import json
import socket
import sys


def main():
    parser = argparse.ArgumentParser(description="Answers every datagram with its text in upper case")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12000)
    arguments = parser.parse_args()

    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        server.bind((arguments.host, arguments.port))
    except OSError as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error.strerror}")
    host, port = server.getsockname()
    print(f"listening on {host}:{port}", flush=True)

    while True:
        try:
            payload, (host, port) = server.recvfrom(65_535)
        except ConnectionResetError as error:
            # Windows tells here that an earlier answer found its port closed.
            print(f"cannot receive: {error}", file=sys.stderr)
            continue
        try:
            message = payload.decode()
            print(f"{host}:{port}: {json.dumps(message, ensure_ascii=False)}", flush=True)
            server.sendto(message.upper().encode(), (host, port))
        except (UnicodeDecodeError, OSError) as error:
            print(f"{host}:{port}: {error}", file=sys.stderr)


main()
