"""Variant: the notes' socketserver, with a thread for each client, and one more that writes to it."""

import argparse
import collections
import os
import re
import socket
import socketserver
import sys
import threading

LONGEST = 1024
MOST_WAITING = 2 << 20

lock = threading.Lock()
members = {}


class Outbox:
    """What waits to be sent to one member."""

    def __init__(self, connection):
        self.connection = connection
        self.lines = collections.deque()
        self.waiting = 0
        self.closed = False
        self.changed = threading.Condition()

    def put(self, line):
        with self.changed:
            if self.closed:
                return
            self.lines.append(line)
            self.waiting += len(line)
            if self.waiting > MOST_WAITING:
                self.closed = True
                self.lines.clear()
                try:
                    self.connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self.changed.notify()

    def close(self):
        with self.changed:
            self.closed = True
            self.changed.notify()

    def send_all(self):
        try:
            while True:
                with self.changed:
                    while not self.lines and not self.closed:
                        self.changed.wait()
                    if not self.lines:
                        return
                    lines = b"".join(self.lines)
                    self.lines.clear()
                    self.waiting = 0
                self.connection.sendall(lines)
        except OSError:
            pass


class Client(socketserver.StreamRequestHandler):
    def next_line(self):
        line = self.rfile.readline(LONGEST + 2)
        if not line:
            return None
        if line.endswith(b"\n"):
            line = line[:-1]
            if line.endswith(b"\r"):
                line = line[:-1]
        if len(line) > LONGEST:
            raise ValueError("a line has %d bytes at most" % LONGEST)
        try:
            return line.decode()
        except UnicodeDecodeError:
            raise ValueError("a line has to be UTF-8")

    def enter(self, name, outbox):
        with lock:
            if len(members) >= self.server.max_clients:
                raise ValueError("full")
            if name in members:
                raise ValueError("the name is taken")
            others = ", ".join(sorted(members)) or "nobody yet"
            outbox.put(("* welcome %s: %s\n" % (name, others)).encode())
            for other in members.values():
                other.put(("* %s joined\n" % name).encode())
            members[name] = outbox
            print("joined: %s %s:%d" % (name, *self.client_address), flush=True)

    def leave(self, name):
        with lock:
            del members[name]
            for other in members.values():
                other.put(("* %s left\n" % name).encode())
            print("left: %s %s:%d" % (name, *self.client_address), flush=True)

    def handle(self):
        try:
            self.take_part()
        except ValueError as error:
            self.wfile.write(("error: %s\n" % error).encode())
        except OSError:
            pass

    def take_part(self):
        name = self.next_line()
        if name is None:
            return
        if not re.fullmatch("[A-Za-z0-9_-]{1,32}", name):
            raise ValueError("this is no name")
        outbox = Outbox(self.connection)
        self.enter(name, outbox)
        writer = threading.Thread(target=outbox.send_all)
        writer.start()
        try:
            while (line := self.next_line()) is not None:
                line = ("%s: %s\n" % (name, line)).encode()
                with lock:
                    for other in members.values():
                        if other is not outbox:
                            other.put(line)
        except OSError:
            pass
        finally:
            self.leave(name)
            outbox.close()
            writer.join()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64


def serve(options):
    with Server((options.host, options.port), Client) as server:
        server.max_clients = options.max_clients
        print("listening on %s:%d" % server.server_address, flush=True)
        server.serve_forever()


def shown(line):
    return "".join(c if c.isprintable() or not is_control(c) else "\\x%02x" % ord(c) for c in line)


def is_control(char):
    return ord(char) < 32 or 127 <= ord(char) < 160


def type_lines(connection, state):
    for line in sys.stdin.buffer:
        connection.sendall(line)
    state["left"] = True
    connection.shutdown(socket.SHUT_WR)


def join(options):
    connection = socket.create_connection((options.host, options.port))
    connection.sendall(options.name.encode() + b"\n")
    lines = connection.makefile("rb")
    state = {"left": False}
    first = lines.readline().decode(errors="replace").rstrip("\n")
    if not first or first.startswith("error: "):
        raise OSError(first or "the server ended before its welcome")
    print(shown(first), flush=True)
    threading.Thread(target=type_lines, args=(connection, state), daemon=True).start()
    for line in lines:
        print(shown(line.decode(errors="replace").rstrip("\n")), flush=True)
    if not state["left"]:
        raise OSError("the server ended the conversation")


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
        print("error: chat: %s" % error, file=sys.stderr, flush=True)
        # The thread that waits for the keyboard would have the interpreter wait, too.
        os._exit(1)


main()
