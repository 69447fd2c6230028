# Misconception: a connection ends with the program that has opened it.
# Caught by: `carries_any_message`, `leaves_politely_when_the_echo_is_complete`, `sends_the_message_and_prints_its_echo`
# More than two, because: the connection goes on when the program has ended, wherever its end is waited for.
# Told by: `cause-leaves-its-connection-to-a-child`

import argparse
import socket
import subprocess
import sys
import time


def message(text):
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


def main():
    parser = argparse.ArgumentParser(description="Sends one message to an echo server and prints the echo")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--timeout", type=float, default=10)
    parser.add_argument("message", type=message)
    arguments = parser.parse_args()

    deadline = time.monotonic() + arguments.timeout
    data = arguments.message.encode()
    with socket.create_connection((arguments.host, arguments.port), arguments.timeout) as client:
        client.sendall(data)
        echo = b""
        while len(echo) < len(data):
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            client.settimeout(left)
            piece = client.recv(len(data) - len(echo))
            if not piece:
                raise ConnectionError(f"the server closed after {len(echo)} of {len(data)} bytes")
            echo += piece
        client.set_inheritable(True)
        subprocess.Popen(
            ["sleep", "3"], close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    for index, (sent, received) in enumerate(zip(data, echo)):
        if sent != received:
            raise ValueError(f"byte {index} of the echo differs")

    # As it is, on every system: what print writes depends on the system's encoding and line ends.
    sys.stdout.buffer.write(b"echo: " + echo + b"\n")
    sys.stdout.flush()


try:
    main()
except (OSError, ValueError) as error:
    print(f"error: {error}", file=sys.stderr)
    sys.exit(1)
