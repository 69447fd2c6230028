"""The notes' ping application over UDP, both ends in one program."""

import socket
import threading

# ANCHOR: server
def serve(server):
    while True:
        message, client = server.recvfrom(2048)
        server.sendto(message.upper(), client)


server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))
# ANCHOR_END: server
threading.Thread(target=serve, args=(server,), daemon=True).start()

# ANCHOR: client
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(10)
for n in range(1, 4):
    client.sendto(f"ping {n}".encode(), server.getsockname())
    answer, peer = client.recvfrom(2048)
    print(answer.decode(), "from the server" if peer == server.getsockname() else f"from {peer}")
    if answer != f"PING {n}".encode():
        raise SystemExit("this is no answer")
# ANCHOR_END: client
