# The checks in `tests/`, which grade programs to try the grader itself.

hint-fixture-prints-one-line = the hint
