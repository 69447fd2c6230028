"""The echo server in one thread: select waits for all sockets at once, and says which of them have something.

Graded by: tcp-server
"""

import argparse
import select
import socket
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=5000)
arguments = parser.parse_args()

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
if sys.platform != "win32":
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    listener.bind((arguments.host, arguments.port))
    listener.listen()
except (OSError, OverflowError) as error:
    sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
listener.setblocking(False)
host, port = listener.getsockname()
print(f"listening on {host}:{port}", flush=True)

clients = {}


class Client:
    """A connection, and what it is still owed."""

    def __init__(self, peer):
        self.name = "{}:{}".format(*peer)
        self.owed = b""
        self.has_ended = False


def accept():
    """Takes in a client, and says whether there may be one more."""
    try:
        connection, peer = listener.accept()
    except OSError as error:
        print(f"cannot accept a client: {error}", file=sys.stderr)
        return False
    connection.setblocking(False)
    clients[connection] = Client(peer)
    print(f"connected: {clients[connection].name}", flush=True)
    return True


def receive(connection, client):
    client.owed = connection.recv(4096)
    client.has_ended = not client.owed


def send(connection, client):
    count = connection.send(client.owed)
    client.owed = client.owed[count:]


def close(connection):
    name = clients.pop(connection).name
    connection.close()
    print(f"closed: {name}", flush=True)


# ANCHOR: loop
has_room = True
while True:
    # Who is owed something is waited for to take it; nobody is read from before.
    owed = [connection for connection, client in clients.items() if client.owed]
    quiet = [connection for connection, client in clients.items() if not client.owed]
    # Where there was no room for one client more, the others are served, and it is asked again a little later.
    readers, timeout = ([listener, *quiet], None) if has_room else (quiet, 0.1)
    readable, writable, _ = select.select(readers, owed, [], timeout)
    has_room = True
    for sock in readable + writable:
        if sock is listener:
            has_room = accept()
            continue
        client = clients[sock]
        try:
            (send if client.owed else receive)(sock, client)
        except BlockingIOError:
            continue
        except OSError as error:
            print(f"{client.name}: {error}", file=sys.stderr)
            client.owed, client.has_ended = b"", True
        if client.has_ended:
            close(sock)
# ANCHOR_END: loop
