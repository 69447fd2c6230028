//! How a program that crashed says so: a panic, or an exception that nobody caught. It is known by what the runtimes of
//! languages print on stderr.

use report::escape;
use report::event::Ending;

/// What a line of stderr says of a crash, by what stands in it: in this line itself, in the next one, or in the last.
enum Told {
    Here,
    Below,
    Last,
}

/// What the runtimes print, from the first of them in a text.
const CRASHES: [(&str, Told); 7] = [
    ("panicked at", Told::Below),
    ("Traceback (most recent call last)", Told::Last),
    ("Exception in thread", Told::Here),
    ("goroutine 1 [", Told::Here),
    ("panic: ", Told::Here),
    ("terminate called", Told::Here),
    ("Uncaught", Told::Here),
];

/// The line that says why the program crashed, in its own language, if it did.
pub(crate) fn last_words(stderr: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let find = |index: usize| {
        let (_, told) = CRASHES.iter().find(|(words, _)| lines[index].contains(words))?;
        let told = match told {
            Told::Here => lines[index],
            Told::Below => lines.get(index + 1).unwrap_or(&lines[index]),
            Told::Last => lines.last()?,
        };
        Some(told.to_string())
    };
    (0..lines.len()).find_map(find)
}

/// A line that a program says of itself, whole and in quotes.
pub(crate) fn quoted(line: &str) -> String {
    format!("\"{}\"", escape::line(&line.replace('"', "'")))
}

/// The signal that ended the program, where it is one that a defect of its own brings.
pub(crate) fn signal(ending: &Ending) -> Option<String> {
    let Ending::Signal(signal) = ending else { return None };
    let is_its_own = ["SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL"].iter().any(|name| signal.contains(name));
    is_its_own.then(|| signal.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_tells_a_crash_in_its_own_way() {
        for (stderr, told) in [
            (
                "\nthread 'main' (7) panicked at exercises/tcp-client/main.rs:9:5:\ncalled `Result::unwrap()`\nnote: run",
                "called `Result::unwrap()`",
            ),
            (
                "Traceback (most recent call last):\n  File \"main.py\", line 3, in <module>\nTimeoutError: timed out\n",
                "TimeoutError: timed out",
            ),
            (
                "Exception in thread \"main\" java.net.BindException: Address in use\n\tat Main.main",
                "Exception in thread \"main\" java.net.BindException: Address in use",
            ),
            (
                "panic: runtime error: index out of range\n\ngoroutine 1 [running]:",
                "panic: runtime error: index out of range",
            ),
        ] {
            assert_eq!(last_words(stderr.as_bytes()).as_deref(), Some(told), "{stderr}");
        }
        for stderr in ["", "error: cannot listen on 127.0.0.1:80: permission denied\n", "closing: panic averted"] {
            assert_eq!(last_words(stderr.as_bytes()), None, "{stderr}");
        }
    }
}
