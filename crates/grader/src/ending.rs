//! Why a program that has ended fails, where its exit status or the place of what it printed shows that.

use std::process::Output;

use report::message::{Message, msg};

use crate::crash;
use crate::failure::Failure;

/// The exit status of wrong usage.
const WRONG_USAGE: i32 = 2;

/// Adds what the exit status says, where it is another one than this. That of a crash says nothing: in some languages it
/// is that of wrong usage.
pub(crate) fn with_cause(failure: Failure, expected: i32, output: &Output) -> Failure {
    let Some(code) = output.status.code().filter(|_| crash::last_words(&output.stderr).is_none()) else {
        return failure;
    };
    let tells_no_failure = output.stderr.is_empty() && !output.stdout.is_empty() && !tells_an_error(&output.stdout);
    match code {
        // Where another exit status was to come, the call was right.
        WRONG_USAGE => failure.because(msg!("cause-takes-its-call-for-wrong")),
        code if expected == 0 && tells_no_failure => {
            failure.because(msg!("cause-fails-without-a-failure", code = code.to_string()))
        }
        _ => failure,
    }
}

/// It tells the error of a call that does not say how much came.
pub(crate) fn of_a_read_exact(stderr: &[u8]) -> Option<Message> {
    String::from_utf8_lossy(stderr)
        .contains("failed to fill whole buffer")
        .then(|| msg!("cause-read-exact-has-no-count"))
}

fn tells_an_error(stdout: &[u8]) -> bool {
    String::from_utf8_lossy(stdout).lines().any(|line| line.starts_with("error: "))
}

impl Failure {
    /// Adds the cause where the error that is missing on stderr is on stdout.
    pub(crate) fn unless_on_stdout(self, stdout: &[u8]) -> Self {
        self.because_of(tells_an_error(stdout).then(|| msg!("cause-error-on-stdout")))
    }

    /// Adds the cause where what should be on stdout is there, and only looks otherwise, or is not alone.
    pub(crate) fn unless_more_is_there(self, expected: &[u8], printed: &[u8]) -> Self {
        if expected.is_empty() {
            return self;
        }
        if printed.windows(expected.len()).any(|part| part == expected) {
            return self.because(msg!("cause-prints-more"));
        }
        match (std::str::from_utf8(expected), std::str::from_utf8(printed)) {
            // In a pattern a `<` stands for something.
            (Ok(expected), Ok(printed)) if !expected.contains('<') => self.unless_only_the_form(expected, printed),
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause(failure: &Failure) -> Option<&str> {
        failure.clues.cause.as_ref().map(|cause| cause.id())
    }

    #[test]
    fn what_is_printed_beside_is_told_from_what_is_printed_otherwise() {
        let told = |printed: &str| {
            let failure = Failure::new("no").unless_more_is_there(b"echo: Bom dia\n", printed.as_bytes());
            cause(&failure).map(str::to_string)
        };
        assert_eq!(told("sending\necho: Bom dia\n").unwrap(), "cause-prints-more");
        assert_eq!(told("echo: Bom dia").unwrap(), "cause-only-the-form");
        assert_eq!(told("echo: \"Bom dia\"\n").unwrap(), "cause-only-the-form");
        assert_eq!(told("reply: Bom dia\n"), None);
        assert_eq!(cause(&Failure::new("no").unless_more_is_there(b"", b"Bom")), None);
    }

    #[test]
    fn a_read_exact_is_known_by_its_words() {
        assert!(of_a_read_exact(b"error: no echo: failed to fill whole buffer\n").is_some());
        assert!(of_a_read_exact(b"error: unexpected end of file\n").is_none());
    }

    #[test]
    fn an_error_on_stdout_is_told() {
        assert_eq!(cause(&Failure::new("no").unless_on_stdout(b"error: no\n")), Some("cause-error-on-stdout"));
        assert_eq!(cause(&Failure::new("no").unless_on_stdout(b"an error: no\n")), None);
    }
}
