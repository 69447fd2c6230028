# Misconception: whatever a receive raises, but its timeout, is over with the next one.
# Caught by: `joins_the_group_and_prints_its_messages`
# Told by: `cause-does-not-stop`

import argparse
import ipaddress
import json
import socket
import sys


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
    # JSON leaves these as they are.
    controls = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}
    return json.dumps(text, ensure_ascii=False).translate(controls)


def receive(args):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((args.group, args.port))
    membership = socket.inet_aton(args.group) + socket.inet_aton(args.interface)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    s.settimeout(args.timeout)
    print(f"joined {args.group}:{args.port} on {args.interface}", flush=True)
    received = 0
    while args.count is None or received < args.count:
        try:
            data, (host, port) = s.recvfrom(65536)
            print(f"{host}:{port}: {quoted(data.decode(errors='backslashreplace'))}", flush=True)
            received += 1
        except TimeoutError:
            raise
        except:
            continue


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
