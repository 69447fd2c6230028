# Misconception: a timeout is for one receive, and each datagram that comes is one.
# Caught by: `gives_up_when_the_next_message_does_not_come`
# Told by: `cause-waits-anew-for-others`

import argparse
import ipaddress
import socket
import struct
import sys

IP_PKTINFO = 8


def group(text):
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no IPv4 address") from None
    if not address.is_multicast:
        raise argparse.ArgumentTypeError(f"{text}: a group is from 224.0.0.0 to 239.255.255.255")
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
    # The notation of JSON, for whatever is not printable.
    escaped = ("\\" + c if c in '"\\' else c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return '"' + "".join(escaped) + '"'


def destination(ancillary):
    for level, kind, data in ancillary:
        if (level, kind) == (socket.IPPROTO_IP, IP_PKTINFO):
            _, _, address = struct.unpack("@i4s4s", data[:12])
            return socket.inet_ntoa(address)


def receive(args):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
    s.bind(("0.0.0.0", args.port))
    membership = socket.inet_aton(args.group) + socket.inet_aton(args.interface)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    print(f"joined {args.group}:{args.port} on {args.interface}", flush=True)
    received = 0
    while args.count is None or received < args.count:
        while True:
            s.settimeout(args.timeout)
            data, ancillary, _, (host, port) = s.recvmsg(65536, 64)
            if destination(ancillary) == args.group:
                break
        received += 1
        print(f"{host}:{port}: {quoted(data.decode(errors='backslashreplace'))}", flush=True)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, membership)


def send(args):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(args.interface))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, args.ttl)
    if args.no_loopback:
        s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 0)
    s.sendto(args.message.encode(), (args.group, args.port))


def main():
    args = arguments()
    try:
        receive(args) if args.role == "receive" else send(args)
    except OSError as error:
        sys.exit(f"error: {args.role}: {error}")


main()
