"""Variant: Python's asyncio: a task that sends, a task that receives, and one timeout around both."""

import argparse
import asyncio
import sys


def not_empty(text):
    if text == "":
        raise argparse.ArgumentTypeError("nothing to send")
    return text


async def send(writer, message):
    for start in range(0, len(message), 4000):
        writer.write(message[start : start + 4000])
        await writer.drain()


async def exchange(host, port, message):
    reader, writer = await asyncio.open_connection(host, port)
    try:
        _, echo = await asyncio.gather(send(writer, message), reader.readexactly(len(message)))
    except asyncio.IncompleteReadError as error:
        raise ConnectionError(f"received {len(error.partial)} bytes out of {error.expected}") from error
    finally:
        writer.close()
    for at, byte in enumerate(echo, start=1):
        if byte != message[at - 1]:
            raise ValueError(f"byte {at} of the echo is {byte:#04x}")
    return echo


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--timeout", type=float, default=10)
    parser.add_argument("message", metavar="MESSAGE", type=not_empty)
    options = parser.parse_args()
    message = options.message.encode("utf-8", "surrogateescape")
    try:
        echo = await asyncio.wait_for(exchange(options.host, options.port, message), options.timeout)
    except (asyncio.TimeoutError, TimeoutError):
        print(f"error: no echo: {options.timeout} s are over", file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(f"error: no echo: {error}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(b"echo: %b\n" % echo)
    return 0


sys.exit(asyncio.run(main()))
