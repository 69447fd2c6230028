# Misconception: one buffer is enough for all threads, since each of them uses it only for a moment.
# Caught by: `serves_one_client_after_another`
# Told by: `hint-tcp-server-serves-one-client-after-another`

import argparse
import socket
import sys
import threading

BUFFER = memoryview(bytearray(65536))


def echo(connection, peer):
    print(f"connected: {peer}", flush=True)
    try:
        with connection:
            while count := connection.recv_into(BUFFER):
                connection.sendall(BUFFER[:count])
    except OSError as error:
        print(f"{peer}: {error}", file=sys.stderr)
    print(f"closed: {peer}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    arguments = parser.parse_args()
    if not 0 <= arguments.port <= 65535:
        parser.error("no such port")
    try:
        listener = socket.create_server((arguments.host, arguments.port))
    except OSError as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error.strerror}")
    host, port = listener.getsockname()
    print(f"listening on {host}:{port}", flush=True)
    while True:
        connection, (host, port) = listener.accept()
        threading.Thread(target=echo, args=(connection, f"{host}:{port}"), daemon=True).start()


main()
