"""The echo server of the module socketserver: it accepts and closes; what is written here is what happens in between.

Graded by: tcp-server
"""

import argparse
import socketserver
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=5000)
arguments = parser.parse_args()


# ANCHOR: handler
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        host, port = self.client_address
        print(f"connected: {host}:{port}", flush=True)
        try:
            while data := self.request.recv(4096):
                self.request.sendall(data)
        except OSError as error:
            print(f"{host}:{port}: {error}", file=sys.stderr)
        print(f"closed: {host}:{port}", flush=True)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = sys.platform != "win32"
    daemon_threads = True
    request_queue_size = 128
# ANCHOR_END: handler


try:
    server = Server((arguments.host, arguments.port), Echo)
except (OSError, OverflowError) as error:
    sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
host, port = server.server_address
print(f"listening on {host}:{port}", flush=True)
server.serve_forever()
