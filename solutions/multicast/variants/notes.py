"""Variant: Python, with the calls of the lecture notes: socket, setsockopt with struct, bind, recvfrom, sendto."""

import argparse
import ipaddress
import socket
import struct
import sys


def group(text):
    address = ipaddress.IPv4Address(text)
    if not address.is_multicast:
        raise argparse.ArgumentTypeError(f"{text} is not from 224.0.0.0 to 239.255.255.255")
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
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\x{ord(c):02x}" for c in text) + '"'


def receive(args):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind(("" if sys.platform == "win32" else args.group, args.port))
        membership = struct.pack("4s4s", socket.inet_aton(args.group), socket.inet_aton(args.interface))
        s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        s.settimeout(args.timeout)
        print(f"joined {args.group}:{args.port} on {args.interface}", flush=True)
        received = 0
        while args.count is None or received < args.count:
            data, (host, port) = s.recvfrom(65536)
            received += 1
            print(f"{host}:{port}: {quoted(data.decode(errors='replace'))}", flush=True)
        s.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, membership)


def send(args):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(args.interface))
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, struct.pack("b", args.ttl))
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, not args.no_loopback)
        s.sendto(args.message.encode(), (args.group, args.port))


def main():
    args = arguments()
    try:
        receive(args) if args.role == "receive" else send(args)
    except OSError as error:
        sys.exit(f"error: {args.role}: {error}")


if __name__ == "__main__":
    main()
