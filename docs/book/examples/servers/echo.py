"""The notes' echo server, which takes one client after another and lets none of them stop it.

Graded by: tcp-server
"""

import argparse
import socket
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=5000)
arguments = parser.parse_args()

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
# Otherwise the port of a server that was stopped stays taken while its old connections fade.
if sys.platform != "win32":
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    listener.bind((arguments.host, arguments.port))
    listener.listen()
except (OSError, OverflowError) as error:
    sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
host, port = listener.getsockname()
print(f"listening on {host}:{port}", flush=True)

while True:
    conn, (host, port) = listener.accept()
    print(f"connected: {host}:{port}", flush=True)
    try:
        while data := conn.recv(4096):
            conn.sendall(data)
    except OSError as error:
        print(f"{host}:{port}: {error}", file=sys.stderr)
    conn.close()
    print(f"closed: {host}:{port}", flush=True)
