"""Variant: Python's selectors, which serve several clients at the same time in one thread."""

import argparse
import selectors
import socket
import sys

selector = selectors.DefaultSelector()


def take_client(server):
    client, peer = server.accept()
    print("connected: %s:%d" % peer, flush=True)
    client.setblocking(False)
    selector.register(client, selectors.EVENT_READ, Client(client, "%s:%d" % peer))


class Client:
    def __init__(self, connection, peer):
        self.connection, self.peer = connection, peer
        self.pending = b""
        self.has_ended = False

    def go_on(self, ready):
        try:
            if ready & selectors.EVENT_READ:
                data = self.connection.recv(65536)
                self.has_ended = not data
                self.pending += data
            if self.pending:
                self.pending = self.pending[self.connection.send(self.pending):]
        except BlockingIOError:
            pass
        except OSError as error:
            print(f"{self.peer}: {error}", file=sys.stderr)
            self.pending, self.has_ended = b"", True
        if self.pending:
            # Nothing is read while something is left to write: a client that does not read has to wait as well.
            selector.modify(self.connection, selectors.EVENT_WRITE, self)
        elif self.has_ended:
            selector.unregister(self.connection)
            self.connection.close()
            print(f"closed: {self.peer}", flush=True)
        else:
            selector.modify(self.connection, selectors.EVENT_READ, self)


def main():
    parser = argparse.ArgumentParser(description="Sends back every byte that a client sends")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    arguments = parser.parse_args()
    try:
        server = socket.create_server((arguments.host, arguments.port))
    except OSError as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
    print("listening on %s:%d" % server.getsockname(), flush=True)
    selector.register(server, selectors.EVENT_READ)
    while True:
        for key, ready in selector.select():
            if key.fileobj is server:
                take_client(server)
            else:
                key.data.go_on(ready)


main()
