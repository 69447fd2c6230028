# Multicast: the hints of its checks, and what they say.

hint-multicast-joins-the-group-and-prints-its-messages = Binding to a port is not enough: a host takes in a group's messages once somebody there has joined it, on the interface that they arrive at. `recv_from` says who sent a message, and each datagram is one: anybody may send, and send the same again. What is printed is on its way when it is flushed.
    .where = `join_multicast_v4` in the task sheet's table; on Linux, `cat /proc/net/igmp`.
    .sketch = Bind, join with group and interface, and only then print `joined …`, and flush. After that, `recv_from` and a line for each message.
hint-multicast-prints-messages-escaped-and-ends-after-count = Anybody can send to a group, and anything: what came is shown, all of it, and never obeyed. A message has no line end but those that were sent. Every message counts, an empty one too, and the receiver ends with the last.
    .where = The task sheet on `{"{:?}"}` and on `--count`.
    .sketch = Print the text with `{"{:?}"}`. Count each datagram that `recv_from` returns, those of 0 bytes too, and leave the loop with the last.
hint-multicast-takes-long-messages-and-bytes-that-are-not-text = A datagram is received in one piece, and what does not fit into the buffer is lost. It holds bytes, which need not be UTF-8.
    .where = `recv_from` and `String::from_utf8_lossy` in the task sheet's table.
    .sketch = A buffer of 65,535 bytes, and of it the part that was filled. The lossy conversion never fails, so no datagram can end the receiver.
hint-multicast-gives-up-when-the-next-message-does-not-come = The timeout is for each message, the first and an empty one included, not for all of them together; it strikes while nothing comes, and is a failure. It is in seconds, decimals allowed.
    .where = `UdpSocket::set_read_timeout` in the task sheet's table, and the kinds of error that it strikes as.
    .sketch = Set it once, after the join: it begins anew with each receive, which is what is asked for. An error of either kind is returned from `receive`, with the number of messages so far. If you throw away what is for other groups, wait only for what is left of the time.
hint-multicast-shares-the-port-with-other-receivers = A port is one socket's, unless each of those that share it asks to before it binds (SO_REUSEADDR).
    .where = `Socket::set_reuse_address` in the task sheet's table: "before `bind`".
    .sketch = With socket2: make a socket, set the option, bind it, and turn it into a `UdpSocket`. The standard library's `bind` leaves no room for the option.
hint-multicast-hears-nothing-of-another-group = A port does not tell groups apart. On Linux a socket that is bound to 0.0.0.0 hears every group that anybody on the machine has joined (IP_MULTICAST_ALL), not only its own.
    .where = ip(7) on `IP_MULTICAST_ALL`, and the address that you bind to.
    .sketch = On Unix, bind to the group's own address instead of 0.0.0.0: the socket then takes only what is sent to it. Where that cannot be (Windows), the membership alone decides.
hint-multicast-sends-the-message-to-the-group = A datagram has an end of its own, and carries the message as it is. Sending takes no membership, no port of the group's, and no answer.
    .where = `UdpSocket::bind` and `send_to` in the task sheet's table; `set_multicast_if_v4` for the interface.
    .sketch = Bind to port 0, say through which interface, send the message's bytes once, and return. No join, no receive, no line on stdout.
hint-multicast-sends-with-the-ttl-it-is-given = The TTL counts routers, not seconds; and multicast has one of its own, which is not that of other datagrams.
    .where = `set_multicast_ttl_v4` in the task sheet's table, "`set_ttl` is another one".
    .sketch = Set it on the socket that sends, before the send, to what `--ttl` says.
hint-multicast-refuses-an-address-that-is-no-group = The addresses from 224.0.0.0 to 239.255.255.255 are groups, and no others. What the user typed wrong is told before a socket is opened, and ends with 2.
    .where = `Ipv4Addr::is_multicast` in the task sheet's table, and `value_parser` in the starter.
    .sketch = A function that parses the address, and returns a sentence with both ends of the range where it is no group. Clap prints it, and exits with 2.
hint-multicast-reports-what-it-cannot-do = `--interface` says where a group is joined, and where a message leaves. The system refuses an address that is none of this machine's: say so, and say `joined` only after it has not. Each call that can fail says why it did.
    .where = `join_multicast_v4` and `set_multicast_if_v4`: both return a `Result`.
    .sketch = Return the errors of `bind`, of both of them, of `recv_from` and of `send_to`, each with a context that says what failed, and print `joined` only after the join has succeeded.

multicast-silence = no message came after the second, and the timeout is that
multicast-of-another-group = the message was sent to another group
multicast-of-a-second-group = the message was sent to another group, which the receiver was not told to join
multicast-only-messages = the messages are all that it has to say on stdout, and the error is for stderr
multicast-end-of-receiver = the receiver's end

multicast-cause-nothing-ends-it = The receiver ended, and nothing had told it to. Without `--count` and without `--timeout` it goes on until somebody stops it, however many messages come, and however long none does.
multicast-cause-count-is-reached = As many messages have come as `--count` says, and the receiver goes on. The last of them ends it: it is counted when it has been printed, before anything else is waited for.
multicast-cause-count-is-not-reached = The receiver ended before as many messages had come as `--count` says. The last that it waits for has that number, if the first has the number 1.
multicast-cause-long-datagram = The sender refused a message of 65,507 bytes, which one datagram carries. What is longer than a frame of the network is sent in several frames, and put together again: a program need not know of it.
multicast-cause-default-port = With `--port` the message arrives, and without it does not: sender and receiver meet at one port, so that both have the same default.
multicast-cause-timeout-is-forgotten = The message has come, the time is over, and the receiver still waits. The timeout is for each message, for the one after the last that came, too.
multicast-cause-ended-before-it-arrived = The sender ended, and its message has not arrived: so nothing can be said of its TTL. What the sender needs is a socket, any free port, and what its options say; what it says on stderr tells what failed.
multicast-begins-with-a-mark = the message began with a mark of the byte order, `U+FEFF`, which is a part of it
multicast-cause-kept-to-itself = Without `--no-loopback` the message arrives, and with it nothing does. The option keeps no message from being sent: it is for the system (IP_MULTICAST_LOOP), and on the loopback interface Linux hands the message back all the same.
