# Misconception: who has come before the server looks at its flag may be served, however late.
# Caught by: `starts_again_on_its_port_and_reports_what_it_cannot_do`
# Told by: `cause-outlives-an-interrupt`

import argparse
import select
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
    is_serving = []

    def stop(*_):
        if not is_serving:
            sys.exit(0)
        stopping.append(True)

    signal.signal(signal.SIGINT, stop)
    while True:
        if stopping and not select.select([listener], [], [], 0)[0]:
            return
        connection, (host, port) = listener.accept()
        is_serving.append(True)
        print(f"connected: {host}:{port}", flush=True)
        try:
            with connection:
                while data := connection.recv(4096):
                    connection.sendall(data)
        except OSError:
            print(f"{host}:{port} is gone", file=sys.stderr)
        is_serving.clear()
        print(f"closed: {host}:{port}", flush=True)


main()
