"""Variant: one thread that waits for all sockets, and for the keyboard, with Python's selectors; it writes what it can."""

import argparse
import os
import selectors
import socket
import sys

LONGEST = 1024
MOST_WAITING = 3 << 20
LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"


class Client:
    def __init__(self, connection, peer):
        self.connection = connection
        self.peer = "%s:%d" % peer[:2]
        self.name = None
        self.came = bytearray()
        self.waiting = bytearray()
        # It says nothing more, and gets what waits.
        self.ends = False


class Server:
    def __init__(self, listener, most):
        self.most = most
        self.members = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(listener, selectors.EVENT_READ)
        self.listener = listener

    def run(self):
        while True:
            for key, events in self.selector.select():
                if key.fileobj is self.listener:
                    self.accept()
                elif key.data.connection.fileno() >= 0:
                    if events & selectors.EVENT_READ:
                        self.read(key.data)
                    if events & selectors.EVENT_WRITE and key.data.connection.fileno() >= 0:
                        self.write(key.data)

    def accept(self):
        try:
            connection, peer = self.listener.accept()
        except OSError:
            return
        connection.setblocking(False)
        self.selector.register(connection, selectors.EVENT_READ, Client(connection, peer))

    def read(self, client):
        try:
            came = client.connection.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            return self.drop(client)
        client.came += came
        try:
            while (end := client.came.find(b"\n")) >= 0:
                line = bytes(client.came[:end])
                del client.came[: end + 1]
                self.take(client, line.removesuffix(b"\r"))
            if len(client.came) > LONGEST + 1:
                raise ValueError("a line is too long")
            if not came and client.came:
                self.take(client, bytes(client.came))
        except ValueError as error:
            self.put(client, b"error: %s\n" % str(error).encode())
            came = b""
        if not came:
            self.leave(client)
            client.ends = True
            self.write(client)

    def take(self, client, line):
        if len(line) > LONGEST:
            raise ValueError("a line is too long")
        try:
            line.decode()
        except UnicodeDecodeError:
            raise ValueError("a line is no UTF-8")
        if client.name is None:
            return self.enter(client, line)
        self.tell(b"%s: %s\n" % (client.name, line), client)

    def enter(self, client, name):
        if not 1 <= len(name) <= 32 or any(letter not in LETTERS for letter in name):
            raise ValueError("this is no name")
        if len(self.members) >= self.most:
            raise ValueError("full")
        if name in self.members:
            raise ValueError("somebody has this name")
        self.put(client, b"* welcome %s: %s\n" % (name, b", ".join(sorted(self.members)) or b"nobody yet"))
        self.tell(b"* %s joined\n" % name, client)
        client.name = name
        self.members[name] = client
        print("joined: %s %s" % (name.decode(), client.peer), flush=True)

    def leave(self, client):
        if client.name is not None and self.members.pop(client.name, None):
            print("left: %s %s" % (client.name.decode(), client.peer), flush=True)
            self.tell(b"* %s left\n" % client.name, client)

    def tell(self, line, but):
        late = []
        for other in self.members.values():
            if other is not but:
                self.put(other, line)
                if len(other.waiting) > MOST_WAITING:
                    late.append(other)
        for other in late:
            if other.connection.fileno() >= 0:
                self.drop(other)

    def put(self, client, line):
        client.waiting += line
        if len(client.waiting) == len(line):
            self.write(client)

    def write(self, client):
        if client.connection.fileno() < 0:
            return
        try:
            while client.waiting:
                count = client.connection.send(memoryview(client.waiting)[:65536])
                client.waiting = client.waiting[count:]
        except BlockingIOError:
            pass
        except OSError:
            client.waiting.clear()
        if client.ends and not client.waiting:
            self.selector.unregister(client.connection)
            client.connection.close()
            return
        events = 0 if client.ends else selectors.EVENT_READ
        if client.waiting:
            events |= selectors.EVENT_WRITE
        self.selector.modify(client.connection, events, client)

    def drop(self, client):
        self.selector.unregister(client.connection)
        client.connection.close()
        self.leave(client)


def serve(options):
    listener = socket.create_server((options.host, options.port), backlog=128)
    listener.setblocking(False)
    print("listening on %s:%d" % listener.getsockname()[:2], flush=True)
    Server(listener, options.max_clients).run()


def shown(line):
    line = line.decode(errors="replace")
    return "".join(repr(c)[1:-1] if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in line)


def join(options):
    connection = socket.create_connection((options.host, options.port))
    connection.sendall(options.name.encode() + b"\n")
    came, welcomed, left = b"", False, False
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        selector.register(0, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj == 0:
                    typed = os.read(0, 4096)
                    connection.sendall(typed)
                    if not typed:
                        left = True
                        selector.unregister(0)
                        connection.shutdown(socket.SHUT_WR)
                    continue
                piece = connection.recv(4096)
                *lines, came = (came + piece).split(b"\n")
                if not piece and came:
                    lines.append(came)
                for line in lines:
                    if not welcomed and line.startswith(b"error: "):
                        raise OSError(shown(line))
                    welcomed = True
                    print(shown(line), flush=True)
                if not piece:
                    if not left or not welcomed:
                        raise OSError("the server has ended")
                    return


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    for run in [serve, join]:
        command = commands.add_parser(run.__name__)
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=6000)
        command.set_defaults(run=run)
        if run is serve:
            command.add_argument("--max-clients", type=int, default=64)
        else:
            command.add_argument("name")
    options = parser.parse_args()
    try:
        options.run(options)
    except OSError as error:
        print("error: chat: %s" % error, file=sys.stderr)
        sys.exit(1)


main()
