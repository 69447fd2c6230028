# A pinger: the hints of its checks, and what they say.

hint-udp-client-sends-each-ping-once-from-one-socket = A datagram holds exactly the bytes of one send; and the server knows a client by the address that its socket is bound to, so one socket serves for all pings. Where the server is, `--host` and `--port` say, and `--count` how many pings there are: 127.0.0.1, 12000 and 10 if nobody says it.
    .where = The first three rows of the task sheet's table.
    .sketch = Bind one socket before the loop, to port 0. In the loop, `format!("ping {"{n}"}")` and one send. A lost ping is not sent again.
hint-udp-client-prints-each-answer-with-its-round-trip-time = The round-trip time of a ping runs from just before its own send to its own answer, without the pause between pings, and 0.2 seconds are 200 milliseconds, 1.2 are 1,200.
    .where = `Instant::now` and `elapsed` in the task sheet's table.
    .sketch = Take the time just before the send of this ping; when its answer is there, `elapsed`, in seconds times 1000. The pause comes after that.
hint-udp-client-pauses-between-pings = `--interval` is a number of seconds, decimals allowed, and 1 if nobody says it; it passes between two pings: an answer that comes at once does not shorten it, and a loss is no reason to leave it out. 0 is no pause.
    .where = `thread::sleep` in the task sheet's table, and `common::seconds` in the starter's options.
    .sketch = Pause between two pings, not before the first or after the last, and whatever became of the ping before.
hint-udp-client-reports-a-loss-and-goes-on = UDP delivers or it does not, and nobody tells: a receive needs a time limit, which is `--timeout`, or 1 second if nobody says it. A ping that is lost is not sent again, and says nothing of the next.
    .where = `set_read_timeout`, and the row on `except socket.timeout`: an error of which kind?
    .sketch = `match` on the result of the receive: on a timeout, print that the ping is lost, and go on with the next number. Other errors are something else.
hint-udp-client-does-not-take-a-late-answer-for-the-next-one = The next datagram need not be the answer to the last ping: an earlier answer can still be on its way. The number in it says which ping it belongs to. After that ping's timeout it is not counted as received.
    .where = The task sheet: "What else arrives counts for nothing".
    .sketch = Compare the whole datagram with the text `PING <n>` of the ping that you wait for. If it is another, receive again, for the time that is left.
hint-udp-client-ignores-what-is-not-the-answer = Anything can arrive at a UDP socket, also twice, or with 0 bytes, which are no end here: only the datagram that is exactly `PING <n>` answers ping n, and everything else is neither an answer nor a loss.
    .where = `recv_from`, and the comparison that follows it in your program: `==`, or a part, or the beginning?
    .sketch = Bytes can be compared without making text of them. Equal means the answer; everything else means one more receive, in the same wait.
hint-udp-client-ignores-a-stranger = Anybody can send to an open UDP port: `recv_from` says who did, and a connected socket takes only what its peer sends. Host and port together are the address. A stranger's datagram is no answer, and no loss.
    .where = `recv_from` returns who sent it; `UdpSocket::connect` in the task sheet's table.
    .sketch = Either compare the sender, address and port, with the server's, or connect the socket, and the system does it for you.
hint-udp-client-waits-no-longer-than-the-timeout = A socket's read timeout begins anew with each receive: of a ping's time only what is left may be waited for after a datagram that counts for nothing. The next ping has its whole time again.
    .where = `set_read_timeout`, "for each receive anew", in the task sheet's table.
    .sketch = Fix the deadline when the ping is sent. Before each receive, set what is left of it as the timeout; when nothing is left, the ping is lost. Zero is refused as a timeout.
hint-udp-client-sums-up = The loss is a share of what was sent; the mean is over what was received; and where nothing was received there is no time to print.
    .where = The task sheet's example, its last two lines; and what it says of "if any answer came".
    .sketch = Collect the round-trip times in a vector. Lost are those sent less those received, as a share of those sent; the mean is the sum over those received. No times, no second line.
hint-udp-client-exits-with-0-if-any-answer-came = The exit status says whether the server is there: 0 for one answer or more, 1 for none. A closed port is told by an error on a connected socket (ECONNREFUSED), and that is a lost ping, not the end. Wrong usage is something else than silence: it is told on stderr, and has a status of its own.
    .where = The row on `except ConnectionRefusedError` in the task sheet's table; and `common::exit`.
    .sketch = An error of the kind `ConnectionRefused` (on Windows `ConnectionReset`) is a lost ping. After the summary, return an error if nothing was received, and `Ok` else.

udp-client-interval = ping 1 was answered at once, and the interval is that
udp-client-interval-whatever-comes = ping 2 was answered at once, the interval is that, and what came meanwhile counts for nothing
udp-client-interval-of-0 = ping 1 was answered at once, and the interval is 0
udp-client-interval-after-a-loss = ping 1 was lost, and the interval is that
udp-client-not-answered = ping 1 was not answered, and the timeout is that
udp-client-late-in-the-pause = PING 1 came after the timeout of ping 1, in the pause
udp-client-late-for-ping-1 = PING 1 came after the timeout of ping 1
udp-client-late-for-ping-2 = PING 2 came after the timeout of ping 2
udp-client-timeout = the timeout is that
udp-client-no-answer-to-ping = nothing that came for ping { $number } was its answer
udp-client-no-ping-2 = no PING 2 came, and the timeout is that
udp-client-no-ping-3 = no PING 3 came, and the timeout is that
udp-client-four-lines = two pings have a line each, and the summary has two
udp-client-nobody-answered = nobody answered
udp-client-only-strangers = only strangers answered ping { $number }
udp-client-not-lost-yet = PING 1 came long before the timeout, and after the interval

udp-client-cause-interval-ends-its-wait = The answer came long before the timeout, and the ping is told as lost. How long an answer is waited for, `--timeout` says alone: the interval is the pause between a ping and the next, however short it is.
udp-client-cause-something-ends-its-wait = The next ping was sent before the timeout was over, and all that had come meanwhile was no answer. What counts for nothing ends no wait, however many come of it, and whoever sends it; and the next ping is not sent before this one is answered or lost.
udp-client-cause-timeout-has-a-limit = Nothing came, the timeout is a minute, and the program sent more long before that. `--timeout` is as long as it says: nothing in a program makes it shorter.
udp-client-cause-asks-another-host = Nobody knows the host, and a ping went to 127.0.0.1 all the same. Where a name stands for no address, there is nobody to ask: that is what went wrong, and no reason to ask somebody else.
