# The ping application over TCP: the hints of its checks, and what they say.

hint-tcp-adaptation-server-answers-in-upper-case = A line is text, not single bytes: `ç` has an upper case, too. What has none or is in upper case already, spaces too, is answered as it came. Port 0 asks the system for a free port: print the one it chose.
    .where = `str::from_utf8` and `str::to_uppercase` in the task sheet's table; the lesson `udp-server` does the same.
    .sketch = Make text of a whole line, turn it to upper case, and write it with its newline.
hint-tcp-adaptation-server-finds-the-lines-in-the-stream = TCP carries a stream: one send is not one receive. Only a newline ends a message, and what comes after it belongs to the next.
    .where = `BufReader` and `BufRead::read_until` in the task sheet's table.
    .sketch = One `BufReader` for the whole connection: it keeps what came after a newline for the next line. Read until `\n` into an empty vector of bytes, answer, and again.
hint-tcp-adaptation-server-answers-the-last-line-before-it-closes = A half-close says that nothing more comes. What came before it is still a message, and the client waits for its answer and for the server's own end.
    .where = `BufRead::read_until`: what it returns at the end of the stream, with and without bytes before it.
    .sketch = Only 0 bytes mean that there is no more. A line without a newline at its end is answered like any other; then comes the 0, and you close.
hint-tcp-adaptation-server-limits-the-length-of-a-line = A line may be longer than one read, and a peer may never end it: without a limit it fills the memory, and with one it is that peer's trouble only, and told on stderr.
    .where = `Read::take` in the task sheet's table.
    .sketch = For each line, read through a `take` of the limit. If that much came, and no newline at its end, tell of it on stderr and return: the stream is closed when its owner goes.
hint-tcp-adaptation-server-goes-on-after-any-client = A server has no last message and no last client, and an error on one connection ends that connection only, with all that came on it, and all that it held: descriptors, threads and processes are limited.
    .where = `Result` and `match`: where in your server does `?` leave the loop around `accept`?
    .sketch = Serve a client in a function that returns a `Result`. The loop around `accept` tells of its error on stderr and takes the next client.
hint-tcp-adaptation-client-pings-over-one-connection = One connection carries all pings, a line each: `ping <n>` and a newline, without which the server cannot know where the message ends. There are ten, a second apart, unless `--count` and `--interval` say otherwise; a time is that from one ping to its answer, without the pause, in milliseconds.
    .where = `TcpStream::connect` and `Write::write_all` in the task sheet's table; the lesson `udp-client` has the rest.
    .sketch = Connect before the loop. In it, write `ping <n>` and a newline in one call, wait for the answer, print, pause if another follows.
hint-tcp-adaptation-client-finds-the-lines-in-the-stream = One read is not one answer: read until there is a whole line, however long, and keep what comes after it. Only the line `PING <n>`, to the letter, answers ping n: any other is passed over, also one that begins like it, or says it in other letters.
    .where = `BufReader` and `read_until` in the task sheet's table: one for the connection, or one for each ping?
    .sketch = Keep one buffer for the connection. Take a line from it; if it is not `PING <n>`, take the next, within the same wait.
hint-tcp-adaptation-client-does-not-take-a-late-answer-for-the-next = TCP delivers late rather than never: the answer to a ping that was given up still comes, before the answer to the next. Compare the number, and go on after a loss; the timeout, by default a second, is for the whole answer, not for each read; where no answer came at all, exit with 1.
    .where = `set_read_timeout`, "for one read, not for a line", in the task sheet's table.
    .sketch = A deadline for each ping; before each read, the time that is left. What was read of a line when the time was over stays in your buffer: its rest still comes. Compare each whole line with the ping you wait for.
hint-tcp-adaptation-client-reports-a-server-that-closes-early = A read of 0 bytes is not an answer, and not a loss: the server has closed, and no answer will come, as after a reset. Half of an answer is none. Say how many answers came, not how many pings were sent, and exit with 1.
    .where = `Read::read` in the task sheet's table: what 0 says, and how it differs from a timeout.
    .sketch = Three cases after a read: some bytes, a timeout, and 0. In the last, `bail!` with the number of answers so far.
hint-tcp-adaptation-reports-what-it-cannot-do = Printing is not reporting: what called the program sees its exit status. It is 1 where something failed, with `error: …` on stderr, and 2 for wrong usage: an option that this command does not have, or a value that is none. To listen anywhere else than at `--host` and `--port` is to have failed.
    .where = `common::exit`, and `main` in the starter.
    .sketch = Return the errors of `bind` and `connect` from `serve` and `ping`, with a context that names the address. Clap sees to wrong usage, as the starter has it.

tcp-adaptation-line-too-long = a line that is too long
tcp-adaptation-interval = ping 1 was answered at once, and the interval is that
tcp-adaptation-interval-after-a-loss = ping 1 was lost, and the interval is that
tcp-adaptation-timeout-among-lines = no line that came was PING 2, and the timeout is that
tcp-adaptation-no-answer-in-time = no line that came in time was PING 2
tcp-adaptation-no-whole-answer = no answer was whole by then, and the timeout is that
tcp-adaptation-closed-in-an-answer = the server closed before the answer to ping 4 was whole
tcp-adaptation-closed-without-an-answer = the server closed without an answer

tcp-adaptation-cause-blank-line = A line with nothing but spaces in it was not answered. It is a line like any other: white space has no upper case, and is answered as it came.
tcp-adaptation-cause-word = The program ended the connection where a word came that might be a command. Here no word is one: a client that wants to leave closes its connection, and any line is a message.
tcp-adaptation-cause-many-lines = The program ended the connection before it had answered all lines. No number of messages is the last, and the limit is for one line, not for all that come: a client says itself when it has no more (FIN).
tcp-adaptation-cause-two-clients = Two clients were in the middle of a line at the same time, and this answer is not that of one line. What has come of a line belongs to its connection: each has a buffer of its own.
tcp-adaptation-cause-silent-client = The program ended the connection while its client was silent. That a client has nothing to say yet is no end: a connection is open until one of both closes it.
tcp-adaptation-cause-loss = The program ended the connection after a ping that had no answer in time. A loss is nothing to end for: it is counted, and the next ping is sent.
