"""Variant: coroutines, one for each client, on a single thread."""

import argparse
import asyncio
import sys


async def echo(reader, writer):
    peer = "%s:%d" % writer.get_extra_info("peername")
    print(f"connected: {peer}", flush=True)
    try:
        while data := await reader.read(777):
            writer.write(data)
            await writer.drain()
        writer.close()
        await writer.wait_closed()
    except OSError as error:
        print(f"{peer}: {error}", file=sys.stderr)
        writer.close()
    print(f"closed: {peer}", flush=True)


async def serve(host, port):
    server = await asyncio.start_server(echo, host, port)
    print("listening on %s:%d" % server.sockets[0].getsockname(), flush=True)
    async with server:
        await server.serve_forever()


def main():
    parser = argparse.ArgumentParser(description="Sends back every byte that a client sends")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    arguments = parser.parse_args()
    try:
        asyncio.run(serve(arguments.host, arguments.port))
    except (OSError, OverflowError) as error:
        sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")


main()
