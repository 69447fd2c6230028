# What `cargo lab` says, in English.
# The hints of the checks stand in the checks themselves; here are only those that go on from there.

## Points and states

course = Sockets, graded
points = { $earned } of { $points } points
total = In all: { $earned } of { $points } points
not-begun = not written yet
not-graded = not graded yet
not-written = { $file } is not written yet
changed-since = changed since it was graded
does-not-compile = The program does not compile. The compiler says:
task-sheet = The task sheet: { $file }
all-done = All lessons have full marks.
next-begin = Next: read { $sheet } and write { $file }. Then:
next-grade = Next: see what { $lesson } has earned so far:
next-go-on = Next: go on with { $lesson }:

## A check that failed

what-happened = what happened:
events-skipped = … { $count ->
    [one] 1 more event
   *[other] { $count } more events
} …
printed-on-stderr = `{ $program }` printed on stderr:
hint = hint:

## While one waits

built = compiled { $name }
checked = checked { $name }

## Errors

error = error:
no-such-lesson = there is no lesson { $name }: the lessons are { $all }
no-such-lesson-but = there is no lesson { $name }: do you mean { $nearest }?
no-such-check = there is no check { $name }: `cargo lab grade LESSON` names them all
no-such-check-but = there is no check { $name }: do you mean { $nearest }?
progress-not-saved = What you have earned cannot be remembered: { $why }

## Help

help-usage = Usage:
help-verbs = Verbs
help-verb = VERB
help-arguments = Arguments
help-options = Options
help-examples = Examples:
help-lab = The course at a glance, or the lesson in whose folder you are
    .lang = The language to speak: en or pt-BR (also LAB_LANG)
    .help = Show what there is to know about this
    .examples =
        {"  "}cargo lab                          where you are, and what is next
        {"  "}cargo lab grade                    grades all lessons, or the one in whose folder you are
        {"  "}cargo lab grade --help             more about a verb
help-list = Lists the lessons and your points
    .examples =
        {"  "}cargo lab list
help-grade = Grades your programs, and says why a check failed
    .lessons = The lessons to grade; without one, the one in whose folder you are, or all
    .checks = Only the check of this name; can be given again
    .solutions = Grade the course's own programs instead of yours
    .examples =
        {"  "}cargo lab grade
        {"  "}cargo lab grade tcp-server udp-server
        {"  "}cargo lab grade tcp-server --check echoes_a_megabyte
