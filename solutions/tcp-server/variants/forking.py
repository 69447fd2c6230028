"""Variant: Python's socketserver, with a process for each client."""

import argparse
import socketserver
import sys


class Echo(socketserver.StreamRequestHandler):
    def setup(self):
        super().setup()
        print("connected: %s:%d" % self.client_address, flush=True)

    def handle(self):
        try:
            while data := self.rfile.read1():
                self.wfile.write(data)
        except OSError as error:
            print("%s:%d: %s" % (*self.client_address, error), file=sys.stderr)

    def finish(self):
        super().finish()
        print("closed: %s:%d" % self.client_address, flush=True)


class Server(socketserver.ForkingTCPServer):
    allow_reuse_address = True


def main():
    parser = argparse.ArgumentParser(description="Sends back every byte that a client sends")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    arguments = parser.parse_args()
    try:
        server = Server((arguments.host, arguments.port), Echo)
    except OSError as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
    print("listening on %s:%d" % server.server_address, flush=True)
    server.serve_forever()


main()
