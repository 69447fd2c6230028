# What the grader tells a student, in English.
# Text that came from the program or the network, and what stands in the checks themselves, comes in as it is.

## A verdict

no-points = 0 of { $points ->
    [one] 1 point
   *[other] { $points } points
}: { $sentence }
what-happened = what happened:
at = { $seconds } s
events-skipped = … { $count ->
    [one] { $count } more event
   *[other] { $count } more events
} …
printed-on-stderr = `{ $program }` printed on stderr:
hint = hint: { $hint }

## What happens

grader = grader
lab = lab
client = client
server = server
closed-port = closed port
stranger = stranger
neighbour = stranger at 127.0.0.2
sender = sender
member = member

starts = starts `{ $command }`
kills = ends `{ $command }`
interrupts = asks the program to end, as Ctrl-C does
terminates = asks the program to end, as a system does that shuts down (SIGTERM)
types = { $bytes ->
    [0] ends the program's input, as Ctrl-D does
   *[other] types { $text }
}
stops-and-continues = stops the program, and lets it go on, as Ctrl-Z and `fg` do
chooses-at-random = makes random choices from seed { $seed }: `LAB_SEED={ $seed } { $repeat }` makes the same ones again
tries-again = tries again, with more time: the machine was busy
resolves = finds that { $name } stands for { $addresses }, and listens at one of them at a time
resolves-to-one = finds that { $name } stands for { $address } alone: only this one can be tried here
leaves-out = leaves out what needs an address that nobody here has: this machine lets a program have { $address } (ip_nonlocal_bind)

prints = prints { $line }
prints-on-stderr = prints { $line } on stderr
prints-more = prints { $count ->
    [one] { $count } more line
   *[other] { $count } more lines
}
has-printed = has printed { $lines }
has-printed-escaped = has printed a line that begins with { $beginning }, escaped
has-printed-diagnostic = has printed a diagnostic, which should be about { $about }
is-idle = is idle
ends = ends: { $how }

connects = connects to { $to }
accepts = accepts a connection from { $from }
sends = sends { $payload }
sends-while-read = sends { $payload }, each piece when the one before was read
sends-reading = sends { $payload }, reading what comes back at the same time
sends-endlessly = sends { $payload } over and over
sends-until-it-stops = sends { $payload }, until the program reads no more
receives = receives { $payload }
receives-last = receives { $payload } and the end (FIN)
receives-end = receives the end (FIN)
receives-reset = receives a reset (RST)
sees-end = sees that the connection has ended
sees-nothing-more = sees that the program sends nothing more
sees-all-read = sees that the program has read all this
sees-program-gone = sees that the program has left already
half-closes = half-closes: nothing more will be sent
closes = closes the connection
resets = resets the connection

sends-datagram = sends { $payload } to :{ $port }
sends-datagrams = sends { $payload } to :{ $port } every { $seconds } s
receives-datagram = receives { $payload } from :{ $port }
does-not-answer = does not answer datagram { $number }
holds-back = holds back the answer to datagram { $number }
waits = waits for { $seconds } s
is-gone = is gone: nobody takes the answer

joins = joins { $group }
sends-to-group = sends { $payload } to { $group }
receives-with-ttl = receives { $payload } from { $from }, with TTL { $ttl }
receives-with-some-ttl = receives { $payload } from { $from }, with a TTL that this system does not tell

## What evidence shows

expected = expected
received = received
printed = printed
differs = differs
measured = measured
too-much = too much
message = message
program = program
ended = ended
held = held
stdout = stdout
stderr = stderr

## What was seen

nothing = (nothing)
nothing-more = nothing more
without-line-end = (without a line end)
bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
counted = { $payload } ({ $bytes })
lines-skipped = … { $count ->
    [one] { $count } line
   *[other] { $count } lines
} …
first-difference = at byte { $at } (the first is byte 0): { $received } came instead of { $expected }
and = and
or = or

## Waiting

ended-before = the program ended before { $what } came
connections-refused = the system to refuse connections to the program
still-takes-connections = the port of the program has not been closed: connections still wait there to be accepted
ended-too-soon = the program has ended, and { $why }
will-never-come = waited for { $what }, which will never come: the program sleeps until it hears more
will-come-too-late = waited for { $what }, which will not come in time: the program sleeps for too long
did-not-come = waited { $seconds } s for { $what }, which did not come

## What a program is doing, and how it ended

is-running = is still running
is-running-and = is still running, { $what }
asleep-in = asleep in `{ $call }`
asleep-in-number = asleep in system call { $number }
busy-on-the-cpu = busy on the CPU
has-ended = has ended ({ $how })
ended-with = with { $how }
exit-status = exit status: { $code }
exit-code = exit code: { $code }
signal = signal: { $signal }

## Starting a program

not-written = { $file } is not written yet
not-your-program = this would test the course's own program, not yours: run `cargo test -p { $lesson }` to grade exercises/{ $lesson }/main.rs
built-elsewhere = this was built in another checkout, in { $built }. Call cargo in the folder of yours, { $here }; if that does not help, call `cargo clean` there
built-meanwhile = the program was built anew while it was graded. Run this again
source-replaced = { $file } has been replaced by a file that is older than the program, which cargo takes for built. Save it once more, and run this again
not-a-command = LAB_PROGRAM is not a command that a shell could split: { $command }
no-program = there is no program to grade: name one in LAB_PROGRAM, as in LAB_PROGRAM='python3 server.py'
not-a-seed = LAB_SEED is not a number from 0 to { $most }: { $seed }
cannot-start = cannot start `{ $program }`: { $error } (relative paths begin at { $folder })
check-is-broken = the check itself is broken: { $why }
it-panicked = it panicked

## What a program prints

the-ready-line = the line `listening on 127.0.0.1:<port>` on stdout
not-the-ready-line = the first line on stdout is not the ready line
the-ready-lines = { $count ->
    [one] a line
   *[other] { $count } lines
} `listening on <address>:<port>` on stdout
first-line = the program's first line on stdout
says-too-soon = the program says that it is ready before it has { $what }
socket-that-listens = a socket that listens
membership = a membership of the group { $group }
floods-instead = the program printed more than 1 MiB on stdout instead of { $what }
printed-too-much = the program printed more than 1 MiB on stdout
stream-is-held = the program has ended, but something that it started still holds its { $stream }
a-line-on-stdout = a line on stdout
a-line-with = a line with { $text } on stdout
lines = { $count } lines
lines-of-speeches = lines of what others have said
lines-of-each-other = the lines that the peers send each other through the program
a-line-having = a line with { $text }
the-line = the line { $line }
a-line-escaped = one line that begins with { $beginning }, has an escape (`\`) in place of each control character, and ends with a quote
control-characters-left-out = control characters of a message are missing from its line, where each has to be shown by an escape
not-escaped = control characters of a message reach the terminal as they came
a-diagnostic-about = a diagnostic on stderr about { $what }
a-diagnostic-that-begins = a line on stderr that begins with { $beginning } and goes on
stream-is-wrong = { $stream } is not what it should be
text-with = a text with { $text } in it
line-is-wrong = line { $number } on stdout is not what it should be
stands-for-a-number = a number, without brackets
line-is-missing = line { $number } on stdout is missing
more-lines-than = stdout has more than { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
count-is-wrong = the program counts something else than it should
crashed = the program crashed
end-without-a-crash = an end that the program chose, with an exit status and what went wrong on stderr
message-is-not-quoted = message { $number } is not printed as it should be: on one line, quoted, with escapes for control characters, quotes and backslashes, and all else as it came
message-is-not-escaped = control characters of message { $number } reach the terminal as they came: { $characters }
message-is-missing = message { $number } is not printed
quoted-for-example = { $quoted }, or the same with the escapes of another language
escaped-alike = different characters are shown alike: { $escape }
more-messages-than = stdout has more than { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
line-with-is-missing = a line on stdout is missing
line-is-not-asked-for = the program printed a line on stdout that the task sheet does not ask for, or not once more
line-is-too-much = a line on stdout is too much: { $why }
connections-given-back = the program to hold no more than { $most } connections, as all of its clients have left
descriptors-given-back = the program to hold hardly more descriptors than before, after { $clients } clients have come and gone
descriptors-held = { $now } descriptors, where it was { $before } before the clients came
stacks-given-back = the program to hold hardly more areas of memory than before, after { $clients } clients have come and gone
mappings-held = { $now } areas of memory, where it was { $before } before the clients came
holdings-given-back = the program to hold no more than { $most } descriptors, threads and processes, after { $clients } clients have come and gone
holdings = { $now } descriptors, threads and processes, where it was { $before } before the clients came
number-is-missing = the error does not say the number { $number }
error-with-number = `error: …`, with the number { $number } in it
error-has-no-cause = the error does not say why it happened
error-with-cause = `error: <what failed>: <why>`
error-is-vague = the error does not say what it is about
error-with = `error: …`, with "{ $what }" in it
number-is-wrong = the error says { $number }: { $why }
error-line = a line that begins with `error: `

## How and when a program ends

end-of = the end of `{ $program }`
exit-status-is-not = the exit status is not { $code }
should-have-failed = the program ended as if it had done what it should
should-have-refused = this should have been refused
exit-status-wanted = exit status { $code }
exit-status-wanted-either = exit status 1 or 2
moment-of-rest = a moment of rest in the program, of which nothing is asked
ended-instead-of-waiting = the program ended, where it should have waited for more to do
gave-up-early = the program gave up before its time was over, which is told in seconds and need not be a whole number
end-no-sooner-than = its end no sooner than { $seconds } s after its start
too-soon = { $what } came too soon
too-late = { $what } came too late
after = after { $seconds } s
after-because = after { $seconds } s: { $why }
at-once-because = at once: { $why }

## TCP

listens-at-another-address = the program listens at another address than the one that it was told, or its default
listens-at-another-port = the program listens at { $address } too, where nobody told it to
listens-elsewhere = a client reaches the program at { $address } too, where it should not listen
refusal = a refusal
cannot-connect = cannot connect to { $address }, which the ready line names: { $reason }
connection-to = a connection to { $address }
program-to-read = the program to read { $bytes }
program-to-read-all = the program to read
program-to-read-no-more = the program to read no more
reads-without-end = the program took { $mebibytes } MiB, while nobody took anything from it
program-to-keep-less = the program to keep no more than { $most } bytes
both-to-arrive = what was sent in both directions
more-threads = the program has { $now } threads and processes, where it had { $before } with fewer clients
echo-of = the echo of { $bytes }
end-of-connection = the end of the connection
end-of-connection-by-fin = the end of the connection (the program's FIN)
reset-instead-of-closing = the program reset the connection instead of closing it
last-words-are-wrong = what the program sent before it closed the connection is not what it should be
sent-something-else = the program sent something else than it should
sent-another-line = the program sent another line than it should
sent-more = the program sent more than it should
gave-the-connection-up = the program gave the connection up too early ({ $reason })
closed-too-early = the program closed the connection too early
reset-too-early = the program reset the connection too early
connection-refused = connection refused
connection-reset = connection reset
connection-aborted = connection aborted
broken-pipe = broken pipe
not-connected = not connected
timed-out = timed out

## UDP

empty-datagram = an empty datagram
the-datagram = the datagram { $payload }
datagram-of = datagram { $number } of { $count }
next-datagram = the program's next datagram
the-answer = the answer { $payload }
the-empty-answer = the empty answer
answer-is-wrong = the answer is not what it should be
answer-from-elsewhere = the answer comes from another socket than the one that was asked
answer-from = an answer from { $address }
sent-from-elsewhere = the program sent this from another socket than what came before
from = { $payload } from { $address }

## Multicast

members = { $count ->
    [one] { $count } member
   *[other] { $count } members
} of the group { $group } on the loopback interface
a-message = a message to arrive at a member of the group
the-message = the message { $message } to arrive at a member of the group
member-received-something-else = a member of the group received something else than it should
another-interface = the message was sent through another interface than 127.0.0.1
joined-elsewhere = the program has joined the group on an interface that it was not told
on-loopback-only = a membership on the loopback interface, and on no other
joined-on = joined on
over-loopback = by the loopback interface
by-interface = by the interface `{ $name }`
another-ttl = the message arrived with another TTL than it should

## Why a program fails: its cause

cause-crashed = The program crashed: { $words }. Mend this first, what else is missing may follow from it. What can go wrong is dealt with where it happens: it may be no failure at all, or the end of one connection; only what the program cannot do without ends it, with `error: <what failed>: <why>`.
    .where = On stderr, below "printed on stderr": a panic names the line, an exception the lines on the way to it.
    .sketch = `?` hands an error on to the caller where `unwrap` and `expect` end the program. An error on one connection ends this connection only; what the program cannot do without, it reports.
cause-decodes-a-piece = The program took a piece of the stream for text, and says { $words }. All that it was sent is UTF-8; but one read brings what has come by then, which may begin or end inside a character. Gather bytes until the message is whole, and decode them then.
    .where = The call that makes text of bytes: is all of the message there when it is called?
    .sketch = Rust: a `Vec<u8>` that each read is appended to, and `str::from_utf8` at the end. Python: `data += s.recv(4096)` with bytes, and one `data.decode()` behind the loop.
cause-takes-nothing-yet-for-a-failure = The program says { $words }. That is no failure and no end: the call would have had to wait for the other side, and the socket is one that does not wait, or no longer than a limit (EAGAIN, `WouldBlock`).
    .where = `set_nonblocking`, `setblocking` or a timeout: which socket was given it, and what becomes of this error?
    .sketch = Leave the socket as it was made, and the call waits by itself. Or ask first, with `poll`, `select` or `epoll`, who is ready, and when a call says this, keep the connection and ask again.
cause-refused-over-udp = The program ended with { $words }. Over UDP, where nobody connects, that tells of an earlier datagram: its port is closed, and a socket that is connected (`connect`) is told so, mostly by its next receive. That datagram is lost: deal with this error where you deal with a timeout.
    .where = The receive, and which of its errors are dealt with there.
    .sketch = Rust: `ErrorKind::ConnectionRefused` beside `WouldBlock` and `TimedOut`. Python: `except ConnectionRefusedError` beside `except TimeoutError`.
cause-binds-the-servers-port = The program was told to talk to { $address }, and failed since an address that it wants for itself is taken. The port that it was told is the server's, who has it already. A client needs no port that anybody knows: any free one will do, and the server sees which.
    .where = The bind: whose address is it given?
    .sketch = Rust: `UdpSocket::bind(("0.0.0.0", 0))`. Python and C: no `bind` at all; the first send chooses a port.
cause-knows-ipv4-only = The program was told { $host }, an address of IPv6, and did not get as far as connecting to it: { $words }. A socket, and a call that looks a name up, may be for IPv4 alone (`AF_INET`, `gethostbyname`); and where host and port are one text, an address of IPv6 stands in brackets.
    .where = The call that makes an address of `--host`, and the kind of the socket (`AF_…`).
    .sketch = Let the lookup say the kind of the socket. Rust: `TcpStream::connect((host, port))`. Python: `socket.create_connection((host, port))`. C: `getaddrinfo`, and for each of its results `socket` and `connect`.
cause-join-is-refused = The system found an argument to be nonsense (EINVAL), and the program was to join a group: { $words }. A join takes two addresses, the group first and the interface second. Where both have the same type, only the system notices that they are swapped.
    .where = The join: which of the two addresses comes first?
cause-ttl-is-refused = The system found an argument to be nonsense (EINVAL), where the program was to send with a TTL of 0: { $words }. The TTL of what goes to one host (IP_TTL) is never 0. What goes to a group has one of its own (IP_MULTICAST_TTL), which may be.
    .where = The option of the socket that `--ttl` sets: what is its name?
    .sketch = Rust: `set_multicast_ttl_v4`. Python: `s.setsockopt(IPPROTO_IP, IP_MULTICAST_TTL, ttl)`.
cause-sleeps-in-milliseconds = The program was given `{ $option }`, and sleeps for { $sleep } s, about a thousand times as long. The option is in seconds, and so may be what the call takes: look up the unit of both, and convert only where they differ.
    .sketch = In seconds: Python's `settimeout`, `time.sleep` and `select.select`, and `Duration::from_secs_f64` in Rust. In milliseconds: `poll`, Java's `setSoTimeout`, and `Duration::from_millis`.
cause-wrote-to-nobody = The program wrote to a connection whose other end is gone, and the system ended it for that (SIGPIPE). Have the write return an error instead, and end this connection only.
    .where = The call that writes, and what its result is used for.
    .sketch = C: `signal(SIGPIPE, SIG_IGN)` at the start, or `MSG_NOSIGNAL` in `send`; then -1 and EPIPE come back. Rust and Python do that by themselves.
cause-asks-for-what-is-forbidden = The system ended the program for asking it for something that is forbidden where it is graded (SIGSYS): to start another program, to signal or look into another, or to change what it runs in. No program of this lesson needs that: it works with sockets, and with threads if it wants.
    .where = Where it starts a command, or calls the system past the standard library.
cause-takes-too-much-memory = The grader ended the program, since it and others of it that ran at the same time had more than four billion bytes of memory together. A buffer is as large as what is read at once, and what has been answered is not kept.
    .where = What grows with each message or client, and how large a buffer is made.
cause-stopped-serving = The server ended by itself, with exit status { $code }: { $words }. Peers come and go, and errors come with them: one ends what it is about, and the server goes on.
    .where = The loop around `accept` or the receive: where does an error leave it?
    .sketch = Let a function serve one client, or answer one datagram, and return a `Result`. The loop takes it, tells of an error on stderr, and goes on.
cause-silent-client = The program ended the connection while its client was silent. That a client has nothing to say yet is no end: a connection is open until one of both closes it.
cause-stopped-serving-in-silence = The server ended by itself, with exit status { $code } and without a word: it runs until a signal ends it, as Ctrl-C sends one, whoever comes and goes, however many, and whatever they say.
    .where = The loop around `accept` or the receive: what ends it?
    .sketch = The outermost `loop` has no `break`. What is done with one client, or with one datagram, cannot end it.
cause-nothing-printed = Nothing that the program prints has come out: it holds { $socket } and sleeps in { $calls }. What is printed into a pipe waits in a buffer of the program until that is full or flushed. Flush stdout after each line; and print the line before the call that waits.
    .where = The line that prints, and the call that waits: which comes first, and what stands between them?
    .sketch = Rust: `println!` flushes at each line end, `print!` and a `BufWriter` do not: `std::io::stdout().flush()?`. Python: `print(…, flush=True)`. C: `fflush(stdout)`. Java: `System.out.flush()`.
cause-address-in-use = The port is taken by connections of the server that ran before: the end that closes first keeps them for a minute (TIME_WAIT). With SO_REUSEADDR, set before the bind, a new server may have the port all the same.
    .where = The call that makes the socket, and the one that binds it: what stands between them?
    .sketch = `TcpListener::bind` sets the option by itself on Unix. socket2: `socket.set_reuse_address(true)?` before `bind`. Python: `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)`. C: `setsockopt` between `socket` and `bind`.
cause-address-is-shared = The address is taken by another program on this machine, which is there on purpose: several may share an address if each sets SO_REUSEADDR before it binds.
    .where = The call that makes the socket, and the one that binds it: what stands between them?
    .sketch = `UdpSocket::bind` sets no option. socket2: `Socket::new`, `set_reuse_address(true)`, and then `bind`.
cause-port-ignored = The program was started with `--port { $port }`, and holds { $socket }: the option does not reach the bind.
cause-listens-elsewhere = The program says that it is at { $address }, and holds { $socket }. What is bound is where it is; what is announced has to be asked of the socket (`getsockname`).
cause-talks-to-another = The program was told to talk to { $address }, and talks to { $other }: an option does not reach the call.
cause-connected-to-another = The program's UDP socket is connected to { $other }: the system hands it datagrams from there alone. A server leaves its socket unconnected, and answers with the address that each datagram came from.
cause-lets-the-client-go = The program lets the client go at once, and unheard: it closed the connection, or the listening socket in whose queue the client was, before it had read all that the client sent, and sent nothing back. Read, write back what came, and close only when a read returns 0; keep listening while the server runs. A socket closes itself where the variable that owns it ends.
cause-leaves-unread = { $count ->
    [one] One byte lies
   *[other] { $count } bytes lie
} unread in the program's socket, while it sleeps in { $calls }: it has stopped to read. One read is not one message, nor all that a peer says: read on until a read returns 0.
cause-connects-anew = The program has opened another connection, while the one before was to go on: one connection carries all messages. Connect once, before the loop.
cause-takes-the-end-for-nothing-yet = The peer has said that it sends no more (FIN), and the program asks again and again: a read of 0 bytes is that end, not "nothing yet", and comes at once from then on. Leave the loop, and close.
cause-leaves-a-datagram-where-it-is = A datagram lies in the program's UDP socket, and the program runs on and on without taking it. To look at it (`peek`, MSG_PEEK) takes nothing away, a receive does; and 0 bytes are a datagram too, not "nothing yet".
cause-joined-elsewhere = The program has joined the group on { $interface }, and was told another interface. The group's address alone says nothing of the interface: it is the second argument of the join.
cause-not-joined = The program holds { $socket } and sleeps in { $calls }, and is no member of { $group }: to bind is not to join. Join the group (IP_ADD_MEMBERSHIP) before you receive.
cause-waits-for-a-line-end = The program answered as soon as a line end came: it reads lines. What comes is a stream of bytes, and need not have any.
cause-loses-a-line = The program has read what was sent and leaves this line without an answer, and it answers the next one: this one is lost. One read may bring several lines, and what stands behind the first belongs to the next. A `BufReader` reads ahead: it belongs to the connection, not to a line.
cause-other-protocol = The address is right, and the socket is of the other kind: { $socket }. TCP (`TcpListener`, SOCK_STREAM) carries connections, UDP (`UdpSocket`, SOCK_DGRAM) datagrams, and each has ports of its own.
cause-takes-a-full-buffer-for-a-part = The program waits for more when what came is just as long as its buffer. That a read fills the buffer does not say that more is there, or will come: answer what each read brings.
cause-outlives-an-interrupt = Ctrl-C did not end the program: something in it takes the interrupt, and goes on. A bare `except:` in Python does that, which also catches `KeyboardInterrupt`: catch `OSError`, or what else can fail there. So does a signal handler that only sets a flag: the call that sleeps goes on sleeping; and whoever accepts once more before he looks at it serves somebody who came later.
cause-does-not-stop = Ctrl-C did not end the program, and nothing else would have ended it. Something in it catches the interrupt and goes on, or it ignores the signal. A bare `except:` in Python catches `KeyboardInterrupt`, too.
cause-waits-for-a-full-buffer = The program answered only when much more had come: it waits until a buffer is full. Either it reads until there is so much (`read_exact`), or what it writes stays in a buffer (`BufWriter`) until that is full or flushed: call `flush` after each answer.
cause-waits-for-the-end = The program answered only when it was told that no more comes (FIN): it reads to the end (`read_to_end`, `read_to_string`), or what it writes stays in a buffer (`BufWriter`) until it leaves: answer what there is, and call `flush` after it.
cause-only-the-form = Only the form of the line is wrong: it says what it should, and a program that reads it looks for { $expected }, to the letter. This has nothing to do with the network.
cause-refuses-its-options = The program ended with exit status 2, as if it had been called wrongly: { $words }. What the transcript shows of its start is right, and has to be understood.
    .where = The types and the limits of the options.
cause-announces-port-0 = The program says that it listens on port 0. That is what it was asked for, and means: any free port. Which one it got has to be asked of the socket (`getsockname`, `local_addr`), after the bind.
cause-serves-all-the-same = The program was started as `{ $command }` and runs, with { $socket }. A value that is missing, no number or out of range is not to be replaced by a default, nor made to fit: it ends the program, with exit status 2.
    .where = How the options are read: what becomes of a value that cannot be used?
cause-host-ignored = The program was started with `--host { $host }`, and is at { $held }: the option does not reach the bind. 0.0.0.0 stands for every address of this machine, which nobody asked for.
cause-takes-another-port = The program was told `--port { $port }`, which is taken, and holds { $socket } instead. Its clients know only the port that was asked for: a bind that fails ends the program, with `error: …` and exit status 1.
cause-shares-its-address = The program holds { $socket }, and so does another one: datagrams and clients reach either of them. A UDP socket that sets SO_REUSEADDR or SO_REUSEPORT shares its port. Leave the option out, and the second bind fails, as it should.
cause-goes-on-after-wrong-usage = The program was called wrongly and went on: it put something else in place of an option, or a value, that is none. A default is for an option that is not there. Say what is wrong on stderr, and end with exit status 2 before anything else is done.
    .where = How the options are read: what becomes of a value that cannot be used?
cause-gives-nothing-back = Something is left of each of these { $clients }: descriptors, threads or processes, which a system has only so many of. What was opened for one has to be closed on every way out, also after an error; a thread has to end.
    .where = Each call that opens, duplicates or starts something: where does that end, and does an error get there?
cause-keeps-its-connections = Clients have come and gone, and the program still holds { $count } of their connections. A connection ends with the last of its descriptors: a clone is one (`try_clone`, `dup`, `makefile`), and so is what a list or a child keeps; to leave a function closes only what that function owns.
    .where = Each variable, list, clone and child that has the connection: where does that end, and does an error get there?
    .sketch = Rust: a `TcpStream` that goes out of scope is closed, unless a clone is left. Python: `with connection:` or `connection.close()`; with `asyncio`, `writer.close()`. C: `close` on every way out, and in the parent after `fork`.
cause-reads-without-end = Nobody reads at the other side, and the program has taken { $mebibytes } MiB for it all the same: it reads whether or not it gets rid of what it has read. TCP lets who sends wait where nobody reads, and it does so for a program in the middle only if that program stops reading, too. A buffer without an end takes all memory there is.
    .where = What decides whether the program reads: does it look at how much it still has for the other side?
    .sketch = Read from one side only while little waits for the other, and ask `poll` for reading only then. What is not read stays with the system, which tells the sender.
cause-keeps-too-much = Nobody reads at the other side, and the program keeps { $kept } KiB for it, where { $most } KiB are enough: it reads on for too long before it stops. What it does not read waits at the sender, where it belongs.
    .where = How large a buffer may become before the program stops reading.
cause-a-thread-for-each = With { $clients } more clients it has { $more } more threads or processes. One thread is enough for all of them, if it waits for all sockets at once, in one call, and does what is possible without waiting; a library may start threads, too, where a call would have to wait.
    .where = What is started for each client, by the program or by a library that it uses.
    .sketch = `poll` with the listeners and both sockets of each client, none of which waits by itself; then do what the answer says, for all of them, and ask again.
cause-waits-for-a-connection = The program sleeps in `connect`, and with it all that it does for others. Until the other host has answered, a `connect` on a socket that blocks does not return, which may take minutes where a queue is full or a host is gone.
    .where = The call that connects: is the socket non-blocking by then?
    .sketch = Make the socket, `set_nonblocking(true)`, then `connect`: `EINPROGRESS` says that it has begun. Ask `poll` for room to write; when it is ready, `take_error` says how it went.
cause-joins-no-thread = { $clients } clients have come and gone, and of each an area of memory is left, as the stack of a thread that has ended is. It stays until somebody joins the thread, or lets it go: whoever keeps the handles of all threads keeps their stacks.
    .where = What is done with that which the start of a thread returns, and when?
    .sketch = Rust: drop the `JoinHandle` (a list of them keeps all), or join it. C: `pthread_detach` or `pthread_join`.
cause-nothing-more-printed = Nothing came out on stdout after the ready line, until now. Either the program prints nothing more, or only after what it still waits for; or it stays in a buffer of the program until that is full: flush after each line.
    .sketch = Rust: `println!` flushes at each line end, a `BufWriter` does not: `flush()?`. Python: `print(…, flush=True)`. C: `fflush(stdout)`. Java: `System.out.flush()`.
cause-printed-on-stderr = The line is on stderr. What a program is asked for goes to stdout, and stderr is for what went wrong.
cause-the-same-again = The line came once, and the message was sent again: two datagrams with the same bytes are two messages. Each is printed and answered, whatever came before.
cause-nothing-for-an-empty-message = The messages before were printed, and then came a datagram of 0 bytes. It is a message like any other: no end, as 0 bytes are in TCP, no "nothing yet", and not nothing to print.
cause-another-sender = The message stands in { $line }, and should stand behind { $peer }: who sent it is an address, host and port, which comes with each datagram.
cause-quotes-as-they-came = Only backslashes are missing, or too many: { $line }. Not control characters alone need an escape. With a quote as it came nobody sees where the message ends, and with a backslash as it came, what is an escape.
cause-line-is-cut = There is a line with the first { $count } characters only. A message is printed as a whole and on one line, however long it is.
cause-prints-the-answer = The line shows the answer. What came is to be printed: print the message before it is changed.
cause-ends-at-a-zero = The line ends where the message has a zero. In C, a zero ends a text. In a datagram it is a byte like any other, and only the count of the receive says where the end is.
cause-said-before = What stands on stderr was there before this happened, and is about something else. Each time it happens it is said again.
cause-answer-has-other-white-space = Only white space differs: spaces, tabs and line ends. They are part of the message like any other bytes, and nothing has to mark its end: a datagram ends where its bytes do.
cause-answer-is-escaped = Only what has to do with escapes differs: control characters and backslashes. They are escaped, or left out, where they are shown on a terminal. An answer has them as they came, and `\1` in a message is two characters.
cause-letters-stay-small = { $letters } came back as they were sent, and have an upper case. Functions for ASCII know 26 letters, and those for characters of 16 bits know none beyond `U+FFFF`: take one that knows every script.
cause-leaves-a-character-out = The message has { $char } in it, and the answer has not. A mark, and an accent behind its letter, are characters of their own: what has no upper case is sent back as it came, also where the result would look the same.
cause-sends-the-rest-of-the-buffer = Behind the answer { $count ->
    [one] comes one byte
   *[other] come { $count } bytes
} from the rest of the buffer: zeros, or what was there before. A receive fills the beginning, and says how far. Use that count, and only that.
cause-answers-twice = This answer has come before, and no further datagram was sent for it. One datagram is answered by one. A client that has lost an answer asks again.
cause-character-of-four-bytes = The message has { $char } in it, a character of four bytes in UTF-8, and got no answer, as those before did. A character has one to four bytes.
cause-answers-what-is-not-text = An answer came to { $payload }, which is not UTF-8. As a whole it is no text: nothing of it, and nothing in its place, goes to the client, no error either. A line on stderr says so.
cause-answers-what-is-no-character = An answer came to { $payload }, which has the form of UTF-8 and is none. A character has only its shortest form (a zero is one byte, not two as in Java), and halves of UTF-16 and numbers beyond `U+10FFFF` are none. A strict decoder refuses them.
cause-something-in-front = The line comes further down, and something stands in front of it that should not. Stdout has the lines of the task sheet in their order, each as soon as there is something to tell, and no other: whoever reads them is a program. The rest belongs on stderr.
cause-seconds-for-milliseconds = A thousand times as much would be right, as where seconds stand before "ms": most clocks tell seconds, and 0.2 s are 200 ms. Where it is in milliseconds already, the time begins too late: it runs from just before the send.
    .sketch = Rust: `elapsed.as_secs_f64() * 1000.0`. Python: `(time.perf_counter() - start) * 1000`.
cause-only-the-percentage = Only the percentage is wrong: { $printed }. It is that of what was lost; and with whole numbers a division loses its rest, 1 / 4 is 0 and 100 / 3 is 33: multiply by 100 before you divide.
cause-least-is-wrong = The least of the times above is { $least } ms, and the summary says { $said } ms. Begin the search with the first time, or with infinity, not with zero; and compare all that are printed above, and no others: an answer that came too late has no time.
cause-greatest-is-wrong = The greatest of the times above is { $greatest } ms, and the summary says { $said } ms. Times come in any order: compare all that are printed above, and no others: an answer that came too late has no time.
cause-mean-is-wrong = The mean of the { $count } times above is { $mean } ms, and the summary says { $said } ms. The mean is the sum of the times that came, divided by their number: lost pings have none, and the value in the middle is another one.
cause-another-line = In its place the program printed { $line }. A line that another program reads is { $expected }, to the letter, whatever else a person would understand.
cause-prints-a-pair-for-an-address = The address stands there as a pair, in brackets and quotes, as Python prints a tuple. An address is written as host and port with a colon between: { $expected }, to the letter.
    .sketch = Python: `host, port = address`, and then `print(f"connected: {"{host}:{port}"}", flush=True)`.
cause-names-another-address = Only an address in the line is another one: it says { $printed }, and { $expected } is right. Each end of a connection has its own address, each sender, each group: ask for the one that is meant, with its port.
    .where = `recv_from` says who has sent a datagram, `peer_addr` who is at the other end, `local_addr` where the program's own socket is.
cause-shares-its-port = Two programs listen at { $address }: SO_REUSEPORT lets them, and then the system deals the clients out among them. SO_REUSEADDR is another option: with it a server starts again on its port, and a port that is taken stays taken.
cause-adds-a-carriage-return = Only a carriage return (`\r`) is too much: the line was ended by two characters. In this protocol a newline (`\n`) alone ends a line, on every system.
cause-ends-a-line-elsewhere = What came ends where the line has { $character }, and that ends no line here: a newline (`\n`) alone does. What a language or an editor takes for a line end besides is a character like any other.
    .where = What your language's call for lines splits at: many know more than one line end.
cause-cut-at-a-zero = What came ends where a byte 0 stands. That is a byte like any other, and ends no text that has a length of its own: how much there is, the receive says.
cause-trims = Only white space at the beginning or at the end is missing. It is a part of the message: only what the protocol adds, as the newline behind a line, is taken off.
    .where = The call that takes off the end of a line or of a text: how much more does it take?
cause-breaks-a-character = A character of several bytes came back broken. Bytes become text when all of them are there, and as UTF-8: not byte by byte, nor as much of them as one read brings.
    .sketch = Gather bytes until the message is whole, and decode them then.
cause-counts-characters = The first { $characters } of { $bytes } bytes were printed, and { $characters } is how many characters the text has. A stream counts bytes, and a character may be several: `ç` is two. Take the length of the text as bytes.
    .sketch = Rust: `message.len()` counts bytes, `message.chars().count()` does not. Python: `data = message.encode()`, and then `len(data)`; `len(message)` counts characters.
cause-line-ends-early = The line is right, and ends too early, after { $count } bytes. A line may be longer than a buffer or a read: gather what comes until its newline is there.
cause-datagram-is-cut = Only the first { $count } bytes of the message came in this datagram. A datagram carries up to 65,507 bytes, however long a buffer or a frame is; what is sent in two pieces is two messages.
cause-passes-an-empty-line-over = The answer to an empty line should come here, and is missing. That there is nothing before its newline makes it no less of a line: it is answered like any other.
cause-ends-at-an-empty-line = The program ended the connection where an empty line came. That is a message of no bytes, and its newline was read: only a read of 0 bytes says that no more comes.
cause-answers-nothing = One empty line too many came before the end. Behind the last newline there is nothing, and nothing is no line: only what has bytes in it when the stream ends is a last one.
cause-keeps-the-connection = The program serves this connection no more, sleeps in { $calls }, and still holds it. A connection is closed when the last of its descriptors is, clones included; neither the peer's FIN nor an error closes it by itself.
cause-leaves-its-connection-to-a-child = The program has ended, and its connection is still open: another process, which it has started, holds a descriptor of it. A connection is closed when the last of its descriptors is.
cause-was-refused-elsewhere = The program was told to connect to { $address }, where somebody listens, and was refused: where it asked, nobody listens. Either an option does not reach the call, and it is another address or port; or its socket is of the other kind, UDP (SOCK_DGRAM) for TCP (SOCK_STREAM) or the reverse, and each has ports of its own.
cause-option-is-unknown = The program was given an option of the task sheet, and says { $words }: it does not know it. What an option does may be hard to see, and it is there for somebody all the same.
cause-sent-elsewhere = The sender ended as if all was well, and nothing has come to the group on the loopback interface. A message leaves by the interface that the socket was told (IP_MULTICAST_IF), or else by one that the system chooses: set it to what `--interface` says, its default included.
    .where = `set_multicast_if_v4` in the task sheet's table.
cause-sends-nothing-for-nothing = No datagram came for the message "". A datagram may hold 0 bytes, and then it is sent and received like any other.
cause-sends-twice = The same message came once more. It is sent once: a datagram may be lost, and who wants to know has to be answered, which nobody asks for here.
cause-shows-old-bytes = Behind the message stands what was left in the buffer of a longer one before it. A receive fills as much of the buffer as there came, and says how much: show that part only.
    .sketch = `let (length, from) = socket.recv_from(&mut buffer)?`, and then `&buffer[..length]`.
cause-hears-another-group = The program takes what is sent to another group, and waits anew after each of those messages. A port does not tell groups apart: on Linux a socket that is bound to 0.0.0.0 hears every group that anybody on the machine has joined (IP_MULTICAST_ALL).
    .sketch = On Unix, bind to the group's own address instead of 0.0.0.0: the socket then takes only what is sent to it.
cause-waits-anew-for-others = The program gave up only when nothing came any more, for other groups either: each datagram that is thrown away begins its wait anew. The time runs from the last message of its own group.
    .sketch = Keep the moment at which the time is over, and before each receive set the timeout to what is left until then.
cause-takes-it-for-success = The program ended as one that has done what it should (exit status 0), though { $what }. That is a failure: it is told on stderr, and the exit status is 1.
cause-goes-on-all-the-same = The program goes on, though { $what }. That is a failure: it is told at once, and ends the program with exit status 1; it is neither waited for nor tried again.
cause-takes-its-call-for-wrong = The program ended with exit status 2, which says that it was called wrongly; and it was called rightly. 2 is for wrong usage alone: what fails all the same ends with 1.
cause-fails-without-a-failure = The program ended with exit status { $code }, which says that it failed, and has told no failure. 0 is the exit status of success; a result is printed, and is no exit status.
cause-read-exact-has-no-count = The error is that of `read_exact` ("failed to fill whole buffer"), which fails where less comes than it was to get, and does not say how much that was. Read piece by piece with `read`, and count.
    .sketch = A loop around `read` that adds up what each call returns: 0 is the end of the stream, and the sum says how much came before it.
cause-error-on-stdout = The error is on stdout. That is for the result, which another program may read: errors go to stderr, where a person sees them all the same.
cause-prints-more = What the program should print is there, and something else beside it. Stdout is for the result, to the letter: what is told to a person beside it goes to stderr.
cause-adds-a-line-end = Behind what it should send the program sends a line end, which nobody asked for. In a stream a line end is a byte like any other: where the peer did not say it, it does not belong there.
cause-says-more = Behind what it should send the program sends { $bytes }. If these are its own words, a farewell say, nobody asked for them; if they came from somebody before, it has kept them.
    .where = Each call that writes to the connection: which of them writes this, and from where does it have it?
cause-adds-zeros = Behind what it should send the program sends zeros. They are the end of a string in C, or the part of a buffer that was never filled: send as many bytes as there are, and no more.
cause-keeps-what-was-before = What should come is there, and before it stands once more what came before: the program has kept it. A read into a buffer that grows adds to what is in it (`read_line`, `read_until`, `+=`): empty it when its message has been answered.
    .where = The buffer that a message is read into: where is it made, and where does it become empty?
    .sketch = Rust: `line.clear()` before each `read_line` or `read_until`. Python: `line = b""` when a message is done.
cause-sends-it-again = The program sends again what it has sent before. TCP repeats by itself what is lost; and a buffer keeps what was in it, so send only what the last read has brought.
cause-leaves-a-part-out = After { $at } bytes { $count } are missing, and behind them it goes on. A read says how many bytes it brought, and a write how many it took: all that was brought has to be written before the next read.
cause-waits-with-the-rest = The program has sent a part of what it should, and sleeps in a read: it waits for an answer to that part, or holds the rest in a buffer. Nobody answers a part: send all, flush, and then read.
cause-leaves-out-what-came = The program answers what comes later, and not this: it does not wait for more, but has left this out: with `trim`, say, or by writing back less than a read returned. Every byte counts, spaces and line ends too.

socket-listening = a socket that listens on { $address }
socket-udp = a UDP socket at { $address }
socket-connected = a connection to { $address }

## What this machine cannot do

no-mark = no mark: the grading broke, which says nothing about your program
machine-open-files = no more than { $most } files can be open here, and a grading needs { $least }: raise the limit (`ulimit -n`)
machine-address-space = a program can have no more than { $most } MiB of addresses here, and may need { $least }: lift the limit (`ulimit -v unlimited`)
machine-threads = no more than { $count } further threads can be started here ({ $error }): raise the limit of processes (`ulimit -u`, or that of the container)
machine-proc = /proc cannot be read, which tells whether a program had its chance to run: mount it
machine-loopback = this machine cannot talk to itself over { $protocol } at 127.0.0.1 ({ $error }): see that its loopback interface is up (`ip link set lo up`), and that no firewall stands in the way
machine-multicast = this machine cannot send itself a multicast datagram over its loopback interface ({ $error }): see that a firewall or a container does not keep it from that
machine-localhost = localhost does not stand for this machine ({ $why }): /etc/hosts needs the line `127.0.0.1 localhost`
seen = seen

## What the grader itself could not do

grader-could-not = the grader could not { $what }: { $error }
use-a-connection = use a connection
make-a-folder = make a folder of files
put-a-file = put a file into a folder
make-a-keyboard = make a pipe for what is typed
reset-a-connection = reset a connection
read-from-a-connection = read from a connection
accept-a-connection = accept a connection
listen-on-loopback = listen on loopback
resolve = resolve { $name }
listen-at = listen at { $name }
no-loopback-address = it has no loopback address
take-a-port = take a port
open-a-udp-socket = open a UDP socket on loopback
send-a-datagram = send a datagram
receive-a-datagram = receive a datagram
close-a-udp-port = close a UDP port
open-a-multicast-socket = open a multicast socket on loopback
ask-for-an-address = ask for the address of a socket
send-to-a-group = send to a multicast group on loopback
join-a-group = join a multicast group on loopback
receive-from-a-group = receive from a multicast group
