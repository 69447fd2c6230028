//! Why a line is missing on stdout, by what was printed instead.

use report::escape;
use report::message::{Message, msg};

use crate::picture::Picture;

/// What a quoted message begins with, behind its sender.
const QUOTE: &str = ": \"";

/// Why the last of these lines, which are awaited in this order, is missing.
pub(crate) fn why_missing(lines: &[&str], picture: &Picture) -> Option<Message> {
    let (missing, before) = lines.split_last()?;
    let (stdout, stderr) = (String::from_utf8_lossy(&picture.stdout), String::from_utf8_lossy(&picture.stderr));
    let count = |all: &[&str], line: &str| all.iter().filter(|other| **other == line).count();
    let printed: Vec<&str> = stdout.lines().filter(|line| !line.to_lowercase().starts_with("listening on ")).collect();
    if stderr.lines().any(|line| line == *missing) {
        return Some(msg!("cause-printed-on-stderr"));
    }
    let again = count(before, missing);
    if again > 0 && count(&printed, missing) == again && picture.ended.is_none() {
        return Some(msg!("cause-the-same-again"));
    }
    let others: Vec<&str> = printed.iter().copied().filter(|line| !lines.contains(line)).collect();
    if let Some(cause) = others.iter().find_map(|other| instead_of(missing, other)) {
        return Some(cause);
    }
    // Somebody else's cause is why it printed something else.
    if printed.len() != before.len() {
        return None;
    }
    if missing.ends_with(": \"\"") && !before.is_empty() {
        return Some(msg!("cause-nothing-for-an-empty-message"));
    }
    let is_silent = before.is_empty() && !picture.stdout.is_empty() && picture.ended.is_none();
    is_silent.then(|| msg!("cause-nothing-more-printed"))
}

/// The message of an awaited line stands behind another sender, or none: the line that begins like this is missing.
pub(crate) fn another_sender(beginning: &str, picture: &Picture) -> Option<Message> {
    let stdout = String::from_utf8_lossy(&picture.stdout);
    stdout.lines().find_map(|line| by_another(beginning, line))
}

/// The text ends where the rest of the message, which begins with a control character, has a zero, if it does.
pub(crate) fn ends_at_a_zero(rest_of_message: &str, rest_of_line: &str) -> Option<Message> {
    let cut = rest_of_message.strip_prefix('\0').is_some_and(|behind| !behind.is_empty());
    (cut && rest_of_line.is_empty()).then(|| msg!("cause-ends-at-a-zero"))
}

/// What this line has of the one that is missing.
fn instead_of(missing: &str, line: &str) -> Option<Message> {
    let plain = |line: &str| line.replace('\\', "");
    let begins = missing.find(QUOTE)? + QUOTE.len();
    if plain(missing) == plain(line) {
        return Some(msg!("cause-quotes-as-they-came", line = quoted(line)));
    }
    if line == missing.replace('"', "'") {
        return Some(msg!("cause-only-the-form", expected = escape::bytes(missing.as_bytes())));
    }
    let is_beginning = missing.starts_with(line.trim_end_matches('"')) && line.trim_end_matches('"').len() > begins;
    if is_beginning {
        return Some(msg!("cause-line-is-cut", count = line.chars().count()));
    }
    if line.get(begins..).is_some_and(|said| said == missing[begins..].to_uppercase()) {
        return Some(msg!("cause-prints-the-answer"));
    }
    by_another(missing, line)
}

fn by_another(wanted: &str, line: &str) -> Option<Message> {
    let (peer, message) = wanted.split_once(QUOTE)?;
    let (sender, said) = line.split_once(QUOTE).or_else(|| Some(("", line.strip_prefix('"')?)))?;
    let is_such = said.starts_with(message) && message.len() > 1 && sender != peer;
    is_such.then(|| msg!("cause-another-sender", line = quoted(line), peer = peer.to_string()))
}

fn quoted(line: &str) -> String {
    format!("`{}`", escape::line(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: &str = "127.0.0.1:4000";

    /// The cause of the last of these messages having no line, when this was printed below the ready line.
    fn told(messages: &[&str], stdout: &str, stderr: &str) -> Option<String> {
        let lines: Vec<String> = messages.iter().map(|message| format!("{PEER}: {message:?}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let stdout = format!("listening on 127.0.0.1:5000\n{stdout}");
        let picture = Picture { stdout: stdout.into(), stderr: stderr.into(), ..Picture::default() };
        why_missing(&lines, &picture).map(|cause| cause.id().to_string())
    }

    #[test]
    fn a_line_that_is_missing_is_told_by_what_was_printed_instead() {
        let line = |message: &str| format!("{PEER}: {message}\n");
        let one = &line("\"ping 1\"");
        for (messages, stdout, stderr, cause) in [
            (["ping 1"].as_slice(), String::new(), "", "cause-nothing-more-printed"),
            (&["ping 1"], String::new(), one, "cause-printed-on-stderr"),
            (&["ping 1"], line("\"PING 1\""), "", "cause-prints-the-answer"),
            (&["ping 1"], line("'ping 1'"), "", "cause-only-the-form"),
            (&["ping 1"], "127.0.0.1: \"ping 1\"\n".to_string(), "", "cause-another-sender"),
            (&["ping 1"], "\"ping 1\"\n".to_string(), "", "cause-another-sender"),
            (&["ping 1"], line("\"pin\""), "", "cause-line-is-cut"),
            (&["ping 1", "ping 1"], one.clone(), "", "cause-the-same-again"),
            (&["ping 1", ""], one.clone(), "", "cause-nothing-for-an-empty-message"),
            (&["ping 1", "a \"b\""], format!("{one}{}", line("\"a \"b\"\"")), "", "cause-quotes-as-they-came"),
        ] {
            assert_eq!(told(messages, &stdout, stderr).as_deref(), Some(cause), "{stdout}{stderr}");
        }
        // As it came, and with what another message left: the check's own hint knows more.
        for (messages, stdout) in [(["ping 1"].as_slice(), line("ping 1")), (&["ping 1", ""], format!("{one}{one}"))] {
            assert_eq!(told(messages, &stdout, ""), None, "{stdout}");
        }
        assert!(ends_at_a_zero("\0 and more", "").is_some());
        assert!(ends_at_a_zero("\0 and more", " and more").is_none() && ends_at_a_zero("\u{7}b", "").is_none());
    }
}
