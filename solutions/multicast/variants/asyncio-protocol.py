# Variant: Python's asyncio, with a protocol that is called for each datagram; receivers share their port by SO_REUSEPORT.

import argparse
import asyncio
import ipaddress
import socket
import sys


def group(text):
    address = ipaddress.IPv4Address(text)
    if not ipaddress.IPv4Address("224.0.0.0") <= address <= ipaddress.IPv4Address("239.255.255.255"):
        raise argparse.ArgumentTypeError(f"{text} is not in 224.0.0.0 - 239.255.255.255")
    return str(address)


def arguments():
    parser = argparse.ArgumentParser(description="Sends messages to a multicast group, or receives them")
    roles = parser.add_subparsers(dest="role", required=True)
    receive = roles.add_parser("receive")
    send = roles.add_parser("send")
    for role in (receive, send):
        role.add_argument("--group", type=group, default="239.255.42.1")
        role.add_argument("--port", type=int, default=5007)
        role.add_argument("--interface", default="127.0.0.1")
    receive.add_argument("--count", type=int)
    receive.add_argument("--timeout", type=float)
    send.add_argument("--ttl", type=int, default=1)
    send.add_argument("--no-loopback", action="store_true")
    send.add_argument("message")
    return parser.parse_args()


def quoted(text):
    # The notation of Python: \n, \x1b, \u2028.
    escaped = ("\\" + c if c in '"\\' else c if c.isprintable() else repr(c)[1:-1] for c in text)
    return '"' + "".join(escaped) + '"'


class Receiver(asyncio.DatagramProtocol):
    def __init__(self):
        self.messages = asyncio.Queue()

    def datagram_received(self, data, peer):
        self.messages.put_nowait((data, peer))

    def error_received(self, error):
        print(f"warning: {error}", file=sys.stderr)


async def receive(args):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        s.setblocking(False)
        s.bind((args.group, args.port))
        membership = socket.inet_aton(args.group) + socket.inet_aton(args.interface)
        s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        _, receiver = await asyncio.get_running_loop().create_datagram_endpoint(Receiver, sock=s)
        print(f"joined {args.group}:{args.port} on {args.interface}", flush=True)
        left = args.count
        while left is None or left > 0:
            data, (host, port) = await asyncio.wait_for(receiver.messages.get(), args.timeout)
            print(f"{host}:{port}: {quoted(data.decode('utf-8', 'surrogateescape'))}", flush=True)
            left = left and left - 1


async def send(args):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setblocking(False)
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(args.interface))
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, args.ttl)
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, not args.no_loopback)
        await asyncio.get_running_loop().sock_sendto(s, args.message.encode(), (args.group, args.port))


def main():
    args = arguments()
    try:
        asyncio.run(receive(args) if args.role == "receive" else send(args))
    except asyncio.TimeoutError:
        sys.exit(f"error: receive: nothing came for {args.timeout} s")
    except OSError as error:
        sys.exit(f"error: {args.role}: {error}")


main()
