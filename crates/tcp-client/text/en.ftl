# An echo client: the hints of its checks, and what they say.

hint-tcp-client-sends-the-message-and-prints-its-echo = A stream has no lines of its own: send the bytes of the message, and nothing after them.
    .where = `str::as_bytes` and `Write::write_all` in the task sheet's table; `nc -l`, under "Try it by hand", shows what you send.
    .sketch = Connect, write the bytes of MESSAGE and nothing else, read as many back, and print them after `echo: `.
hint-tcp-client-collects-an-echo-that-comes-in-pieces = TCP carries a stream, not messages: one read is whatever has come by then, which may be a part of the echo, and may end inside a character. Byte 0 is the first of the echo, not of a piece.
    .where = `Read::read` and its number; `str::from_utf8`, which fails where bytes end inside a character.
    .sketch = Append what each read brings to one vector of bytes, until it is as long as the message. Only then make text of it.
hint-tcp-client-leaves-politely-when-the-echo-is-complete = The end of the connection is not the end of the echo: how long the echo is, you know. Closing a socket says goodbye with a FIN; a reset says that something went wrong.
    .where = `drop` and `TcpStream::shutdown` in the task sheet's table; and `set_linger`, if you use it: why?
    .sketch = Stop reading when as many bytes have come as you sent; do not wait for a read of 0. Then let the stream go out of scope, with nothing left unread.
hint-tcp-client-carries-any-message = A message may be longer than any buffer of a fixed size, and what it holds is text as good as any: send it as it is, print it as it came, and all of it.
    .where = `Write::write_all` and `Read::read` in the task sheet's table: is there a number in your program that limits a message? And does anything in it change the text: `trim`, `lines`, `replace`?
    .sketch = The echo is as long as the message: that is how long the vector grows. Send all of the message before you read. Print it with `{"{}"}`, which leaves text as it is, and not with `{"{:?}"}`.
hint-tcp-client-tries-every-address-of-the-host = A name is not an address: it has to be resolved, and may stand for several. The server need not listen on the first of them.
    .where = `ToSocketAddrs::to_socket_addrs`: it returns an iterator.
    .sketch = `connect` tries all addresses by itself if you hand it the pair of host and port. `connect_timeout` takes one address: call it for each, with the time that is left, and keep the last error for the case that none works.
hint-tcp-client-reports-every-failure-in-the-same-way = Whoever started the program, a script perhaps, sees its exit status, and takes its stdout for the result. A person who waits reads stderr. A panic is for what cannot happen; a server that fails can.
    .where = `common::exit`, and `Result` in the last rows of the task sheet's table.
    .sketch = Return each error from `run`, of the connect, of a write and of a read, with a context that says what failed: no `unwrap`, no `expect`. `common::exit` prints it and chooses the exit status. Print nothing on stdout before the echo is complete and compared.
hint-tcp-client-reports-an-echo-that-is-cut-short = A read of 0 bytes says that the server has ended its side, not that the echo is complete. Count bytes, not characters, and those that came, not those that are missing.
    .where = `Read::read`: what does 0 say?
    .sketch = A read of 0 before the echo is complete is an error: `bail!` with the number of bytes that came, and `message.len()`, which counts bytes.
hint-tcp-client-gives-up-when-the-time-is-over = A read waits for ever unless it is told how long; and a timeout set on a socket is for each call: it starts anew with the next one. While bytes come, the clock goes on.
    .where = `set_read_timeout` in the task sheet's table, which is for each call anew, and `Instant::elapsed` beside it.
    .sketch = Fix a deadline at the start. Before each connect, write and read compute what is left of it, and set that as the timeout; if nothing is left, give up. A timeout of zero is refused by the call.
hint-tcp-client-reports-an-echo-that-differs = What comes from the network is not what you expect until you have compared it, byte by byte, and need not even be text. Say at which byte it differs: a byte is not a character.
    .where = `zip` and `position` of iterators; the section "It is an error when" of the task sheet.
    .sketch = Compare bytes with bytes, from the beginning; the first position at which they differ goes into the error. Text is not needed for it, so other bytes cannot make it fail.
hint-tcp-client-refuses-wrong-usage = Whoever calls a program wrongly sees it from exit status 2, before anything is connected. An empty message is such a call: a stream cannot carry nothing. A space is a message like any other.
    .where = The last row of the task sheet's table: `value_parser` and `NonEmptyStringValueParser`.
    .sketch = Let clap refuse what is wrong, in the attributes of the arguments: it then ends with exit status 2 by itself, before anything is connected.

tcp-client-count-of-the-last-piece = so many came with the last piece
tcp-client-position-in-the-last-piece = that is counted from the beginning of the last piece
tcp-client-end-of-program = the end of the program
tcp-client-echo-not-complete = the echo was not complete, and the timeout is that
