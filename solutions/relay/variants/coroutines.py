"""Variant: Python's asyncio: one thread, and two coroutines for each client."""

import argparse
import asyncio
import ipaddress
import sys


def address(text):
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not <address>:<port>")
    is_v6 = host.startswith("[") and host.endswith("]")
    try:
        ip = ipaddress.IPv6Address(host[1:-1]) if is_v6 else ipaddress.IPv4Address(host)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error))
    return str(ip), int(port)


def forward(text):
    listen, equals, target = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError("there is no = between two addresses")
    return address(listen), address(target)


def shown(name):
    return "[%s]:%d" % name[:2] if ":" in name[0] else "%s:%d" % name[:2]


async def go_through(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.write_eof()


async def serve(target, reader, writer):
    peer = shown(writer.get_extra_info("peername"))
    try:
        target_reader, target_writer = await asyncio.open_connection(*target)
    except OSError as error:
        print(f"{peer}: cannot reach {shown(target)}: {error}", file=sys.stderr)
        return writer.transport.abort()
    ways = [asyncio.ensure_future(go_through(reader, target_writer)),
            asyncio.ensure_future(go_through(target_reader, writer))]
    try:
        await asyncio.gather(*ways)
        writer.close()
        target_writer.close()
    except OSError as error:
        print(f"{peer}: {error}", file=sys.stderr)
        for way in ways:
            way.cancel()
        writer.transport.abort()
        target_writer.transport.abort()


async def main():
    parser = argparse.ArgumentParser(description="Passes bytes on between clients and targets")
    parser.add_argument("--forward", metavar="LISTEN=TARGET", type=forward, action="append", required=True)
    servers = []
    for listen, target in parser.parse_args().forward:
        def serve_it(reader, writer, target=target):
            return serve(target, reader, writer)
        try:
            servers.append((await asyncio.start_server(serve_it, *listen), target))
        except OSError as error:
            sys.exit(f"error: cannot listen on {shown(listen)}: {error}")
    for server, target in servers:
        print(f"listening on {shown(server.sockets[0].getsockname())}, forwarding to {shown(target)}", flush=True)
    await asyncio.gather(*(server.serve_forever() for server, _ in servers))


try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit(130)
