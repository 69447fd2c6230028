# Misconception: a handler that sets a flag wakes the call that sleeps.
# Caught by: `starts_again_on_its_port_and_reports_what_it_cannot_do`
# Told by: `cause-outlives-an-interrupt`

import argparse
import signal
import socket
import sys


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
    stopping = []
    signal.signal(signal.SIGINT, lambda *_: stopping.append(True))
    while not stopping:
        connection, (host, port) = listener.accept()
        print(f"connected: {host}:{port}", flush=True)
        try:
            with connection:
                while data := connection.recv(4096):
                    connection.sendall(data)
        except OSError:
            print(f"{host}:{port} is gone", file=sys.stderr)
        print(f"closed: {host}:{port}", flush=True)


main()
