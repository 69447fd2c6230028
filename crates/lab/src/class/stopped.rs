//! What the jail has stopped of a submission, as far as it is certain: it shows in how a program or the compiler ended, and
//! in what the compiler could not open. What only failed with an error, and ended nothing, leaves no trace.

use std::collections::BTreeMap;

use jail::Level;
use report::{Report, Verdict};
use serde::{Deserialize, Serialize};

use crate::course::graded::CompilerDiagnostic;
use crate::export::run::Run;
use crate::msg;
use crate::ui::messages::Messages;

/// What the jail, or a limit, has stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    pub what: Deed,
    /// In how many checks, or of how many files; otherwise once.
    pub count: usize,
}

/// What a submission has tried, or taken too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// A system call for which a program is ended.
    SystemCall,
    /// More memory than all its programs may have together, or than one of them may, by its own words.
    Memory,
    /// More output than is kept.
    Output,
    /// A file that the compiler may not open.
    HiddenFile,
    /// More memory than the compiler may have.
    CompilerMemory,
    /// More time than the compiler may have.
    CompilerTime,
    /// A longer file than the compiler may write.
    CompilerFile,
    /// More time than a submission may have.
    TimeLimit,
}

impl Deed {
    /// Its name, as in files.
    fn name(self) -> &'static str {
        match self {
            Self::SystemCall => "system-call",
            Self::Memory => "memory",
            Self::Output => "output",
            Self::HiddenFile => "hidden-file",
            Self::CompilerMemory => "compiler-memory",
            Self::CompilerTime => "compiler-time",
            Self::CompilerFile => "compiler-file",
            Self::TimeLimit => "time-limit",
        }
    }

    /// In words, where it was stopped so many times.
    pub fn words(self, text: &Messages, count: usize) -> String {
        msg!(text, "stopped", what = self.name(), count = count)
    }

    /// What a check shows of it.
    fn of_check(check: &Report) -> Option<Self> {
        let Verdict::Failed { sentence, .. } = &check.verdict else { return None };
        let printed = check.stderr.iter().flat_map(|printed| &printed.lines);
        let is_cause = |id: &str| check.cause.as_ref().is_some_and(|cause| cause.id() == id);
        if is_cause("cause-asks-for-what-is-forbidden") {
            Some(Self::SystemCall)
        } else if is_cause("cause-takes-too-much-memory") || printed.into_iter().any(|line| is_out_of_memory(line)) {
            Some(Self::Memory)
        } else {
            matches!(sentence, report::message::Value::Message(it) if it.id() == "floods-instead")
                .then_some(Self::Output)
        }
    }

    /// What the compiler shows of it.
    fn of_compiler(said: &CompilerDiagnostic) -> Option<Self> {
        const DENIED: &str = "Permission denied (os error 13)";
        const TOO_LARGE: &str = "error[E0080]: tried to allocate more memory than available to compiler";
        let first = said.rendered.lines().next()?;
        if first.starts_with("error: couldn't read ") && first.ends_with(DENIED) {
            return Some(Self::HiddenFile);
        } else if first == TOO_LARGE {
            return Some(Self::CompilerMemory);
        }
        // How the compiler ended is said last. What stands before that may quote the program.
        let ended = said.rendered.lines().last()?.starts_with("rustc: signal: ");
        match said.signal().filter(|_| ended)? {
            14 | 24 => Some(Self::CompilerTime),
            25 => Some(Self::CompilerFile),
            _ => said.rendered.lines().any(is_out_of_memory).then_some(Self::CompilerMemory),
        }
    }
}

/// Whether Rust's runtime says that it could not have as much memory as it wanted.
fn is_out_of_memory(line: &str) -> bool {
    line.starts_with("memory allocation of ") && line.ends_with(" bytes failed")
}

/// What was stopped in this run. Where there is no jail, nothing was.
pub fn of(run: &Run) -> Vec<Stopped> {
    if run.broke || run.jail.is_none_or(|level| level == Level::None) {
        return Vec::new();
    }
    // Of a run that has a mark and did not come to its end, the time was up.
    let time_limit = run.problem.is_some().then_some(Deed::TimeLimit);
    let checks = run.lessons.iter().flat_map(|graded| &graded.checks).filter_map(Deed::of_check);
    let compiler = run.lessons.iter().flat_map(|graded| &graded.compiler).filter_map(Deed::of_compiler);
    let mut counts: BTreeMap<Deed, usize> = BTreeMap::new();
    for deed in checks.chain(compiler).chain(time_limit) {
        *counts.entry(deed).or_default() += 1;
    }
    counts.into_iter().map(|(what, count)| Stopped { what, count }).collect()
}

#[cfg(test)]
mod tests {
    use report::message::msg;
    use report::{Printed, Report};

    use super::*;
    use crate::export::run::fixtures::{broke, run};
    use crate::fixtures::{failed, graded, not_compiled, report, text};

    fn stopped(run: Run) -> Vec<(Deed, usize)> {
        let run = Run { jail: Some(Level::Full), ..run };
        of(&run).into_iter().map(|stopped| (stopped.what, stopped.count)).collect()
    }

    #[test]
    fn what_is_certain_of_a_program_is_counted() {
        let check = |verdict| report("one", 1, verdict);
        let forbidden =
            || Report { cause: Some(msg!("cause-asks-for-what-is-forbidden")), ..check(failed("it ended")) };
        let printed = |line: &str| vec![Printed { program: "a".to_string(), lines: vec![line.to_string()] }];
        let memory = Report { stderr: printed("memory allocation of 99 bytes failed"), ..check(failed("it ended")) };
        let floods = Verdict::Failed { sentence: msg!("floods-instead").into(), evidence: Vec::new() };
        let others = [check(failed("floods-instead")), check(Verdict::Passed), check(Verdict::Listed)];
        let checks = [forbidden(), forbidden(), memory, check(floods)].into_iter().chain(others).collect();
        let all = [(Deed::SystemCall, 2), (Deed::Memory, 1), (Deed::Output, 1)];
        assert_eq!(stopped(run([graded("a", checks)])), all);

        let too_long = Run { finished: false, problem: Some("the time is up".to_string()), ..run([]) };
        assert_eq!(stopped(too_long), [(Deed::TimeLimit, 1)]);
        assert_eq!(stopped(broke("a")), []);
        assert_eq!(of(&Run { jail: Some(Level::None), ..run([graded("a", vec![forbidden()])]) }), []);
    }

    #[test]
    fn what_the_compiler_was_kept_from_is_told_from_what_a_program_quotes() {
        for (rendered, deed) in [
            ("error: couldn't read `a`: Permission denied (os error 13)\n --> main.rs:1", Some(Deed::HiddenFile)),
            ("error: couldn't read `a`: No such file or directory (os error 2)\n", None),
            ("rustc: signal: 24 (SIGXCPU)\n", Some(Deed::CompilerTime)),
            ("rustc: signal: 14 (SIGALRM)\n", Some(Deed::CompilerTime)),
            ("rustc: signal: 25 (SIGXFSZ)\n", Some(Deed::CompilerFile)),
            ("memory allocation of 9 bytes failed\nrustc: signal: 6 (SIGABRT)\n", Some(Deed::CompilerMemory)),
            ("rustc: signal: 6 (SIGABRT)\n", None),
            ("error[E0080]: tried to allocate more memory than available to compiler\n", Some(Deed::CompilerMemory)),
            ("error: signal: 24\n --> main.rs:1\n", None),
        ] {
            let expected: Vec<_> = deed.into_iter().map(|deed| (deed, 1)).collect();
            assert_eq!(stopped(run([not_compiled("a", rendered)])), expected, "{rendered}");
        }
    }

    #[test]
    fn each_has_words_and_the_name_that_it_has_in_files() {
        for (deed, words) in [
            (
                Deed::SystemCall,
                "a system call that the jail forbids, which has ended the program (SIGSYS): in 2 checks",
            ),
            (Deed::HiddenFile, "2 files that the compiler was to read, and may not"),
            (Deed::TimeLimit, "more time than a submission may have"),
        ] {
            assert_eq!(deed.words(&text(), 2), words);
            assert_eq!(serde_json::to_value(deed).unwrap(), deed.name());
        }
    }
}
