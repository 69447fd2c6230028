"""Messages on a stream: as lines, and with their length in front, each with a limit."""

import socket
import struct

LIMIT = 16


# ANCHOR: line
def next_line(stream):
    """The next line, without its end; None where the stream ends behind a whole line."""
    line = stream.readline(LIMIT + 1)
    if not line:
        return None
    if not line.endswith(b"\n"):
        raise ValueError("too long" if len(line) > LIMIT else "the end, in the middle of a message")
    return line[:-1]
# ANCHOR_END: line


# ANCHOR: frame
def next_frame(stream):
    """The next message; None where the stream ends behind a whole one."""
    header = stream.read(4)
    if not header:
        return None
    if len(header) < 4:
        raise ValueError("the end, in the middle of a message")
    (length,) = struct.unpack("!I", header)
    if length > LIMIT:
        raise ValueError("too long")
    # Of a buffered reader, `read` waits for all that it was asked for, or for the end.
    message = stream.read(length)
    if len(message) < length:
        raise ValueError("the end, in the middle of a message")
    return message
# ANCHOR_END: frame


def frame(message):
    return struct.pack("!I", len(message)) + message


def received(next_message, pieces):
    """What a reader gets of these pieces, and then of the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    writer = socket.create_connection(listener.getsockname())
    reader, _ = listener.accept()
    stream = reader.makefile("rb")
    messages = []
    for piece in pieces:
        writer.sendall(piece)
        # The first piece is in the reader's buffer before the second one is sent: it comes by itself.
        stream.peek()
    writer.close()
    try:
        while (message := next_message(stream)) is not None:
            messages.append(message)
    except ValueError as error:
        messages.append(str(error))
    for sock in (stream, reader, listener):
        sock.close()
    return messages


def expect(what, got, expected):
    print(f"{what}: {got}")
    if got != expected:
        raise SystemExit(f"expected {expected}")


expect("lines", received(next_line, [b"ping 1\npi", b"ng 2\n"]), [b"ping 1", b"ping 2"])
expect("a long line", received(next_line, [b"x" * 17]), ["too long"])
expect("half a line", received(next_line, [b"ping"]), ["the end, in the middle of a message"])

two = frame(b"ping 1") + frame(b"two\nlines")
expect("lengths", received(next_frame, [two[:12], two[12:]]), [b"ping 1", b"two\nlines"])
expect("a large length", received(next_frame, [b"\xff\xff\xff\xff"]), ["too long"])
expect("half a message", received(next_frame, [two[:8]]), ["the end, in the middle of a message"])
