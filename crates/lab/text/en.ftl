# What `cargo lab` says, in English.
# The hints of the checks stand in the checks themselves; here are only those that go on from there.

## Points and states

course = Sockets, graded
points = { $earned } of { $points ->
    [one] 1 point
   *[other] { $points } points
}
total = In all: { $earned } of { $points } points
not-begun = not written yet
not-graded = not graded yet
changed-since = changed since it was graded
does-not-compile = The program does not compile. The compiler says:
only-these-crates = A program of this lesson is graded with these crates, and no others, whatever the compiler says of `cargo add`: std, { $crates }.
compiler-warns = The compiler warns of this, which costs nothing:
warnings-more = … and { $count ->
    [one] one more warning
   *[other] { $count } more warnings
}
task-sheet = The task sheet: { $file }
all-done = All lessons have full marks.
lessons-done = { $done } of { $count } lessons have full marks
greeting =
    Welcome. In each lesson you write one small network program, and checks talk to it over real sockets.
    1. Read the task sheet of a lesson: { $sheet } is the first.
    2. Write the program in the main.rs beside it. `cargo lab watch` grades it each time you save.
    3. A check that fails says what it sent, what came back and why that is wrong. `cargo lab hint` helps on, step by step.
    4. With full marks, `cargo lab solution` shows how we wrote it. `cargo lab help` names everything else.
next-begin = Next: read { $sheet } and write { $file }. Then:
next-grade = Next: see what { $lesson } has earned so far:
next-hint = Next: a hint for what fails in { $lesson }:
next-go-on = Next: go on with { $lesson }:

## A check that failed

hint = hint:
same-cause = { $count ->
    [one] One more check fails
   *[other] { $count } more checks fail
} for the same cause: { $checks }

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

## A whole class

class-attempts = of { $count } attempts, the last counts: { $file }
class-left-out = left out of the archive, since { $count ->
    [one] it is no regular file or would lie elsewhere: { $file }
   *[other] they are no regular files or would lie elsewhere: { $file } and others
}
class-not-unpacked = { $file } cannot be unpacked: { $why }
class-nobody = there is no student's work in { $folder }: a folder, an archive or a program for each of them
class-inside = { $folder } and the folder of the submissions are one in the other. Keep the two apart
class-in-use = something else writes into { $folder }
class-begins = { $students ->
    [one] 1 student
   *[other] { $students } students
}: { $open ->
    [one] 1 program
   *[other] { $open } programs
} to grade, { $known ->
    [one] 1 program
   *[other] { $known } programs
} graded before
class-again = { $count ->
    [one] One grading
   *[other] { $count } gradings
} broke. Trying once more …
class-which-lesson = { $file } may be of any of the lessons: name the one with --lesson
class-nothing = there is nothing to grade
class-same = the same program as that of { $name }, graded once
class-summary = { $count ->
    [one] 1 student
   *[other] { $count } students
}: { $graded } graded, { $nothing } with nothing to grade, { $broke } whose grading broke
class-grades = The marks are in { $file }.
class-strangers = { $count ->
    [one] One student is
   *[other] { $count } students are
} not in the roster, and not in the marks for the grade book: { $names }
class-new-assignment = The roster has no column for { $name }: it is a new one.
class-report = The report on the class is { $file }. The pages for students are in { $folder }.
page-all = All students
page-late = late
page-same = The same program as that of: { $names }
page-submission = Submission
page-version = Graded by the course
page-ladder = What happened on the wire in { $check }
page-transcript = All that is told of it
page-count = { $count ->
    [one] student
   *[other] students
}
page-number = { $number }
page-mean = points on average
page-full = with full marks
page-apart = To be looked at
page-stopped = What the jail has stopped
page-stopped-for-certain = As far as it is certain. What only failed with an error, and ended no program, leaves no trace.
page-distribution = Points
page-bars = Points, and how many earned them: { $bars }
page-checks = What most students fail
page-failed = { $count } of { $all }
page-no-failure = No check has failed.
page-students = All students
page-student = student
roster-unreadable = { $file } cannot be read as a table: { $why }
roster-nobody = { $file } has no column that says who a student is
roster-missing = this grade book takes only students that it knows: export its roster, and name it with --roster
merge-wrong = { $folder } is not one of the parts: { $why }
merge-other-course = another course has graded it
merge-other-settings = it was graded in other lessons, with another time limit or in another jail
merge-other-count = it is one of another number of shards
merge-doubled = { $other } is the same shard
merge-unfinished = it was not graded to its end. Grade this shard again with the same command
merge-foreign = { $student } does not belong to it, or is in another one too
merge-missing = these shards are missing: { $shards }

## The jail

jailed = { $level ->
    [full] the submission is compiled and run in the jail (`full`)
    [no-network-namespace] the submission is compiled and run in a jail without a network of its own (`no-network-namespace`): it can talk to other machines, and to other programs on this one
   *[none] the submission is compiled and run without a jail (`none`): it can do all that you can on this machine
}
class-jailed = { $level ->
    [full] each submission is compiled and run in a jail of its own (`full`)
    [no-network-namespace] each submission is compiled and run in a jail without a network of its own (`no-network-namespace`): it can talk to other machines, and to other programs on this one
   *[none] the submissions are compiled and run without a jail (`none`): they can do all that you can on this machine
}
stopped = { $what ->
    [system-call] a system call that the jail forbids, which has ended the program (SIGSYS): in { $count ->
        [one] one check
       *[other] { $count } checks
    }
    [memory] more memory than its programs may have: in { $count ->
        [one] one check
       *[other] { $count } checks
    }
    [output] more output than is kept: in { $count ->
        [one] one check
       *[other] { $count } checks
    }
    [hidden-file] { $count ->
        [one] a file
       *[other] { $count } files
    } that the compiler was to read, and may not
    [compiler-memory] more memory than the compiler may have
    [compiler-time] more time than the compiler may have
    [compiler-file] a longer file than the compiler may write
   *[time-limit] more time than a submission may have
}
not-jailed = this machine has no whole jail for a stranger's program: { $level ->
    [no-network-namespace] it could talk to other machines, and to other programs on this one
   *[none] it could read and change all that you can on this machine
}. { $cure }. With --unsandboxed it is graded all the same
jail-lacks-a-system = There is one on Linux only
jail-is-unwanted = LAB_JAIL says so
jail-lacks-namespaces = The system denies namespaces to its users ({ $why }). Ubuntu allows them after `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`, Debian after `sudo sysctl kernel.unprivileged_userns_clone=1`; a container has to be started with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined`; in a `chroot` nothing helps
jail-lacks-landlock = The system has no Landlock, or too old a one ({ $why }). It takes Linux 6.2, started with `landlock` among its `lsm=`, and a container that allows it
jail-lacks-seccomp = The system does not let a process be confined ({ $why })

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

list-empty = There is no such lesson here: d or o lists all again.
list-keys = ↑ ↓ move · 1 to 9 jump · d done · o open · Enter goes on with the lesson · q quit
watch-keys = q quit · r run again · h hint · s reference program · n next lesson
watch-full = { $lesson } has full marks. n goes on to the next lesson; s shows the reference program, which can be read now.
watch-watches = watching { $file }
watch-runs = grading { $lesson } …

trace-others = Another check: cargo lab trace { $lesson } CHECK
trace-not-saved = the picture cannot be written to { $file }
trace-saved = The picture is in { $file }.

## cargo lab book

book-making = making the book
book-made = The book begins with { $file }.
book-not-made = the book cannot be made: { $why }
book-not-built = the program that makes the book cannot be built:
    { $why }
book-not-opened = no browser can be started to open { $file }

## A talk by hand

talk-begins = What you type is sent to the program, a line at a time. /help says what else you can do; /quit, or the end of your input, ends it.
talk-help =
    A line that you type is sent: to a stream with its line end, and as a datagram without one.
      /raw TEXT      sends the text without a line end
      /hex 0d 0a ff  sends these bytes
      /pieces TEXT   sends the line byte by byte
      /fin           half-closes: you send nothing more, and still receive
      /reset         gives the connection up (RST)
      /close         closes the socket
      /new           connects once more, where the program is a server; /1 and /2 choose who you are
      //TEXT         sends a line that begins with a slash
      /quit          ends the program, and shows what happened
talk-unknown = There is no command { $name }: /help names them all, and a second slash before it sends it as a line.
talk-no-byte = { $word } is no byte in hexadecimal, as in /hex 0d 0a ff.
talk-nothing-to-send = There is nothing to send: it needs something behind it, as in /raw hello or /hex 0d 0a ff.
talk-waits = Nobody is there yet whom it could be sent to. It waits until somebody is.
talk-not-ready = The program has not printed `listening on ADDRESS:PORT` yet, so nobody connects to it. Has it printed it and not flushed stdout? /quit ends it.
talk-elsewhere = The program listens on { $address }, which is not on the loopback interface. Here only 127.0.0.1, ::1 and the addresses for all interfaces are talked to.
talk-from-group = receives { $payload } from { $from }
talk-is = You are number { $number } now: { $peer }.
talk-no-peer = There is no number { $number } here.
talk-no-client = There can be a second client only of a server that is ready.
talk-no-connection = A datagram has no connection: there is nothing to half-close or to reset.
talk-no-pieces = A datagram goes as a whole. Each line that you type is one.
talk-closed = It is closed already. Where the program is a server, /new connects once more.
talk-half-closed = You have said that you send nothing more (/fin). You still receive.
talk-not-read = The program does not read, and there is no more room: not all of it was sent.
talk-failed = That failed: { $why }
talk-no-port = { $port } is no port: there are 0 to 65535, and 0 lets the system choose
talk-no-group = { $group } is no multicast group: those are the addresses from 224.0.0.0 to 239.255.255.255
talk-no-other-end = { $lesson } does not say what its program talks to
talk-ended = The program has ended by itself: { $how }.
talk-was-ended = The program was still running, and was ended.

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
ladder-while-read = { $payload }, as fast as it is read
ladder-reading = { $payload }, reading at the same time
ladder-endlessly = { $payload }, over and over
ladder-until-it-stops = { $payload }, until no more is read
ladder-every = { $payload }, every { $milliseconds } ms
ladder-to-group = { $payload }, to { $group }
ladder-ttl = { $payload }, TTL { $ttl }
ladder-connects = connects
ladder-half-closes = FIN: half-closes, and still reads
ladder-fin = FIN: the end
ladder-closes = closes
ladder-end = the end (FIN or RST)
ladder-reset = RST: resets the connection
ladder-holds = holds its port
ladder-starts = starts: { $command }
ladder-killed = is ended by the grader
ladder-killed-by-lab = is ended by lab
ladder-prints-escaped = prints { $beginning } …, escaped
ladder-diagnostic = prints on stderr, which should be about { $about }
ladder-all-read = has read all this
ladder-program-gone = has left already
ladder-no-answer = datagram { $number } gets no answer
ladder-waits = waits { $milliseconds } ms
ladder-interrupted = is asked to end (Ctrl-C)
ladder-terminated = is asked to end (SIGTERM)
ladder-typed = { $bytes ->
    [0] its input ends (Ctrl-D)
   *[other] is typed { $text }
}
ladder-stopped-and-continued = is stopped and goes on (Ctrl-Z, fg)
ladder-random = the grader makes random choices (seed { $seed })
ladder-again = the machine was busy: once more, with more time
ladder-leaves-out = left out: on this machine a program can have any address, { $address } too
ladder-resolves = { $name } stands for { $addresses }

## While one waits

built = compiled { $name }
checked = checked { $name }
time-left = left
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
help-value-part = I/N
help-value-name = NAME
help-value-number = NUMBER
help-value-seconds = SECONDS
help-value-shell = SHELL
help-value-submissions = SUBMISSIONS
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
    .unsandboxed = Grade it also where the jail for it is not a whole one, or where there is none
    .examples =
        {"  "}cargo lab grade
        {"  "}cargo lab grade tcp-server udp-server
        {"  "}cargo lab grade tcp-server --check echoes_a_megabyte
        {"  "}cargo lab grade --format junit --out results.xml --format json --out results.json
        {"  "}cargo lab grade tcp-server --submission ../alice
help-class = Grades the work of a whole class, and writes the marks for a grade book
    .submissions = The folder with a folder, an archive or a program for each student, as a platform exports it
    .out = The folder for what comes of it: report.html, grades.csv, class.jsonl, pages for students
    .lessons = The lesson to grade; can be given again. Without it, the one in whose folder you are, or all
    .roster = The list of students that was exported from the grade book, as CSV
    .grades = The grade book that takes the marks; nbgrader without it
    .jobs = As many are graded side by side; without it, twice as many as there are processors
    .shard = Grade only this one of so many parts of the class, which `cargo lab merge` joins again
    .time_limit = Seconds that each submission may take. What is graded by then counts
    .regrade = Grade again what has been graded before
    .unsandboxed = Grade it also where the jail for it is not a whole one, or where there is none
    .examples =
        {"  "}cargo lab class downloads --lesson tcp-server --out marks
        {"  "}cargo lab class downloads --lesson tcp-server --out marks --roster canvas.csv --grades canvas
        {"  "}cargo lab class downloads --lesson tcp-server --out part2 --shard 2/4
help-merge = Joins the parts of a class that were graded apart
    .parts = The folders of the parts, each of them once
    .out = The folder for what comes of it
    .roster = The list of students that was exported from the grade book, as CSV
    .grades = The grade book that takes the marks; nbgrader without it
    .examples =
        {"  "}cargo lab merge part1 part2 part3 part4 --out marks
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
    .submission = Trace the exercise in this folder instead of yours: nothing but its .rs files is taken from there
    .unsandboxed = Grade it also where the jail for it is not a whole one, or where there is none
    .examples =
        {"  "}cargo lab trace tcp-server
        {"  "}cargo lab trace tcp-server echoes_a_megabyte --svg echo.svg
help-run = Runs your program, to try it by hand
    .lesson = The lesson; without it, the one in whose folder you are
    .arguments = What your program is given
    .examples =
        {"  "}cargo lab run tcp-server
        {"  "}cargo lab run tcp-client -- --port 5000 "Bom dia"
help-talk = Is the other end of your program, by hand: you type what it receives, and see what it sends
    .lesson = The lesson; without it, the one in whose folder you are
    .solutions = Talk to the course's own program instead of yours
    .arguments = What your program is given; the first one chooses, where it is several programs
    .examples =
        {"  "}cargo lab talk tcp-server
        {"  "}cargo lab talk tcp-adaptation -- client --count 3 --timeout 30
        {"  "}cargo lab talk multicast -- send "Bom dia"
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
help-book = Makes the book of the course, in all its languages, as pages for a browser
    .open = Open it in the browser, in your language
    .update = Bring the translations up to date with the English text instead
    .behind = List what has no translation instead
    .examples =
        {"  "}cargo lab book --open
help-completions = Prints what your shell needs to complete lab's command line
    .shell = The shell
    .examples =
        {"  "}alias lab="cargo lab"
        {"  "}source <(cargo lab completions bash)
