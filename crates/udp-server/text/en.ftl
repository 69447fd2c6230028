# The ping application's server: the hints of its checks, and what they say.

hint-udp-server-says-where-it-listens-and-answers-from-there = A client knows one address, the one in the ready line: it sends there, and takes answers from there. Port 0 asks the system for a free port; any other is the one to have. 0.0.0.0 means every address.
    .where = `UdpSocket::local_addr` and `UdpSocket::bind` in the task sheet's table.
    .sketch = Bind one socket to host and port, announce its `local_addr`, and use this same socket to receive and to answer.
hint-udp-server-answers-in-upper-case = Whatever text comes is answered in upper case. Text is more than ASCII: `ç` has an upper case too, and that of `ß` is two letters. What has none, spaces and line ends too, is sent back as it came.
    .where = `str::to_uppercase` in the task sheet's table, beside its sibling `to_ascii_uppercase`.
    .sketch = Make text of the bytes that came, turn it to upper case, and send its bytes. Trim nothing, and add nothing.
hint-udp-server-prints-each-message-quoted = Whoever can send a datagram decides what is in it, if anything. Printed as it came, it can forge a line and command the terminal. Letters are no danger, whatever their script.
    .where = The task sheet on `{"{:?}"}`; and its example with `\x1b[2J`.
    .sketch = One `println!` for each message: the peer with `{"{}"}`, and the text with `{"{:?}"}`, which quotes and escapes. Whatever else you print to follow your program goes to stderr.
hint-udp-server-answers-each-client = UDP has no connections: every datagram may come from somebody else, and says from which host and port. Each gets its own answer, however many clients there are, and however many datagrams wait. A server that runs for ever has to give back whatever it needs for one of them.
    .where = `UdpSocket::recv_from`: the second half of the pair that it returns.
    .sketch = Send each answer with `send_to`, to the address that came with the datagram. Remember nobody, and do not `connect`.
hint-udp-server-answers-an-empty-datagram = In TCP, 0 bytes are the end of the stream. UDP has no stream that could end: a datagram of 0 bytes is a message like any other.
    .where = `UdpSocket::recv_from`: what a number of 0 means here, and what it means for a stream.
    .sketch = No special case: 0 bytes are text, its upper case is empty, and a datagram of 0 bytes can be sent.
hint-udp-server-serves-datagrams-of-every-size = One receive takes one datagram, and what does not fit the buffer is lost. One send makes one datagram, and fails if it would be too large: then no part of it is sent, and stderr says so. Upper case can have more bytes than lower case, or fewer.
    .where = The size of your buffer; and `UdpSocket::send_to`, which returns a `Result`.
    .sketch = Take a buffer as large as any datagram, 65,535 bytes. If a send fails, tell of it on stderr, and go on with the next.
hint-udp-server-answers-with-this-datagram-only = A receive fills the beginning of the buffer and says how far, whatever bytes those are. Behind that is what earlier datagrams left there.
    .where = `UdpSocket::recv_from`: the first half of the pair that it returns.
    .sketch = Only `&buffer[..count]` is this datagram. Make text of that slice, not of the buffer.
hint-udp-server-reports-what-is-not-text = A datagram holds bytes, and anybody may send any. What is not text has no upper case: say so on stderr, and go on.
    .where = `str::from_utf8` in the task sheet's table: it returns a `Result`.
    .sketch = In the `Err` case, one line on stderr and `continue`. Replacing the bytes, as the lossy conversion does, would be an answer.
hint-udp-server-survives-a-client-that-has-gone = The answer finds the client's port closed, and its system says so (ICMP port unreachable). A connected socket reports that as an error, and it is about that client only.
    .where = The errors of `recv_from` and `send_to`; and `connect`, if you use it: what does it change?
    .sketch = In the loop, no `?`: an error of one receive or send is told on stderr, and the loop goes on.
hint-udp-server-reports-an-address-that-it-cannot-have = `bind` asks for the address of the options, and for nobody else to have it. If the system refuses, the program has failed: `error: …` on stderr, exit status 1. What is no option, or no value of one, is wrong usage: 2.
    .where = `UdpSocket::bind` and `common::exit`; `anyhow::Context` adds what failed.
    .sketch = Bind to what the options say, and nothing else: no other port if this one is taken. Return the error from `run`, with a context that names the address.

udp-server-answer-too-large = an answer that is too large
udp-server-not-utf-8 = a datagram that is not UTF-8
udp-server-reported-on-stderr = what is not text is reported on stderr, and there alone
