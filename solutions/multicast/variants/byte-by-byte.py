# Variant: Python without argparse: reads its options itself, looks for messages now and then, writes its output byte by
# byte, and tells on stderr what it is doing.

import ipaddress
import os
import socket
import sys
import time

PAUSE = 0.02
RANGE = "groups are from 224.0.0.0 to 239.255.255.255"


def say(text):
    print(text, file=sys.stderr)


def write_line(text):
    for byte in (text + "\n").encode():
        os.write(1, bytes([byte]))


def usage(text):
    say(f"usage: multicast receive|send [--group G] [--port P] ...: {text}")
    sys.exit(2)


def options(words, known, flags):
    found, rest = dict(known), []
    words = iter(words)
    for word in words:
        if word in flags:
            found[word] = True
        elif word in known:
            found[word] = next(words, None)
        elif word.startswith("--"):
            usage(f"no option {word}")
        else:
            rest.append(word)
    try:
        address = ipaddress.IPv4Address(found["--group"])
    except ValueError:
        usage("not an address")
    if not address.is_multicast:
        usage(RANGE)
    return found, rest


def open_socket():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setblocking(False)
    return s


def quoted(text):
    # The notation of C: \012 and \033, three digits of base 8 for each byte.
    def shown(c):
        if c in '"\\':
            return "\\" + c
        return c if c.isprintable() else "".join(f"\\{byte:03o}" for byte in c.encode())

    return '"' + "".join(map(shown, text)) + '"'


COMMON = {"--group": "239.255.42.1", "--port": "5007", "--interface": "127.0.0.1"}


def receive(words):
    found, _ = options(words, COMMON | {"--count": None, "--timeout": None}, [])
    group, port, interface = found["--group"], int(found["--port"]), found["--interface"]
    s = open_socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    say(f"binding to {group}:{port}")
    s.bind((group, port))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + socket.inet_aton(interface))
    say("I am a member now")
    write_line(f"joined {group}:{port} on {interface}")
    left, last = found["--count"] and int(found["--count"]), time.monotonic()
    while left is None or left > 0:
        try:
            data, (host, peer) = s.recvfrom(65536)
        except BlockingIOError:
            if found["--timeout"] and time.monotonic() - last > float(found["--timeout"]):
                raise TimeoutError("it has been quiet for too long")
            time.sleep(PAUSE)
            continue
        last = time.monotonic()
        say(f"{len(data)} bytes came")
        write_line(f"{host}:{peer}: {quoted(data.decode(errors='replace'))}")
        left = left and left - 1


def send(words):
    found, rest = options(words, COMMON | {"--ttl": "1"}, ["--no-loopback"])
    if len(rest) != 1:
        usage("a message, please")
    s = open_socket()
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(found["--interface"]))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, int(found["--ttl"]))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, "--no-loopback" not in found)
    s.sendto(rest[0].encode(), (found["--group"], int(found["--port"])))
    say(f"sent to {found['--group']}")


def main():
    roles = {"receive": receive, "send": send}
    if len(sys.argv) < 2 or sys.argv[1] not in roles:
        usage("receive or send?")
    time.sleep(PAUSE)
    try:
        roles[sys.argv[1]](sys.argv[2:])
    except OSError as error:
        say(f"error: cannot {sys.argv[1]}: {error}")
        sys.exit(1)


main()
