"""Variant: coroutines, one of which receives and makes another for each datagram."""

import argparse
import asyncio
import json
import socket
import sys


async def answer(server, payload, address):
    peer = "%s:%d" % address
    try:
        message = payload.decode()
        print(f"{peer}: {json.dumps(message, ensure_ascii=False)}", flush=True)
        await asyncio.get_running_loop().sock_sendto(server, message.upper().encode(), address)
    except (UnicodeDecodeError, OSError) as error:
        print(f"{peer}: {error}", file=sys.stderr)


async def serve(server):
    loop = asyncio.get_running_loop()
    tasks = set()
    while True:
        payload, address = await loop.sock_recvfrom(server, 65_535)
        task = loop.create_task(answer(server, payload, address))
        tasks.add(task)
        task.add_done_callback(tasks.discard)


def main():
    parser = argparse.ArgumentParser(description="Answers every datagram with its text in upper case")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12000)
    arguments = parser.parse_args()
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.setblocking(False)
    try:
        server.bind((arguments.host, arguments.port))
    except (OSError, OverflowError) as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
    print("listening on %s:%d" % server.getsockname(), flush=True)
    asyncio.run(serve(server))


main()
