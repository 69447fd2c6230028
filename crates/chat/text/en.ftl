# A chat: the hints of its checks, and what they say.

hint-chat-tells-who-joins-and-who-leaves = Whoever comes or leaves is a change that all others have to hear of, once, and in the order in which it happened. A member has left when its connection has come to an end, in whatever way: a read of 0 bytes, or an error.
    .where = In the task sheet, the lines `* welcome`, `* … joined` and `* … left`; and in your program, every way out of the loop that reads a member's lines.
    .sketch = Let one function enter a member and one let it leave, each with the list of members locked: change the list, tell the others, print. Call the second behind the loop that reads, whatever ended that.
hint-chat-passes-each-line-on-to-the-others = TCP carries a stream: a line may come in pieces, and several in one. What is read of one member is its own, and goes to all but it, as it came: nothing tidies it up on its way.
    .where = `BufRead::read_until` in the task sheet's table, and where in your program a line gets its receivers.
    .sketch = Keep a `BufReader` for each client from its name to its end. Take what it gives up to the newline, drop the newline and a carriage return before it, decode that, and hand `<name>: <line>` to every member but this one.
hint-chat-keeps-lines-whole = Two writes are two pieces, and between them another thread may write. What must stay together has to go out in one go, by one thread at a time.
    .where = Which threads write to the connection of one member, and with how many calls is a line written?
    .sketch = Make the whole line first, with its name and its newline. Let one thread alone write to a member, and give it whole lines through a queue; or hold a lock of that member's while you write.
hint-chat-misses-nothing-from-the-welcome-on = To look who is there, to welcome the newcomer and to enter it in the list is one step or three. If another thread gets between them, somebody is missed.
    .where = The places where your program locks the list of members: what happens between one and the next?
    .sketch = With the list locked once: see who is there, put the welcome into the newcomer's queue, put `joined` into those of the others, and enter the newcomer. Nobody is a member before that.
hint-chat-waits-for-nobodys-name = A client that is connected has said nothing yet, and may never do so. Whoever waits for its name must not be the one that accepts the next.
    .where = `accept`, and the first read from the new connection: in which thread are they?
    .sketch = Start the thread right behind `accept`, and read the name in there. It is in no list before that.
hint-chat-is-not-held-up-by-who-does-not-read = A write waits for its reader when the system has no more room. Whoever waits in it must not be one that others need, and must not hold a lock; and what waits instead, in a queue, must have an end.
    .where = Every `write_all` to a member: who calls it, and which locks does it hold then?
    .sketch = For each member a queue and a thread that writes what is in it. Who has a line puts it in and goes on. Count the bytes that wait: beyond a megabyte or two, shut the connection down in both directions.
hint-chat-has-room-for-so-many-and-no-more = How many there are is the number of those who are members now. Whoever leaves, in whatever way, gives its place back, with all that was opened and started for it.
    .where = `--max-clients`, and the places where your program counts up: for each, where does it count down? Which handles does a `try_clone` leave open?
    .sketch = Do not count: ask the list of members for its length, locked, when one wants to enter. Let the writing thread end when its member has left, and with it its half of the connection.
hint-chat-refuses-what-is-wrong-and-nobody-else = What one client sends can be wrong in many ways, and each is its own affair: it is told, its connection ends, and the others go on. Whether a name is free and to take it is one step.
    .where = The rules for names and lines in the task sheet; every `unwrap` and `?` on what came from a client; and what a panic does to a `Mutex`.
    .sketch = Check each line when it is whole, and return an error from the function that attends to this client. Its caller writes `error: ` and the reason to the client. Ask whether the name is taken with the same lock under which you enter it.
hint-chat-join-prints-and-sends-at-the-same-time = Two things can come at any moment, from the keyboard and from the server. A program that waits for one of them does not see the other. And what others say is theirs, and may be made to harm a terminal.
    .where = The two reads of your client: does one of them ever wait for the other? And what is printed of a control character?
    .sketch = A thread that reads stdin and writes to the socket, and one that reads the socket and prints. For each character of a line that is a control character, print its escape.
hint-chat-join-ends-with-its-server-and-reports-what-is-wrong = The end of what you say is not the end of what you hear: a half-close ends one direction. Whose end came first says whether it went well; a connection that breaks did not. And what stands before an end without a newline is a line, too.
    .where = `TcpStream::shutdown`, and the two ends in the task sheet: that of stdin, and that of the server.
    .sketch = At the end of stdin, shut down writing and remember it. When the server's stream ends, succeed if that was so, and else return an error. Look at the first line before you print it.

chat-it-had-no-name = it had said no name

chat-cause-left-by-a-reset = One has left by a reset, and nobody was told. Then no read returns 0, but an error; the way out of the program's loop by an error passes by what has to be done for one who leaves.
chat-cause-drops-what-waits = A member had ended its side while lines waited for it, and lost its connection before it had got them all. Who has nothing more to say still gets what was said before: its connection is closed when all of that has been written.
chat-cause-waits-for-a-name = Somebody was connected who had said nothing, and the next one got no welcome. Whoever reads a name waits for it, and it may never come: that must not be the one that lets the others in.
chat-cause-counts-who-has-no-name = Some were connected who had said nothing, and one who said its name did not become a member, though there was room. Nobody is a member before it has said its name, and takes a place.
chat-cause-prints-no-left = A member whose line was wrong has been put out, and the server has not printed that it has left, as it does of others. It has left like any other.
chat-cause-all-suffer = One member sent a line that was wrong, and now the others do not hear each other any more. A thread that panics while it holds a lock spoils it for all; one that ends by an error may have been needed.
chat-cause-missed = This was said by one who knew of the newcomer, and the newcomer did not get it: it was told of, or welcomed, before it was in the list of those who get lines.
chat-cause-held-up = While somebody read nothing, a line from one of the others to the next did not arrive. A write to somebody who does not read waits, and so does all that waits for that write: the rest of a loop, and whoever wants the same lock.
chat-cause-counts-lines = Long lines have waited for a member, and it stayed; then short ones came, and it did not, although less than 1 MiB waited. How much may wait is told in bytes: a queue with room for so many lines has room for few bytes where lines are short, and for many where they are long.
chat-cause-never-puts-out = Far more than 8 MiB were said while this member read nothing, and it still is one. What waits for it in the program has no end, or too late an end, or is thrown away.
chat-cause-both-get-it = Who asks for a name that somebody has is refused; but two who asked for it at the same time both got it. Between the look whether it is free and the entry in the list another thread had its turn.
