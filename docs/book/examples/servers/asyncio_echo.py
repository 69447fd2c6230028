"""The echo server with asyncio: the loop of select is there, and is not written here.

Graded by: tcp-server
"""

import argparse
import asyncio
import contextlib
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=5000)
arguments = parser.parse_args()


# ANCHOR: serve
async def serve(reader, writer):
    peer = "{}:{}".format(*writer.get_extra_info("peername"))
    print(f"connected: {peer}", flush=True)
    try:
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
    except OSError as error:
        print(f"{peer}: {error}", file=sys.stderr)
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    print(f"closed: {peer}", flush=True)
# ANCHOR_END: serve


async def main():
    server = await asyncio.start_server(serve, arguments.host, arguments.port)
    host, port = server.sockets[0].getsockname()
    print(f"listening on {host}:{port}", flush=True)
    await server.serve_forever()


try:
    asyncio.run(main())
except (OSError, OverflowError) as error:
    sys.exit(f"error: cannot listen on {arguments.host}:{arguments.port}: {error}")
