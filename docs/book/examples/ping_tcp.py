"""The notes' ping application over TCP, both ends in one program."""

import socket
import threading

# ANCHOR: server
def serve(server):
    while True:
        connection, client = server.accept()
        for message in connection.makefile("rb"):
            connection.sendall(message.upper())
        connection.close()


server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 0))
server.listen()
# ANCHOR_END: server
threading.Thread(target=serve, args=(server,), daemon=True).start()

# ANCHOR: client
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.settimeout(10)
client.connect(server.getsockname())
answers = client.makefile("rb")
for n in range(1, 4):
    client.sendall(f"ping {n}\n".encode())
    answer = answers.readline()
    print(answer.decode().rstrip("\n"), "from the server")
    if answer != f"PING {n}\n".encode():
        raise SystemExit("this is no answer")
# ANCHOR_END: client
