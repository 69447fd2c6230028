"""Variant: Python, with the notes' `socketserver`: a handler in a thread of its own for each datagram."""

import argparse
import json
import socketserver
import sys


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        payload, server = self.request
        host, port = self.client_address
        try:
            message = payload.decode()
            server.sendto(message.upper().encode(), self.client_address)
            print(f"{host}:{port}: {json.dumps(message, ensure_ascii=False)}\n", end="", flush=True)
        except (UnicodeDecodeError, OSError) as error:
            print(f"{host}:{port}: {error}", file=sys.stderr)


class Server(socketserver.ThreadingUDPServer):
    daemon_threads = True
    # The default of 8,192 bytes would cut longer datagrams.
    max_packet_size = 65_535


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(description="Answers every datagram with its text in upper case")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12000)
    arguments = parser.parse_args()
    try:
        server = Server((arguments.host, arguments.port), Handler)
    except OSError as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error.strerror}")
    host, port = server.server_address
    print(f"listening on {host}:{port}", flush=True)
    server.serve_forever()


main()
