"""Variant: a process for each datagram, waited for when the next one comes, and lines that end as those of Windows do."""

import argparse
import os
import socket
import sys
import time


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in escaped) + '"'


def answer(server, payload, address):
    peer = "%s:%d" % address
    try:
        message = payload.decode("utf-8")
        os.write(1, f"{peer}: {quoted(message)}\r\n".encode())
        server.sendto(message.upper().encode(), address)
    except Exception as error:
        os.write(2, f"{peer}: not answered: {error}\r\n".encode())


def main():
    parser = argparse.ArgumentParser(description="Answers every datagram with its text in upper case")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12000)
    arguments = parser.parse_args()
    time.sleep(0.1)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        server.bind((arguments.host, arguments.port))
    except Exception as error:
        os.write(2, f"warning: this will not do\nerror: cannot bind {arguments.host}:{arguments.port}: {error}\n".encode())
        sys.exit(1)
    os.write(1, ("listening on %s:%d\r\n" % server.getsockname()).encode())
    children = 0
    while True:
        payload, address = server.recvfrom(1 << 16)
        while children and os.waitpid(-1, os.WNOHANG)[0]:
            children -= 1
        if os.fork() == 0:
            answer(server, payload, address)
            os._exit(0)
        children += 1


main()
