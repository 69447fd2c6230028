"""Variant: a pool of threads, timeouts on every socket, and lines that end as those of Windows do."""

import argparse
import concurrent.futures
import socket
import sys


def say(line, stream=sys.stdout):
    for char in line + "\r\n":
        stream.write(char)
    stream.flush()


def echo(client, peer):
    peer = f"{peer[0]}:{peer[1]}"
    say(f"connected: {peer}")
    client.settimeout(0.25)
    try:
        with client:
            while True:
                try:
                    data = client.recv(13)
                except TimeoutError:
                    # It wakes up four times a second, and goes to sleep again.
                    continue
                if not data:
                    break
                client.settimeout(None)
                client.sendall(data)
                client.settimeout(0.25)
    except OSError as error:
        say(f"{peer}: {error}", sys.stderr)
    say(f"closed: {peer}")


def main():
    sys.stdout.reconfigure(newline="")
    parser = argparse.ArgumentParser(description="Sends back every byte that a client sends")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    arguments = parser.parse_args()
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((arguments.host, arguments.port))
    except Exception as error:
        say(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}", sys.stderr)
        sys.exit(1)
    server.listen(5)
    say("listening on %s:%d" % server.getsockname())
    with concurrent.futures.ThreadPoolExecutor() as pool:
        while True:
            pool.submit(echo, *server.accept())


main()
