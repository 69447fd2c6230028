"""Variant: Python's selectors: one thread, and for each socket what it is asked for just now."""

import argparse
import errno
import ipaddress
import selectors
import socket
import sys

ROOM = 65536

selector = selectors.DefaultSelector()


def address(text):
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not <address>:<port>")
    is_v6 = host.startswith("[") and host.endswith("]")
    try:
        ip = ipaddress.IPv6Address(host[1:-1]) if is_v6 else ipaddress.IPv4Address(host)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error))
    return (socket.AF_INET6 if is_v6 else socket.AF_INET), (str(ip), int(port))


def forward(text):
    listen, equals, target = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError("there is no = between two addresses")
    return address(listen), address(target)


def shown(name):
    return "[%s]:%d" % name[:2] if ":" in name[0] else "%s:%d" % name[:2]


class End:
    """One of the two connections of a pair, with what has been read for it and not been written to it."""

    def __init__(self, connection, pair):
        self.connection, self.pair = connection, pair
        self.pending = b""
        self.has_ended = self.was_told = False
        self.asked = 0

    def ask(self, events):
        if events != self.asked:
            if not self.asked:
                selector.register(self.connection, events, self)
            elif events:
                selector.modify(self.connection, events, self)
            else:
                selector.unregister(self.connection)
            self.asked = events


class Pair:
    def __init__(self, client, peer, target):
        family, name = target
        self.peer, self.target_name = peer, shown(name)
        self.is_connected = False
        self.client = End(client, self)
        self.target = End(socket.socket(family, socket.SOCK_STREAM), self)
        client.setblocking(False)
        self.target.connection.setblocking(False)
        begun = self.target.connection.connect_ex(name)
        self.error = 0 if begun == errno.EINPROGRESS else begun
        self.target.ask(selectors.EVENT_WRITE)

    def go_on(self, end, ready):
        try:
            if not self.is_connected:
                error = self.error or self.target.connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if error:
                    print(f"{self.peer}: cannot reach {self.target_name}: {error}", file=sys.stderr)
                    return self.close()
                self.is_connected = True
            else:
                self.move(end, ready)
        except BlockingIOError:
            pass
        except OSError as error:
            print(f"{self.peer}: {error}", file=sys.stderr)
            return self.close()
        if self.client.was_told and self.target.was_told:
            return self.close()
        for this, other in ((self.client, self.target), (self.target, self.client)):
            reads = not this.has_ended and not other.pending
            this.ask((selectors.EVENT_READ if reads else 0) | (selectors.EVENT_WRITE if this.pending else 0))

    def move(self, end, ready):
        other = self.target if end is self.client else self.client
        if ready & selectors.EVENT_READ:
            data = end.connection.recv(ROOM)
            other.pending += data
            end.has_ended = not data
            # It is ready for it, most of the time.
            self.write(other, end)
        if ready & selectors.EVENT_WRITE:
            self.write(end, other)

    @staticmethod
    def write(end, source):
        if end.pending:
            end.pending = end.pending[end.connection.send(end.pending):]
        if not end.pending and source.has_ended and not end.was_told:
            end.connection.shutdown(socket.SHUT_WR)
            end.was_told = True

    def close(self):
        for end in (self.client, self.target):
            end.ask(0)
            end.connection.close()


def main():
    parser = argparse.ArgumentParser(description="Passes bytes on between clients and targets")
    parser.add_argument("--forward", metavar="LISTEN=TARGET", type=forward, action="append", required=True)
    servers = []
    for (family, name), target in parser.parse_args().forward:
        try:
            servers.append((socket.create_server(name, family=family), target))
        except OSError as error:
            sys.exit(f"error: cannot listen on {shown(name)}: {error}")
    for server, target in servers:
        print(f"listening on {shown(server.getsockname())}, forwarding to {shown(target[1])}", flush=True)
        server.setblocking(False)
        selector.register(server, selectors.EVENT_READ, target)
    while True:
        for key, ready in selector.select():
            if isinstance(key.data, End):
                if key.data.asked:
                    key.data.pair.go_on(key.data, ready)
                continue
            try:
                client, peer = key.fileobj.accept()
            except OSError:
                continue
            Pair(client, shown(peer), key.data)


try:
    main()
except KeyboardInterrupt:
    sys.exit(130)
