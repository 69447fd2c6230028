#!/usr/bin/env bash
# Gradescope runs this once, when it makes the assignment's image out of the zip.
# The zip is made with this command, at the root of the course, with the assignment's lesson instead of tcp-server:
#
#   git archive --format=zip --output=tcp-server.zip --add-virtual-file=lessons:tcp-server \
#     --add-file=platforms/gradescope/setup.sh --add-file=platforms/gradescope/run_autograder --prefix=course/ HEAD
set -euo pipefail
exec bash /autograder/source/course/platforms/setup
