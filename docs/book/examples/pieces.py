"""A stream has no messages: three sends arrive in one recv, one send takes three, and send may take a part."""

import socket
import sys
import time

listener = socket.create_server(("127.0.0.1", 0))
writer = socket.create_connection(listener.getsockname())
reader, _ = listener.accept()


def wait_for(count):
    """Waits until this many bytes have arrived, and leaves them where they are."""
    until = time.monotonic() + 20
    while len(reader.recv(1024, socket.MSG_PEEK)) < count:
        if time.monotonic() > until:
            raise SystemExit(f"{count} bytes have not come")
        time.sleep(0.001)


# ANCHOR: one-recv
for word in ["Bom ", "dia", "!"]:
    writer.send(word.encode())
wait_for(8)
data = reader.recv(1024)
print("three sends, one recv:", data)
# ANCHOR_END: one-recv
if data != b"Bom dia!":
    raise SystemExit("the recv did not take all of it")

# ANCHOR: three-recvs
writer.send("Boa noite".encode())
wait_for(9)
for _ in range(3):
    print("one send, recv(4):", reader.recv(4))
# ANCHOR_END: three-recvs

# ANCHOR: part
much = b"x" * (64 * 1024 * 1024)
writer.settimeout(1)
taken = writer.send(much)
print(f"one send of {len(much)} bytes, which nobody reads: {taken} were taken")
# ANCHOR_END: part
# Windows takes the last send whole, however large it is.
if taken == len(much) and sys.platform != "win32":
    raise SystemExit("the system took all of it")
