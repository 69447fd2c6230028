# Variant: Python, which names the interface to the system by its number (struct ip_mreqn in ip(7)), not by its address.
# The system then chooses a source address by itself, and on loopback it takes that of another interface, if there is one.
# Graded through: `solutions/multicast/two-interfaces.sh`

import argparse
import fcntl
import ipaddress
import socket
import struct
import sys

SIOCGIFADDR = 0x8915


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


def number_of_interface(s, address):
    """The number of the interface that has this address. One without an address has none to compare."""
    for number, name in socket.if_nameindex():
        try:
            answer = fcntl.ioctl(s, SIOCGIFADDR, struct.pack("256s", name.encode()))
        except OSError:
            continue
        if socket.inet_ntoa(answer[20:24]) == address:
            return number
    raise OSError(f"no interface has the address {address}")


def mreqn(s, group, address):
    return struct.pack("@4s4si", socket.inet_aton(group), b"", number_of_interface(s, address))


def quoted(text):
    escapes = {'"': '\\"', "\\": "\\\\"}
    return '"' + "".join(escapes.get(c, c if c.isprintable() else f"\\u{{{ord(c):x}}}") for c in text) + '"'


def receive(args):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((args.group, args.port))
        s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, mreqn(s, args.group, args.interface))
        s.settimeout(args.timeout)
        print(f"joined {args.group}:{args.port} on {args.interface}", flush=True)
        received = 0
        while args.count is None or received < args.count:
            data, (host, port) = s.recvfrom(65536)
            received += 1
            print(f"{host}:{port}: {quoted(data.decode(errors='replace'))}", flush=True)


def send(args):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, mreqn(s, "0.0.0.0", args.interface))
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, args.ttl)
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
