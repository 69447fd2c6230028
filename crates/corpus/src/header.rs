//! What the first lines of a program say of it: `//! Misconception: every letter is an ASCII letter.`

/// What encloses the text at the beginning of a program in Python.
const DOCSTRING: &str = "\"\"\"";

/// The comment that a program begins with, without its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header(Vec<String>);

impl Header {
    /// The comment at the beginning of a program in Rust; in Python it may be a docstring.
    pub(crate) fn of(program: &str) -> Self {
        // The first line of a script may name its interpreter.
        let script = program.strip_prefix("#!/").and_then(|script| script.split_once('\n'));
        let program = script.map_or(program, |(_, program)| program);
        let comment = |line: &'_ str| line.strip_prefix("//!").or(line.strip_prefix('#')).map(str::to_string);
        let lines: Vec<String> = match program.strip_prefix(DOCSTRING).and_then(|text| text.split_once(DOCSTRING)) {
            Some((text, _)) => text.lines().map(str::to_string).collect(),
            None => program.lines().map_while(comment).collect(),
        };
        Self(lines.iter().map(|line| line.trim().to_string()).collect())
    }

    /// What a student who makes the mistake has not understood.
    pub fn misconception(&self) -> Option<&str> {
        self.value("Misconception: ")
    }

    /// The checks that must fail, sorted.
    pub fn caught_by(&self) -> Vec<String> {
        let mut checks = quoted(self.value("Caught by: ").unwrap_or_default());
        checks.sort();
        checks
    }

    /// The names of the messages of which one tells the misconception: the headline or the advice of the first check that
    /// fails. There are several where it shows in more than one way.
    pub fn told_by(&self) -> Vec<String> {
        quoted(self.value("Told by: ").unwrap_or_default())
    }

    /// Why the one cause costs more than two checks.
    pub fn more_than_two_because(&self) -> Option<&str> {
        self.value("More than two, because: ")
    }

    /// The command that the checks are run through, where they need a machine of another kind than most.
    pub fn graded_through(&self) -> Option<String> {
        quoted(self.value("Graded through: ")?).into_iter().next()
    }

    /// The program that an edit differs from, as a path from its own folder.
    pub(crate) fn base(&self) -> Option<&str> {
        self.value("Base: ")
    }

    fn value(&self, label: &str) -> Option<&str> {
        self.0.iter().find_map(|line| line.strip_prefix(label)).map(str::trim).filter(|value| !value.is_empty())
    }
}

/// What stands in backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_ends_where_the_program_begins() {
        let header = Header::of(
            "//! Misconception: one read is one message.\n//! Caught by: `reads`, `asks`\n\n//! Base: x.rs\nfn main() {}",
        );
        assert_eq!(header.misconception(), Some("one read is one message."));
        assert_eq!(header.caught_by(), ["asks", "reads"]);
        assert_eq!((header.more_than_two_because(), header.base()), (None, None));
    }

    #[test]
    fn a_script_has_a_header_below_its_first_line() {
        for header in [
            "# Graded through: `./strace.sh`\n",
            "\"\"\"Variant: made of calls.\n\nGraded through: `./strace.sh`\n\"\"\"\n",
        ] {
            let header = Header::of(&format!("#!/usr/bin/env python3\n{header}import socket\n"));
            assert_eq!(header.graded_through().as_deref(), Some("./strace.sh"), "{header:?}");
        }
    }
}
