# An echo server: the hints of its checks, and what they say.

hint-tcp-server-says-where-it-listens = Port 0 asks the system for a free port: print the one it chose, and only once it listens. A server is at the address that it binds, and 0.0.0.0 means every one of the machine's.
    .where = In the task sheet's table, `s.getsockname()` and its row's link, `TcpListener::local_addr`; and `common::announce` in crates/common/src/lib.rs.
    .sketch = Bind first, to the host and port of the options, then ask the listener for its own address, and announce that one. What `--port` said is not what the system chose.
hint-tcp-server-prints-who-connects-and-who-leaves = `accept` returns the peer's address, host and port, beside its connection: say `connected` then, and flush. Say `closed` with the same address when that connection is over on both sides, with an error too, whatever was said on it. What a program says for the one who wrote it belongs on stderr.
    .where = `TcpListener::accept`, which returns a pair; and the task sheet's two lines `connected: <peer>` and `closed: <peer>`.
    .sketch = Print `connected:` right after `accept`, before the first read. Echo in a function of its own that returns a `Result`; print `closed:` after the call, whatever it returned.
hint-tcp-server-echoes-each-piece-as-it-arrives = TCP carries a stream, not messages: one send is not one receive. Echo what there is, whatever it says and however late it comes.
    .where = `Read::read` in the task sheet's table: what its number says, and when it returns.
    .sketch = In a loop: read what there is, write just that back at once, and read again. Do not collect lines, nor wait until the buffer is full.
hint-tcp-server-echoes-bytes-that-are-not-text = A socket carries bytes. Not all bytes are text, and a character can be cut in two. No byte is a sign for an echo: a zero, a line end or Ctrl-D is as good as any other.
    .where = `Read::read` and `Write::write_all`, which take bytes. Where in your program do bytes become a `String`?
    .sketch = Keep the buffer as bytes from the read to the write: an echo needs to know how many there are, not what they mean.
hint-tcp-server-echoes-a-megabyte = A write may take a part of what it is given: what is left has to be written too, in order. How much there is to echo the client says, with its FIN. Until all is echoed the connection stays open, and then it is closed without a reset.
    .where = `Write::write` and `Write::write_all`, beside each other in the task sheet's table: what does the first return?
    .sketch = Write the part of the buffer that was filled, with the call that goes on until all is taken. Do it before the next read, so that the order stays and memory does not grow.
hint-tcp-server-finishes-the-echo-after-a-half-close = A read of 0 bytes is the peer's FIN: it sends no more, but still reads. Close when all is echoed.
    .where = In the task sheet's table, `if not data:`, and the two ways to close, `drop` and `shutdown`.
    .sketch = When a read says 0, all that came before it has been written by then: return from the function that owns the stream, and it is closed. A second handle, a clone for example, would keep it open.
hint-tcp-server-sleeps-while-nothing-happens = A blocking call sleeps until something comes. Asking again and again keeps a processor busy, and so does a connection that has ended and is asked all the same.
    .where = `set_nonblocking`, or a loop that goes on after 0 or an error: which call in your program returns at once?
    .sketch = Leave the sockets blocking, as they are at first. `accept` and `read` then sleep by themselves; and 0 from `read` ends the loop, since it would come again for ever.
hint-tcp-server-serves-one-client-after-another = `accept` takes one client: call it again for the next, however little the last one said. Each has a connection of its own, its echo goes there, and it is closed when the client is done.
    .where = `TcpListener::accept` and `TcpListener::incoming`: how many clients does each give? And what in your program still holds the connection, the thread or the process of a client that has left?
    .sketch = One loop around `accept`, and in it one loop around `read`. What ends the inner loop, at once or later, must not end the outer one.
hint-tcp-server-survives-a-reset = A peer can be gone at any moment: an error on one connection ends that connection only.
    .where = The last row of the task sheet's table: where does `?` hand an error on to, and where does `match` deal with it?
    .sketch = Let the function that echoes use `?`, on reads and writes. Its caller takes the `Result`, tells of an error on stderr, and goes on to the next client.
hint-tcp-server-starts-again-on-its-port-and-reports-what-it-cannot-do = A stopped server's connections keep its port for a while (TIME_WAIT), unless SO_REUSEADDR is set; where the server cannot listen at `--host` and `--port`, it says so and exits with 1. What is no option, or no value of one, is wrong usage: 2.
    .where = The first two rows of the task sheet's table, on `SO_REUSEADDR`; and `common::exit`, with `anyhow::Context`.
    .sketch = `TcpListener::bind` sets the option by itself on Unix; with socket2 you set it before you bind. Give the error of the bind a context that names host and port, and return it from `run`.

tcp-server-cause-closed-too-soon = It said `closed` while a part of the echo was still in the program: when the program was ended then, that part was lost. A server is done with a client when the system has the last of the echo, which a write tells by returning.
