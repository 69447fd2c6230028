"""Options of a socket in Python: each is set and read back, and the TTL is seen by the one who receives."""

import socket
import sys

stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

# ANCHOR: set
for sock, level, option, value in [
    (stream, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1),
    (stream, socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (stream, socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536),
    (stream, socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (datagrams, socket.SOL_SOCKET, socket.SO_BROADCAST, 1),
    (datagrams, socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 3),
]:
    before = sock.getsockopt(level, option)
    sock.setsockopt(level, option, value)
    after = sock.getsockopt(level, option)
    print(f"level {level}, option {option}: {before}, set to {value}, is now {after}")
    # Some systems answer "yes" with another number than 1, and Linux doubles the size of a buffer.
    if not after or (value > 1 and after < value):
        raise SystemExit("it was not taken")
# ANCHOR_END: set

if sys.platform == "linux":
    # ANCHOR: ttl
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 0))
    IP_RECVTTL = 12  # Python has no name for it: "tell me the TTL of each datagram".
    receiver.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
    for ttl in [64, 7]:
        datagrams.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
        datagrams.sendto(b"oi", receiver.getsockname())
        data, [(level, option, value)], flags, peer = receiver.recvmsg(16, 64)
        seen = int.from_bytes(value, sys.byteorder)
        print(f"IP_TTL {ttl}: the datagram came with a TTL of {seen}")
        if seen != ttl:
            raise SystemExit("it came with another one")
    # ANCHOR_END: ttl
