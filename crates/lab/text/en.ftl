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

## Verbs

which-lesson = which lesson? There are { $all }
reset-nothing = { $file } is the starter already.
reset-kept = What you wrote is kept in { $file }.
reset-done = { $file } is the starter again.
solution-later = The reference program is for those who have full marks in { $lesson }. To see it now: cargo lab solution { $lesson } --anyway
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
    .shell = The shell: bash, elvish, fish, powershell or zsh
    .examples =
        {"  "}alias lab="cargo lab"
        {"  "}source <(cargo lab completions bash)
