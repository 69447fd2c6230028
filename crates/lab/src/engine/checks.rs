//! The checks of a lesson: the test binary that holds them, run to list them or to grade a program, and its report held
//! against that list. A mark is made of one report for each check, or there is none.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use jail::Jail;
use report::{Report, Verdict};

use crate::engine::errors::{GradingError, Problem};
use crate::engine::job::Job;

/// The checks of a lesson.
pub struct Checks<'a> {
    pub lesson: &'a str,
    /// The test binary.
    pub binary: &'a Path,
    /// The folder that it is run in: the course's.
    pub folder: &'a Path,
    /// The jail of the program, if it has one.
    pub jail: Option<&'a Jail>,
    pub job: &'a Job,
}

/// What a run of the test binary came to.
struct Ran {
    reports: Vec<Report>,
    /// How it ended, if that was too soon.
    crash: Option<Problem>,
}

impl Checks<'_> {
    /// The checks, in the order in which they are written.
    pub fn list(&self) -> Result<Vec<Report>> {
        let Ran { mut reports, crash } = self.run(&[], None, &|_| {})?;
        if let Some(crash) = crash {
            bail!(self.error(crash));
        }
        ensure!(!reports.is_empty(), self.error(Problem::NoChecksListed));
        reports.sort_by_key(|report| report.line);
        self.fail_if_doubled(&reports)?;
        Ok(reports)
    }

    /// Grades a program in these checks, which are listed. `on_report` is told each as it comes.
    pub fn grade(&self, listed: &[Report], program: &Path, on_report: &dyn Fn(&Report)) -> Result<Vec<Report>> {
        let names: Vec<&str> = listed.iter().map(|report| report.check.as_str()).collect();
        let Ran { mut reports, crash } = self.run(&names, Some(program), on_report)?;
        if crash.is_some() {
            // One check has taken the others with it. Alone, each of those gets its verdict.
            let is_missing = |name: &&str| reports.iter().all(|report| report.check != *name);
            for name in names.iter().copied().filter(is_missing).collect::<Vec<_>>() {
                let alone = self.run(&[name], Some(program), on_report)?;
                if let Some(crash) = alone.crash {
                    bail!(self.error(crash));
                }
                reports.extend(alone.reports);
            }
        }
        self.fail_if_doubled(&reports)?;
        for report in &reports {
            let is_listed = listed.iter().any(|it| (&it.check, it.points) == (&report.check, report.points));
            ensure!(is_listed, self.error(Problem::ReportUnknown { check: report.check.clone() }));
        }
        for name in names {
            let is_there = reports.iter().any(|report| report.check == name);
            ensure!(is_there, self.error(Problem::ReportMissing { check: name.to_string() }));
        }
        reports.sort_by_key(|report| report.line);
        Ok(reports)
    }

    /// Fails where a check has no verdict, since the grading broke in it.
    pub fn fail_if_broken(&self, reports: &[Report]) -> Result<()> {
        for report in reports {
            if let Verdict::Broken { sentence, .. } = &report.verdict {
                let (check, sentence) = (report.check.clone(), sentence.clone());
                bail!(self.error(Problem::CheckBroke { check, sentence }));
            }
        }
        Ok(())
    }

    /// Fails where a check has two reports.
    fn fail_if_doubled(&self, reports: &[Report]) -> Result<()> {
        for (at, report) in reports.iter().enumerate() {
            let is_first = reports[..at].iter().all(|before| before.check != report.check);
            ensure!(is_first, self.error(Problem::ReportTwice { check: report.check.clone() }));
        }
        Ok(())
    }

    fn error(&self, problem: Problem) -> GradingError {
        GradingError::new(self.lesson, problem)
    }

    /// Runs these checks against a program; without one, lists them all.
    fn run(&self, checks: &[&str], program: Option<&Path>, on_report: &dyn Fn(&Report)) -> Result<Ran> {
        let jail = self.jail.filter(|_| program.is_some());
        let mut command = jail.map_or_else(|| Command::new(self.binary), |jail| jail.checks(self.binary));
        // All at once, as `.cargo/config.toml` has it for cargo: one that hangs costs one deadline, not one for each.
        command.current_dir(self.folder).args(["--test-threads", "32"]);
        match program {
            Some(program) => {
                let words = jail.map_or_else(|| vec![program.into()], |jail| jail.program(program));
                let words: Option<Vec<&str>> = words.iter().map(|word| word.to_str()).collect();
                let words = words.context("the path of the program is not text")?;
                let program = shlex::try_join(words).context("the path of the program cannot be quoted")?;
                command.arg("--exact").args(checks);
                command.env(report::VARIABLE, "grade").env("LAB_PROGRAM", program);
            }
            None => {
                command.env(report::VARIABLE, "list");
            }
        }
        let nonce = format!("{:016x}", getrandom::u64().context("the system has no random numbers")?);
        let mut started = self.job.start(command, Some(&format!("{nonce}\n")))?;
        let (reports, unreadable) = read(&mut BufReader::new(&mut started.stdout), &nonce, on_report)?;
        let (status, stderr) = self.job.finish(started)?;
        // 101 is how the test harness says that a test failed.
        let has_failed = match status.code() {
            Some(0) => false,
            Some(101) => true,
            _ => return Ok(Ran { reports, crash: Some(Problem::ChecksCrashed { status, stderr }) }),
        };
        if let Some(error) = unreadable {
            bail!(self.error(Problem::ReportUnreadable { why: error.to_string() }));
        }
        let says_so = reports.iter().any(|report| !matches!(report.verdict, Verdict::Passed));
        let agrees = program.is_none() || reports.is_empty() || says_so == has_failed;
        ensure!(agrees, self.error(Problem::ReportContradicted { status }));
        Ok(Ran { reports, crash: None })
    }
}

/// The reports among what a test binary prints, and why one of them cannot be read. What else stands there, a test harness
/// or a check has printed, and it need not be text.
fn read(
    stdout: &mut dyn BufRead,
    nonce: &str,
    on_report: &dyn Fn(&Report),
) -> Result<(Vec<Report>, Option<serde_json::Error>)> {
    let (mut reports, mut unreadable) = (Vec::new(), None);
    for line in stdout.split(b'\n') {
        match report::read(&String::from_utf8_lossy(&line?), nonce) {
            Some(Ok(report)) => {
                on_report(&report);
                reports.push(report);
            }
            Some(Err(error)) => unreadable = Some(error),
            None => {}
        }
    }
    Ok((reports, unreadable))
}

#[cfg(all(test, unix))]
pub mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::ExitStatusExt as _;
    use std::path::PathBuf;
    use std::process::ExitStatus;

    use proptest::collection::vec;
    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;
    use crate::fixtures::{failed, report};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_else_is_printed_every_report_is_found(printed in vec(vec(any::<u8>(), 0..40), 1..6)) {
            let report = report("one", 4, Verdict::Passed);
            let line = format!("\n{}\n", report::line(&report, "nonce"));
            let stdout = printed.join(line.as_bytes());
            let (reports, unreadable) = read(&mut stdout.as_slice(), "nonce", &|_| {}).unwrap();
            prop_assert_eq!((reports.len(), unreadable.is_some()), (printed.len() - 1, false));
        }
    }

    /// Stands in for a test binary: a script that lists `one` and `two`, and then writes what it is told to.
    pub struct Fake(TempDir);

    impl Fake {
        pub fn new(grades: &str) -> Self {
            let fake = Self(tempfile::tempdir().unwrap());
            let [one, two] =
                [("one", 4), ("two", 6)].map(|(name, points)| json(&report(name, points, Verdict::Listed)));
            let list = format!("say '{one}'; say '{two}'");
            fake.write(&format!("case $LAB_REPORT in list) {list} ;; *) {grades} ;; esac"));
            fake
        }

        fn path(&self) -> PathBuf {
            self.0.path().join("checks")
        }

        fn write(&self, script: &str) {
            let script = format!(
                "#!/bin/sh\nread nonce\nsay() {{ printf '\\nlab-report-5 %s %s\\n' \"$nonce\" \"$1\"; }}\n{script}"
            );
            let draft = self.path().with_extension("sh");
            fs::write(&draft, script).unwrap();
            fs::set_permissions(&draft, fs::Permissions::from_mode(0o755)).unwrap();
            // A file that this process has open to write, or one that another test has started just then, cannot be run.
            assert!(Command::new("cp").args([draft, self.path()]).status().unwrap().success());
        }

        /// What comes of doing something with its checks.
        pub fn with<T>(&self, act: impl FnOnce(&Checks<'_>) -> Result<T>) -> Result<T, Problem> {
            let (job, binary) = (Job::default(), self.path());
            let checks = Checks { lesson: "a", binary: &binary, folder: self.0.path(), jail: None, job: &job };
            act(&checks).map_err(|error| error.downcast::<GradingError>().unwrap().problem)
        }

        /// The points, or why there are none.
        fn grade(&self) -> Result<u32, Problem> {
            let reports = self.with(|checks| checks.grade(&checks.list()?, Path::new("program"), &|_| {}))?;
            Ok(reports.iter().map(Report::earned).sum())
        }
    }

    /// What ends a script that says why on stderr, and exits with this status.
    pub fn crash_with_status(status: i32) -> Problem {
        Problem::ChecksCrashed { status: exit_status(status), stderr: "why\n".to_string() }
    }

    fn exit_status(status: i32) -> ExitStatus {
        ExitStatus::from_raw(status << 8)
    }

    /// What a script says to report this.
    pub fn says(name: &str, points: u32, verdict: Verdict) -> String {
        format!("say '{}'", json(&report(name, points, verdict)))
    }

    fn json(report: &Report) -> String {
        serde_json::to_string(report).unwrap()
    }

    pub fn passed(name: &str, points: u32) -> String {
        says(name, points, Verdict::Passed)
    }

    #[test]
    fn a_mark_is_made_of_one_report_for_each_check() {
        let (one, two) = (passed("one", 4), passed("two", 6));
        assert_eq!(Fake::new(&format!("{two}; {one}")).grade(), Ok(10));
        let failed = says("two", 6, failed("it is wrong"));
        assert_eq!(Fake::new(&format!("{one}; {failed}; exit 101")).grade(), Ok(4));
        // What the program prints is no report.
        let forged = "printf 'lab-report-5 %s\\n\\377\\n' '{}'; printf 'lab-report-1 0123456789abcdef {}\\n'";
        assert_eq!(Fake::new(&format!("{forged}; {one}; {two}")).grade(), Ok(10));
    }

    #[test]
    fn without_one_report_for_each_check_there_is_no_mark() {
        let (one, two) = (passed("one", 4), passed("two", 6));
        let missing = || Problem::ReportMissing { check: "two".to_string() };
        let twice = || Problem::ReportTwice { check: "one".to_string() };
        let unknown = |check: &str| Problem::ReportUnknown { check: check.to_string() };
        let contradicted = |status| Problem::ReportContradicted { status: exit_status(status) };
        for (grades, why) in [
            (one.clone(), missing()),
            (format!("{one}; {one}; {two}"), twice()),
            (format!("{one}; {two}; {}", passed("three", 1)), unknown("three")),
            (format!("{one}; {two}; {one}; exit 1"), twice()),
            (format!("{}; {two}", passed("one", 5)), unknown("one")),
            (format!("{one}; {two}; exit 101"), contradicted(101)),
            (format!("{one}; {}", says("two", 6, failed("it is wrong"))), contradicted(0)),
        ] {
            assert_eq!(Fake::new(&grades).grade(), Err(why), "{grades}");
        }
        let broken_off = Fake::new(&format!("{one}; say '{{\"check\":\"two\"'")).grade();
        assert!(matches!(broken_off, Err(Problem::ReportUnreadable { .. })), "{broken_off:?}");
    }

    #[test]
    fn a_check_that_was_lost_in_a_crash_is_tried_alone() {
        let (one, two) = (passed("one", 4), passed("two", 6));
        let alone = |two: &str| format!("case $* in *one*) {one}; kill -9 $$ ;; *) {two} ;; esac");
        assert_eq!(Fake::new(&alone(&two)).grade(), Ok(10));
        let twice = Problem::ReportTwice { check: "two".to_string() };
        assert_eq!(Fake::new(&alone(&format!("{two}; {two}"))).grade(), Err(twice));
        assert_eq!(Fake::new(&alone("echo why >&2; exit 3")).grade(), Err(crash_with_status(3)));
    }

    #[test]
    fn a_list_without_a_check_or_with_one_twice_is_none() {
        let fake = Fake::new("exit 0");
        fake.write("exit 0");
        assert_eq!(fake.grade(), Err(Problem::NoChecksListed));
        let one = passed("one", 4);
        fake.write(&format!("{one}; {one}"));
        assert_eq!(fake.grade(), Err(Problem::ReportTwice { check: "one".to_string() }));
    }
}
