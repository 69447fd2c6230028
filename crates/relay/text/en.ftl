# A relay: the hints of its checks, and what they say.

hint-relay-passes-bytes-both-ways = Neither side waits for the other: bytes may come from both at any moment. What a read brings is passed on at once, as it is, and a write may take only a part of it: the rest is still to be written, once and in its place.
    .where = What becomes of what a write did not take? And who is asked for bytes first, and is it waited for?
    .sketch = For each direction keep what has been read and not been written, and where it begins. Each time `poll` says that a socket is ready, write what it takes, and move the beginning by what `write` returned.
hint-relay-passes-an-end-on = A read of 0 bytes ends one direction, and not the connection: pass on what is left, then shut down the writing side of the other connection, and go on with the opposite direction. When both directions have ended, close both.
    .where = In the task sheet's table, `shutdown`; and what happens to bytes that wait when the 0 comes.
    .sketch = Remember that a direction has ended. When nothing of it is left in the buffer, call `shutdown(Shutdown::Write)` on the side that it leads to, once. When both directions are over, drop both streams.
hint-relay-passes-a-reset-on = Who resets a connection is gone at once: the connection on the other side has to end then, and no other. An error belongs to the pair in which it happened, whichever call told of it.
    .where = Where does `?` hand an error on to? What is still open when a pair has gone?
    .sketch = Let the function that moves the bytes of one pair return a `Result`. Its caller takes the error, tells of it on stderr, and drops that pair, with both of its sockets.
hint-relay-goes-on-when-a-target-cannot-be-reached = A connection to a target may be refused, or take minutes. Neither is the affair of the other clients: `connect` must not be waited for, and its error ends one client.
    .where = Which call in your program waits for the target? And in the task sheet, the line that goes to stderr.
    .sketch = Make the socket non-blocking, then connect: it says that it has begun (`EINPROGRESS`). Ask `poll` for room to write on it; when it is ready, `take_error` says how it went. If it failed, say so and drop the client.
hint-relay-serves-two-hundred-clients-at-once = Each client has a connection of its own to the target, and its bytes go nowhere else. What identifies a pair must not become another one's while anything of the old one is still being dealt with; and of several who come at once, each has to be accepted.
    .where = What in your program says which two sockets belong together, and what happens to it when a pair is removed?
    .sketch = Keep both sockets of a pair in one value. Finish the list of events first, and remove afterwards who has left. With `poll`, whoever still waits is told again; with an edge-triggered call, accept until nobody is left.
hint-relay-needs-no-thread-for-a-client = A thread for each client costs a stack, and switches from one to the other. One thread that waits for all sockets at once needs none of that, if no call of it waits for a single one.
    .where = Where does your program start a thread or a process, itself or through a library?
    .sketch = One loop: `poll` with all sockets, then do what is possible without waiting, for each that is ready. All sockets are non-blocking.
hint-relay-stops-reading-where-the-other-side-does-not-read = TCP lets a sender wait when its receiver does not read. A relay in the middle passes that on only if it stops reading as soon as it cannot write. A buffer that grows has an end, too, and a write that waits holds up all others.
    .where = When does your program ask to read from a side? And what does a write do that finds no room?
    .sketch = Ask `poll` for reading only while little of this direction is left to be written, and for writing only while something is. A write that says `WouldBlock` has taken nothing: keep the bytes, and try again when `poll` says so.
hint-relay-sleeps-while-nothing-happens = `poll` returns at once as long as anything is true that was asked for: room to write is nearly always there, an end stays readable for ever, and a connection that is over is told of even where nothing was asked.
    .where = What do you ask `poll` for, and for which sockets, when there is nothing to write, or a side has ended?
    .sketch = Ask for writing only while there is something to write, for reading only until the end has been read; and leave out a socket of which you want nothing at all.
hint-relay-says-where-it-listens-and-forwards-to-each-target = A line for each forward, in their order, when all of them listen: who reads the first line may use any. The port is the one that the system chose, and an address of IPv6 stands in brackets.
    .where = How is the text with `=` taken apart, and where in it do colons stand? What does the listener itself say of its address?
    .sketch = `SocketAddr` reads and prints both families, brackets included. Bind all listeners first, then ask each for its `local_addr`, and print.
hint-relay-starts-again-on-its-ports-and-reports-what-it-cannot-do = All listeners, or none: where one address cannot be had, nothing has begun, and the error names it. Connections of a relay that was stopped keep its ports for a while (TIME_WAIT), unless SO_REUSEADDR is set. What is no pair of addresses is wrong usage: 2.
    .where = What has been printed when the second bind fails? Who takes `--forward` apart, and what becomes of its error?
    .sketch = Bind all before you print anything, with the address as the context of the error. Give clap a type that implements `FromStr`: what it refuses, clap reports, with 2.

relay-cause-does-not-tell-who-is-refused = The client of a target that refuses has been sent away, and no line on stderr says so, to the letter: it begins with the address and port of the client, which `accept` tells, and names the target as `--forward` does.
relay-cause-takes-not-yet-for-never = The target had not answered yet, and its client has been sent away. A `connect` that does not wait has only begun: that the socket is not connected is no error then, and what has become of it `SO_ERROR` says once `poll` says that it can be written to.
relay-cause-leads-to-another-target = The client has come to the address in the line of one forward, and the connection that was opened for it goes to the target of another. The lines have the order of the forwards; and which forward a client belongs to, only the listener tells that accepted it, so keep the target beside that listener.
relay-cause-one-direction-stops-the-other = One side does not read, so what is meant for it has to wait. What that side says itself has not to, and does not arrive: the two directions of a pair have nothing to do with each other, so no call waits for one of them, and that one cannot be written is no reason not to read the other.
relay-cause-never-waits = Nobody has come yet, and the program does not sleep: it asks its listeners again and again. A call that does not wait (a timeout of 0, a socket that does not block) answers at once, also where there is nothing.
relay-cause-asks-for-room = The program slept before clients came, and does not now that they are there and say nothing: something that it asks for is true all the time. Mostly that is room to write, which a connection nearly always has: ask for it only while there is something to write.
relay-cause-asks-after-the-end = The program slept before a side had ended or gone, and does not since. The end of a stream is readable for ever, so ask for no more when a read has said 0; and of a connection that is over `poll` tells even where nothing was asked for, so leave it out.
relay-cause-asks-for-what-it-does-not-take = Nobody reads at the other side, and the program does not sleep: it asks again and again for what it cannot take, or cannot get rid of. Ask for bytes only while there is room for them, and for room, not for another try, while they wait.
relay-cause-asks-for-the-target = The program slept before this client came, whose target does not answer, and does not now: it asks again and again whether the connection is there, or for what the client says and it does not take. `poll` tells when there is room to write, and then it is there, or has failed.
