# What `cargo lab` says, in English.
# The hints of the checks stand in the checks themselves; here are only those that go on from there.

## Points and states

course = Sockets, graded
points = { $earned } of { $points } points
total = In all: { $earned } of { $points } points
not-begun = not written yet
not-graded = not graded yet
changed-since = changed since it was graded
does-not-compile = The program does not compile. The compiler says:
compiler-warns = The compiler warns of this, which costs nothing:
warnings-more = … and { $count ->
    [one] one more warning
   *[other] { $count } more warnings
}
task-sheet = The task sheet: { $file }
all-done = All lessons have full marks.
next-begin = Next: read { $sheet } and write { $file }. Then:
next-grade = Next: see what { $lesson } has earned so far:
next-hint = Next: a hint for what fails in { $lesson }:
next-go-on = Next: go on with { $lesson }:

## A check that failed

hint = hint:

## Results

unfinished = The grading ended before it was done.
time-is-up = The time is up: after { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
} the grading was not done.
no-verdict = no verdict: the grading ended before this check was done
no-verdict-no-program = no verdict: the program does not compile
cut-off = … cut off here …
and-more = { $names } and { $count ->
    [one] one more
   *[other] { $count } more
}
column-check = check
column-points = points
formats-and-files = there are { $files } files for { $formats } formats: each needs one, but for the last, which can go to stdout

## What is not taken of a submission

note = note: { $note }
note-no-program = there is no { $file }. Is one of these the program? { $others }
note-taken-for-main = { $file } is taken for main.rs
note-no-utf-8 = { $file } is not UTF-8, which is all that Rust reads: save it with that encoding
note-link = { $file } is left out: no link is followed
note-odd-name = { $file } is left out: its name is not UTF-8, or has a control character
note-too-deep = { $file } is left out: its path is too long
note-too-large = { $file } is left out: at most { $mebibytes } MiB are taken of a lesson
note-too-much = { $folder } has too much in it: the nearest { $most } files and folders are looked at, and the others are left out
note-unreadable = { $file } is left out: it cannot be read ({ $why })
note-more = { $count ->
    [one] there is one more file of which something like this is to be said
   *[other] there are { $count } more files of which something like this is to be said
}
note-others = left out, since only Rust files are taken: { $files }

## Commands

which-lesson = which lesson? There are { $all }
reset-nothing = { $file } is the starter already.
reset-kept = What you wrote is kept in { $file }.
reset-failed = { $file } stays as it is, because the starter cannot be put in its place
reset-done = { $file } is the starter again.
solution-later = The reference program is for those who have full marks in { $lesson }. To see it now: cargo lab solution { $lesson } --anyway
solution-same = { $theirs } is the same.
solution-differs = From { $theirs } to { $ours }:
hint-not-needed = All checks of { $lesson } pass: there is nothing to give a hint for.
hint-more = For the next hint: { $command }
hint-last = There is no further hint for this check.
hint-others = { $count ->
    [one] One other check fails
   *[other] { $count } other checks fail
}: cargo lab hint { $lesson } CHECK

watch-keys = q quit · r run again · h hint · n next lesson
watch-watches = watching { $file }
watch-runs = grading { $lesson } …

trace-others = Another check: cargo lab trace { $lesson } CHECK
trace-not-saved = the picture cannot be written to { $file }
trace-saved = The picture is in { $file }.

## A ladder: what happens on the wire. Its arrows and places say who does it

ladder-at = { $milliseconds }
ladder-program = program
ladder-peers = peers
ladder-numbered = program { $number }: { $what }
ladder-payload = { $payload } · { $bytes ->
    [one] 1 byte
   *[other] { $bytes } bytes
}
ladder-empty = empty · 0 bytes
ladder-reading = { $payload }, reading at the same time
ladder-endlessly = { $payload }, over and over
ladder-every = { $payload }, every { $milliseconds } ms
ladder-to-group = { $payload }, to { $group }
ladder-ttl = { $payload }, TTL { $ttl }
ladder-connects = connects
ladder-half-closes = FIN: half-closes, and still reads
ladder-fin = FIN: the end
ladder-closes = closes
ladder-end = the end (FIN or RST)
ladder-reset = RST: resets the connection
ladder-starts = starts: { $command }
ladder-killed = is ended by the grader
ladder-prints-escaped = prints { $beginning } …, escaped
ladder-diagnostic = prints on stderr, which should be about { $about }
ladder-all-read = has read all this
ladder-program-gone = has left already
ladder-no-answer = datagram { $number } gets no answer
ladder-waits = waits { $milliseconds } ms
ladder-stopped-and-continued = is stopped and goes on (Ctrl-Z, fg)
ladder-lots = the grader draws lots (seed { $seed })
ladder-again = the machine was busy: once more, with more time
ladder-leaves-out = left out: on this machine a program can have any address, { $address } too
ladder-resolves = { $name } stands for { $addresses }

## While one waits

built = compiled { $name }
checked = checked { $name }
waits = Something else is being graded or built with this course. Waiting for it …

## What keeps a grading from an end

no-score = No score: the grading broke
grading-broke = The grading broke, and there is no score: { $why }
time-was-up-too-soon = after { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
} no program had been compiled yet. Give it more time, or build the course before
reference-fails = the reference program of { $lesson } does not pass { $check } here either, so this machine cannot grade it: { $why }
reference-missing = the reference program of { $lesson }, which would tell whether this machine can grade, cannot be built here
reference-does-not-compile = the reference program of { $lesson } does not compile here either, so the compiler is what fails:
    { $why }
compiler-ended = the compiler, or the linker, was ended from outside while it compiled { $lesson } (signal { $signal }). It may want more memory than there is
check-broke = { $check }: { $why }
left-out = { $check } leaves out what needs an address that nobody here has: this machine lets a program have any, { $address } too (ip_nonlocal_bind)
checks-not-built = cannot build the checks of { $lesson }:
    { $why }
checks-crashed = the checks of { $lesson } have crashed: { $why }
checks-not-listed = the checks of { $lesson } say not what they are
report-missing = the checks of { $lesson } did not report how { $check } went
report-twice = the checks of { $lesson } reported twice how { $check } went
report-unknown = the checks of { $lesson } reported on { $check }, which they do not list
report-unreadable = the checks of { $lesson } wrote a report that cannot be read: { $why }
report-contradicted = the checks of { $lesson } ended otherwise than they reported: { $status }

## Errors

error = error:
lab-elsewhere = this was built in another checkout, in { $built }. In { $here }, call `cargo lab`
built-meanwhile = The program of { $lesson } was built anew while it was graded, so its marks would be another program's. Grade it again
no-such-lesson = there is no lesson { $name }: the lessons are { $all }
no-such-lesson-but = there is no lesson { $name }: do you mean { $nearest }?
no-such-command = there is no command { $name }: `cargo lab --help` names them all
no-such-command-but = there is no command { $name }: do you mean { $nearest }?
no-such-argument = { $name } has no meaning here: `--help` says what has
value-missing = { $argument } needs a value
value-unknown = { $argument } cannot be { $value }: there are { $all }
value-wrong = { $argument } cannot be { $value }: `--help` says what it is
value-unasked = { $argument } takes no value
argument-missing = { $argument } is missing: `--help` says what it is
argument-twice = { $argument } can be given only once
argument-conflict = { $argument } does not go together with { $prior }
argument-no-text = an argument is not text
no-such-check = there is no check { $name }: `cargo lab grade LESSON` names them all
no-such-check-but = there is no check { $name }: do you mean { $nearest }?
submission-missing = there is no folder { $folder }
submission-is-a-file = { $file } is a file, not a folder: if it is an archive, unpack it first
submission-empty = there is nothing to grade in { $folder }: a lesson's program is exercises/<lesson>/main.rs, or main.rs for one lesson
submission-elsewhere = What is there lies somewhere else or has another name: { $files }
submission-unreadable = { $file } cannot be read ({ $why }). Let the user who grades read it, and grade it again
submission-around = { $inside } lies in { $folder }: cargo would follow the settings of the submission. Keep the two apart
progress-not-saved = What you have earned cannot be remembered: { $why }

## Help

help-usage = Usage:
help-commands = Commands
help-command = COMMAND
help-arguments = Arguments
help-options = Options
help-examples = Examples:
help-some-options = [OPTIONS]
help-possible = one of: { $values }
help-value-args = ARGS
help-value-check = CHECK
help-value-dir = DIR
help-value-file = FILE
help-value-format = FORMAT
help-value-language = LANGUAGE
help-value-lesson = LESSON
help-value-name = NAME
help-value-seconds = SECONDS
help-value-shell = SHELL
help-lab = The course at a glance, or the lesson in whose folder you are
    .lang = The language to speak: en or pt-BR (also LAB_LANG)
    .help = Show what there is to know about this
    .examples =
        {"  "}cargo lab                 where you are, and what is next
        {"  "}cargo lab grade           grades all lessons, or the one you are in
        {"  "}cargo lab grade --help    more about a command
help-list = Lists the lessons and your points
    .examples =
        {"  "}cargo lab list
help-grade = Grades your programs, and says why a check failed
    .lessons = The lessons to grade; without one, the one in whose folder you are, or all
    .checks = Only the check of this name; can be given again
    .solutions = Grade the course's own programs instead of yours
    .formats = Write the results in this format; without a file for it, to stdout. Can be given again
    .files = The file for the results; the first is for the first format, and so on
    .time_limit = Seconds that all may take, waiting for other gradings aside. What is graded by then counts
    .submission = Grade the exercises in this folder instead of yours: nothing but their .rs files is taken from it
    .examples =
        {"  "}cargo lab grade
        {"  "}cargo lab grade tcp-server udp-server
        {"  "}cargo lab grade tcp-server --check echoes_a_megabyte
        {"  "}cargo lab grade --format junit --out results.xml --format json --out results.json
        {"  "}cargo lab grade tcp-server --submission ../alice
help-watch = Grades a lesson each time you save, and shows the first check that fails
    .lesson = The lesson; without it, the one in whose folder you are, or the first that is not done
    .advance = Go on with the next lesson when this one has full marks
    .examples =
        {"  "}cargo lab watch
        {"  "}cargo lab watch tcp-server --advance
help-hint = Gives a hint for what fails now; asked again, the next one
    .lesson = The lesson; without it, the one in whose folder you are, or the first that is not done
    .check = The check; without it, the first that fails
    .examples =
        {"  "}cargo lab hint
        {"  "}cargo lab hint tcp-server
        {"  "}cargo lab hint tcp-server echoes_a_megabyte
help-trace = Shows what happens on the wire in a check, also in one that passes
    .lesson = The lesson; without it, the one in whose folder you are, or the first that is not done
    .check = The check; without it, the first that fails, or else the first
    .svg = Write a picture for a browser to this file, too
    .solutions = Trace the course's own program instead of yours
    .examples =
        {"  "}cargo lab trace tcp-server
        {"  "}cargo lab trace tcp-server echoes_a_megabyte --svg echo.svg
help-run = Runs your program, to try it by hand
    .lesson = The lesson; without it, the one in whose folder you are
    .arguments = What your program is given
    .examples =
        {"  "}cargo lab run tcp-server
        {"  "}cargo lab run tcp-client -- --port 5000 "Bom dia"
help-reset = Puts the starter back; what you wrote is kept beside it
    .lesson = The lesson; without it, the one in whose folder you are
    .examples =
        {"  "}cargo lab reset tcp-server
help-solution = Shows the reference program, and how it differs from yours, once you have full marks
    .lesson = The lesson; without it, the one in whose folder you are
    .anyway = Show it before that
    .examples =
        {"  "}cargo lab solution tcp-server
        {"  "}cargo lab solution tcp-server --anyway
help-completions = Prints what your shell needs to complete lab's command line
    .shell = The shell
    .examples =
        {"  "}alias lab="cargo lab"
        {"  "}source <(cargo lab completions bash)

## Hints, from the second on: where to look, and a sketch of the way

# An echo server

hint-tcp-server-says-where-it-listens =
    .where = In the task sheet's table, `s.getsockname()` and its row's link, `TcpListener::local_addr`; and `common::announce` in crates/common/src/lib.rs.
    .sketch = Bind first, to the host and port of the options, then ask the listener for its own address, and announce that one. What `--port` said is not what the system chose.
hint-tcp-server-prints-who-connects-and-who-leaves =
    .where = `TcpListener::accept`, which returns a pair; and the task sheet's two lines `connected: <peer>` and `closed: <peer>`.
    .sketch = Print `connected:` right after `accept`, before the first read. Echo in a function of its own that returns a `Result`; print `closed:` after the call, whatever it returned.
hint-tcp-server-echoes-each-piece-as-it-arrives =
    .where = `Read::read` in the task sheet's table: what its number says, and when it returns.
    .sketch = In a loop: read what there is, write just that back at once, and read again. Do not collect lines, nor wait until the buffer is full.
hint-tcp-server-echoes-bytes-that-are-not-text =
    .where = `Read::read` and `Write::write_all`, which take bytes. Where in your program do bytes become a `String`?
    .sketch = Keep the buffer as bytes from the read to the write: an echo needs to know how many there are, not what they mean.
hint-tcp-server-echoes-a-megabyte =
    .where = `Write::write` and `Write::write_all`, beside each other in the task sheet's table: what does the first return?
    .sketch = Write the part of the buffer that was filled, with the call that goes on until all is taken. Do it before the next read, so that the order stays and memory does not grow.
hint-tcp-server-finishes-the-echo-after-a-half-close =
    .where = In the task sheet's table, `if not data:`, and the two ways to close, `drop` and `shutdown`.
    .sketch = When a read says 0, all that came before it has been written by then: return from the function that owns the stream, and it is closed. A second handle, a clone for example, would keep it open.
hint-tcp-server-sleeps-while-nothing-happens =
    .where = `set_nonblocking`, or a loop that goes on after 0 or an error: which call in your program returns at once?
    .sketch = Leave the sockets blocking, as they are at first. `accept` and `read` then sleep by themselves; and 0 from `read` ends the loop, since it would come again for ever.
hint-tcp-server-serves-one-client-after-another =
    .where = `TcpListener::accept` and `TcpListener::incoming`: how many clients does each give? And what in your program still holds the connection, the thread or the process of a client that has left?
    .sketch = One loop around `accept`, and in it one loop around `read`. What ends the inner loop, at once or later, must not end the outer one.
hint-tcp-server-survives-a-reset =
    .where = The last row of the task sheet's table: where does `?` hand an error on to, and where does `match` deal with it?
    .sketch = Let the function that echoes use `?`, on reads and writes. Its caller takes the `Result`, tells of an error on stderr, and goes on to the next client.
hint-tcp-server-starts-again-on-its-port-and-reports-what-it-cannot-do =
    .where = The first two rows of the task sheet's table, on `SO_REUSEADDR`; and `common::exit`, with `anyhow::Context`.
    .sketch = `TcpListener::bind` sets the option by itself on Unix; with socket2 you set it before you bind. Give the error of the bind a context that names host and port, and return it from `run`.

# An echo client

hint-tcp-client-sends-the-message-and-prints-its-echo =
    .where = `str::as_bytes` and `Write::write_all` in the task sheet's table; `nc -l`, under "Try it by hand", shows what you send.
    .sketch = Connect, write the bytes of MESSAGE and nothing else, read as many back, and print them after `echo: `.
hint-tcp-client-collects-an-echo-that-comes-in-pieces =
    .where = `Read::read` and its number; `str::from_utf8`, which fails where bytes end inside a character.
    .sketch = Append what each read brings to one vector of bytes, until it is as long as the message. Only then make text of it.
hint-tcp-client-leaves-politely-when-the-echo-is-complete =
    .where = `drop` and `TcpStream::shutdown` in the task sheet's table; and `set_linger`, if you use it: why?
    .sketch = Stop reading when as many bytes have come as you sent; do not wait for a read of 0. Then let the stream go out of scope, with nothing left unread.
hint-tcp-client-carries-any-message =
    .where = `Write::write_all` and `Read::read` in the task sheet's table: is there a number in your program that limits a message? And does anything in it change the text: `trim`, `lines`, `replace`?
    .sketch = The echo is as long as the message: that is how long the vector grows. Send all of the message before you read. Print it with `{"{}"}`, which leaves text as it is, and not with `{"{:?}"}`.
hint-tcp-client-tries-every-address-of-the-host =
    .where = `ToSocketAddrs::to_socket_addrs`: it returns an iterator.
    .sketch = `connect` tries all addresses by itself if you hand it the pair of host and port. `connect_timeout` takes one address: call it for each, with the time that is left, and keep the last error for the case that none works.
hint-tcp-client-reports-every-failure-in-the-same-way =
    .where = `common::exit`, and `Result` in the last rows of the task sheet's table.
    .sketch = Return each error from `run`, of the connect, of a write and of a read, with a context that says what failed: no `unwrap`, no `expect`. `common::exit` prints it and chooses the exit status. Print nothing on stdout before the echo is complete and compared.
hint-tcp-client-reports-an-echo-that-is-cut-short =
    .where = `Read::read`: what does 0 say?
    .sketch = A read of 0 before the echo is complete is an error: `bail!` with the number of bytes that came, and `message.len()`, which counts bytes.
hint-tcp-client-gives-up-when-the-time-is-over =
    .where = `set_read_timeout` in the task sheet's table, which is for each call anew, and `Instant::elapsed` beside it.
    .sketch = Fix a deadline at the start. Before each connect, write and read compute what is left of it, and set that as the timeout; if nothing is left, give up. A timeout of zero is refused by the call.
hint-tcp-client-reports-an-echo-that-differs =
    .where = `zip` and `position` of iterators; the section "It is an error when" of the task sheet.
    .sketch = Compare bytes with bytes, from the beginning; the first position at which they differ goes into the error. Text is not needed for it, so other bytes cannot make it fail.
hint-tcp-client-refuses-wrong-usage =
    .where = The last row of the task sheet's table: `value_parser` and `NonEmptyStringValueParser`.
    .sketch = Let clap refuse what is wrong, in the attributes of the arguments: it then ends with exit status 2 by itself, before anything is connected.

# The ping application's server

hint-udp-server-says-where-it-listens-and-answers-from-there =
    .where = `UdpSocket::local_addr` and `UdpSocket::bind` in the task sheet's table.
    .sketch = Bind one socket to host and port, announce its `local_addr`, and use this same socket to receive and to answer.
hint-udp-server-answers-in-upper-case =
    .where = `str::to_uppercase` in the task sheet's table, beside its sibling `to_ascii_uppercase`.
    .sketch = Make text of the bytes that came, turn it to upper case, and send its bytes. Trim nothing, and add nothing.
hint-udp-server-prints-each-message-quoted =
    .where = The task sheet on `{"{:?}"}`; and its example with `\x1b[2J`.
    .sketch = One `println!` for each message: the peer with `{"{}"}`, and the text with `{"{:?}"}`, which quotes and escapes. Whatever else you print to follow your program goes to stderr.
hint-udp-server-answers-each-client =
    .where = `UdpSocket::recv_from`: the second half of the pair that it returns.
    .sketch = Send each answer with `send_to`, to the address that came with the datagram. Remember nobody, and do not `connect`.
hint-udp-server-answers-an-empty-datagram =
    .where = `UdpSocket::recv_from`: what a number of 0 means here, and what it means for a stream.
    .sketch = No special case: 0 bytes are text, its upper case is empty, and a datagram of 0 bytes can be sent.
hint-udp-server-serves-datagrams-of-every-size =
    .where = The size of your buffer; and `UdpSocket::send_to`, which returns a `Result`.
    .sketch = Take a buffer as large as any datagram, 65,535 bytes. If a send fails, tell of it on stderr, and go on with the next.
hint-udp-server-answers-with-this-datagram-only =
    .where = `UdpSocket::recv_from`: the first half of the pair that it returns.
    .sketch = Only `&buffer[..count]` is this datagram. Make text of that slice, not of the buffer.
hint-udp-server-reports-what-is-not-text =
    .where = `str::from_utf8` in the task sheet's table: it returns a `Result`.
    .sketch = In the `Err` case, one line on stderr and `continue`. Replacing the bytes, as the lossy conversion does, would be an answer.
hint-udp-server-survives-a-client-that-has-gone =
    .where = The errors of `recv_from` and `send_to`; and `connect`, if you use it: what does it change?
    .sketch = In the loop, no `?`: an error of one receive or send is told on stderr, and the loop goes on.
hint-udp-server-reports-an-address-that-it-cannot-have =
    .where = `UdpSocket::bind` and `common::exit`; `anyhow::Context` adds what failed.
    .sketch = Bind to what the options say, and nothing else: no other port if this one is taken. Return the error from `run`, with a context that names the address.

# A pinger

hint-udp-client-sends-each-ping-once-from-one-socket =
    .where = The first three rows of the task sheet's table.
    .sketch = Bind one socket before the loop, to port 0. In the loop, `format!("ping {"{n}"}")` and one send. A lost ping is not sent again.
hint-udp-client-prints-each-answer-with-its-round-trip-time =
    .where = `Instant::now` and `elapsed` in the task sheet's table.
    .sketch = Take the time just before the send of this ping; when its answer is there, `elapsed`, in seconds times 1000. The pause comes after that.
hint-udp-client-pauses-between-pings =
    .where = `thread::sleep` in the task sheet's table, and `common::seconds` in the starter's options.
    .sketch = Pause between two pings, not before the first or after the last, and whatever became of the ping before.
hint-udp-client-reports-a-loss-and-goes-on =
    .where = `set_read_timeout`, and the row on `except socket.timeout`: an error of which kind?
    .sketch = `match` on the result of the receive: on a timeout, print that the ping is lost, and go on with the next number. Other errors are something else.
hint-udp-client-does-not-take-a-late-answer-for-the-next-one =
    .where = The task sheet: "What else arrives counts for nothing".
    .sketch = Compare the whole datagram with the text `PING <n>` of the ping that you wait for. If it is another, receive again, for the time that is left.
hint-udp-client-ignores-what-is-not-the-answer =
    .where = `recv_from`, and the comparison that follows it in your program: `==`, or a part, or the beginning?
    .sketch = Bytes can be compared without making text of them. Equal means the answer; everything else means one more receive, in the same wait.
hint-udp-client-ignores-a-stranger =
    .where = `recv_from` returns who sent it; `UdpSocket::connect` in the task sheet's table.
    .sketch = Either compare the sender, address and port, with the server's, or connect the socket, and the system does it for you.
hint-udp-client-waits-no-longer-than-the-timeout =
    .where = `set_read_timeout`, "for each receive anew", in the task sheet's table.
    .sketch = Fix the deadline when the ping is sent. Before each receive, set what is left of it as the timeout; when nothing is left, the ping is lost. Zero is refused as a timeout.
hint-udp-client-sums-up =
    .where = The task sheet's example, its last two lines; and what it says of "if any answer came".
    .sketch = Collect the round-trip times in a vector. Lost are those sent less those received, as a share of those sent; the mean is the sum over those received. No times, no second line.
hint-udp-client-exits-with-0-if-any-answer-came =
    .where = The row on `except ConnectionRefusedError` in the task sheet's table; and `common::exit`.
    .sketch = An error of the kind `ConnectionRefused` (on Windows `ConnectionReset`) is a lost ping. After the summary, return an error if nothing was received, and `Ok` else.

# The ping application over TCP

hint-tcp-adaptation-server-answers-in-upper-case =
    .where = `str::from_utf8` and `str::to_uppercase` in the task sheet's table; the lesson `udp-server` does the same.
    .sketch = Make text of a whole line, turn it to upper case, and write it with its newline.
hint-tcp-adaptation-server-finds-the-lines-in-the-stream =
    .where = `BufReader` and `BufRead::read_until` in the task sheet's table.
    .sketch = One `BufReader` for the whole connection: it keeps what came after a newline for the next line. Read until `\n` into an empty vector of bytes, answer, and again.
hint-tcp-adaptation-server-answers-the-last-line-before-it-closes =
    .where = `BufRead::read_until`: what it returns at the end of the stream, with and without bytes before it.
    .sketch = Only 0 bytes mean that there is no more. A line without a newline at its end is answered like any other; then comes the 0, and you close.
hint-tcp-adaptation-server-limits-the-length-of-a-line =
    .where = `Read::take` in the task sheet's table.
    .sketch = For each line, read through a `take` of the limit. If that much came, and no newline at its end, tell of it on stderr and return: the stream is closed when its owner goes.
hint-tcp-adaptation-server-goes-on-after-any-client =
    .where = `Result` and `match`: where in your server does `?` leave the loop around `accept`?
    .sketch = Serve a client in a function that returns a `Result`. The loop around `accept` tells of its error on stderr and takes the next client.
hint-tcp-adaptation-client-pings-over-one-connection =
    .where = `TcpStream::connect` and `Write::write_all` in the task sheet's table; the lesson `udp-client` has the rest.
    .sketch = Connect before the loop. In it, write `ping <n>` and a newline in one call, wait for the answer, print, pause if another follows.
hint-tcp-adaptation-client-finds-the-lines-in-the-stream =
    .where = `BufReader` and `read_until` in the task sheet's table: one for the connection, or one for each ping?
    .sketch = Keep one buffer for the connection. Take a line from it; if it is not `PING <n>`, take the next, within the same wait.
hint-tcp-adaptation-client-does-not-take-a-late-answer-for-the-next =
    .where = `set_read_timeout`, "for one read, not for a line", in the task sheet's table.
    .sketch = A deadline for each ping; before each read, the time that is left. What was read of a line when the time was over stays in your buffer: its rest still comes. Compare each whole line with the ping you wait for.
hint-tcp-adaptation-client-reports-a-server-that-closes-early =
    .where = `Read::read` in the task sheet's table: what 0 says, and how it differs from a timeout.
    .sketch = Three cases after a read: some bytes, a timeout, and 0. In the last, `bail!` with the number of answers so far.
hint-tcp-adaptation-reports-what-it-cannot-do =
    .where = `common::exit`, and `main` in the starter.
    .sketch = Return the errors of `bind` and `connect` from `serve` and `ping`, with a context that names the address. Clap sees to wrong usage, as the starter has it.

# Multicast

hint-multicast-joins-the-group-and-prints-its-messages =
    .where = `join_multicast_v4` in the task sheet's table; on Linux, `cat /proc/net/igmp`.
    .sketch = Bind, join with group and interface, and only then print `joined …`, and flush. After that, `recv_from` and a line for each message.
hint-multicast-prints-messages-escaped-and-ends-after-count =
    .where = The task sheet on `{"{:?}"}` and on `--count`.
    .sketch = Print the text with `{"{:?}"}`. Count each datagram that `recv_from` returns, those of 0 bytes too, and leave the loop with the last.
hint-multicast-takes-long-messages-and-bytes-that-are-not-text =
    .where = `recv_from` and `String::from_utf8_lossy` in the task sheet's table.
    .sketch = A buffer of 65,535 bytes, and of it the part that was filled. The lossy conversion never fails, so no datagram can end the receiver.
hint-multicast-gives-up-when-the-next-message-does-not-come =
    .where = `UdpSocket::set_read_timeout` in the task sheet's table, and the kinds of error that it strikes as.
    .sketch = Set it once, after the join: it begins anew with each receive, which is what is asked for. An error of either kind is returned from `receive`, with the number of messages so far. If you throw away what is for other groups, wait only for what is left of the time.
hint-multicast-shares-the-port-with-other-receivers =
    .where = `Socket::set_reuse_address` in the task sheet's table: "before `bind`".
    .sketch = With socket2: make a socket, set the option, bind it, and turn it into a `UdpSocket`. The standard library's `bind` leaves no room for the option.
hint-multicast-hears-nothing-of-another-group =
    .where = ip(7) on `IP_MULTICAST_ALL`, and the address that you bind to.
    .sketch = On Unix, bind to the group's own address instead of 0.0.0.0: the socket then takes only what is sent to it. Where that cannot be (Windows), the membership alone decides.
hint-multicast-sends-the-message-to-the-group =
    .where = `UdpSocket::bind` and `send_to` in the task sheet's table; `set_multicast_if_v4` for the interface.
    .sketch = Bind to port 0, say through which interface, send the message's bytes once, and return. No join, no receive, no line on stdout.
hint-multicast-sends-with-the-ttl-it-is-given =
    .where = `set_multicast_ttl_v4` in the task sheet's table, "`set_ttl` is another one".
    .sketch = Set it on the socket that sends, before the send, to what `--ttl` says.
hint-multicast-refuses-an-address-that-is-no-group =
    .where = `Ipv4Addr::is_multicast` in the task sheet's table, and `value_parser` in the starter.
    .sketch = A function that parses the address, and returns a sentence with both ends of the range where it is no group. Clap prints it, and exits with 2.
hint-multicast-reports-what-it-cannot-do =
    .where = `join_multicast_v4` and `set_multicast_if_v4`: both return a `Result`.
    .sketch = Return the errors of `bind`, of both of them, of `recv_from` and of `send_to`, each with a context that says what failed, and print `joined` only after the join has succeeded.
