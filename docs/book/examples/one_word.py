"""The notes' first example in one program: a server that answers one client, and that client."""

import socket
import threading

# ANCHOR: server
def serve(listener):
    conn, peer = listener.accept()
    print("server: accepted", peer)
    data = conn.recv(1024)
    conn.sendall(data.upper())
    conn.close()
# ANCHOR_END: server


# ANCHOR: start
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.bind(("127.0.0.1", 0))
listener.listen()
address = listener.getsockname()
print("server: waits at", address)
# ANCHOR_END: start
server = threading.Thread(target=serve, args=(listener,), daemon=True)
server.start()

# ANCHOR: client
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.settimeout(10)
client.connect(address)
client.sendall("Bom dia".encode())
answer = client.recv(1024)
print("client: received", answer.decode())
client.close()
# ANCHOR_END: client

server.join(10)
listener.close()
if answer != b"BOM DIA":
    raise SystemExit(f"the answer is not the word in upper case: {answer}")
