"""The echo server with a process for each client: the parent accepts, and a child serves. Unix only.

Graded by: tcp-server
"""

import argparse
import os
import signal
import socket
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=5000)
arguments = parser.parse_args()

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    listener.bind((arguments.host, arguments.port))
    listener.listen()
except (OSError, OverflowError) as error:
    sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
print("listening on {}:{}".format(*listener.getsockname()), flush=True)


def serve(connection, peer):
    print(f"connected: {peer}", flush=True)
    try:
        while data := connection.recv(4096):
            connection.sendall(data)
    except OSError as error:
        print(f"{peer}: {error}", file=sys.stderr)
    connection.close()
    print(f"closed: {peer}", flush=True)


# ANCHOR: loop
# Nobody asks how a child has ended, so the kernel need not keep that.
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    try:
        connection, (host, port) = listener.accept()
    except OSError as error:
        print(f"cannot accept a client: {error}", file=sys.stderr)
        continue
    try:
        if os.fork() == 0:
            # The child. It serves this client, and never comes back to the loop.
            try:
                listener.close()
                serve(connection, f"{host}:{port}")
            finally:
                os._exit(0)
    except OSError as error:
        print(f"{host}:{port}: no process for it: {error}", file=sys.stderr)
    # The parent. The child has a copy of the connection, and ends it; this one must not keep it open.
    connection.close()
# ANCHOR_END: loop
