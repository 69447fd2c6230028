//! The program that is graded is the one of the checkout that the command runs in, as it stands there now.
//!
//! What builds takes a while, as in `grading.rs`: `cargo test -p lab -- --ignored`.

use std::fs;
use std::process::Command;

use crate::course::{Course, Ran};

#[test]
fn lab_opens_the_course_around_it_and_no_other_than_it_was_built_for() {
    let course = Course::new();
    let lab = |folder: &str| course.lab(folder, &["list"]);
    course.write("exercises/progress.toml", "[tcp-server.points]\nall = [1, 7]\n");
    course.write("exercises/tcp-server/main.rs", "fn main() {}");
    let ran = Ran::of(lab("exercises/udp-server"));
    assert!(ran.stdout.contains("1 of 7 points"), "{ran:?}");

    let mut called_by_its_path = lab("exercises/udp-server");
    called_by_its_path.env_remove("CARGO_MANIFEST_DIR");
    let ran = Ran::of(called_by_its_path);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
    let here = fs::canonicalize(course.path(".")).unwrap();
    let said = format!(". In {}, call `cargo lab`\n", here.display());
    assert!(ran.stderr.starts_with("error: this was built in another checkout, in ") && ran.stderr.ends_with(&said));

    // Outside of any course there is only one that can be meant.
    let mut outside = lab(".");
    let nowhere = tempfile::tempdir().unwrap();
    outside.current_dir(&nowhere).env_remove("CARGO_MANIFEST_DIR");
    let ran = Ran::of(outside);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(!ran.stdout.contains("1 of 7 points"), "{ran:?}");
}

#[cfg(unix)]
mod building {
    use std::env;
    use std::fs::File;
    use std::net::UdpSocket;
    use std::path::{Path, PathBuf};
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::grading::{one_at_a_time, program, target};

    const LESSON: &str = "udp-server";

    /// What a grading comes to.
    #[derive(Debug, PartialEq, Eq)]
    enum Mark {
        Full,
        NotWritten,
        Other(String),
    }
    use Mark::{Full, NotWritten};

    /// A checkout, and where it builds.
    struct Checkout {
        folder: PathBuf,
        target: Option<PathBuf>,
    }

    impl Checkout {
        fn of(folder: &Path, target: Option<PathBuf>) -> Self {
            Self { folder: folder.canonicalize().unwrap(), target }
        }

        fn command(&self, program: impl AsRef<std::ffi::OsStr>, words: &[&str], folder: &str) -> Command {
            let mut command = Command::new(program);
            command.args(words).current_dir(self.folder.join(folder)).env("LAB_LANG", "en");
            command.env_remove("CARGO_TARGET_DIR").env("CARGO_MANIFEST_DIR", self.folder.join("crates/lab"));
            command.envs(self.target.iter().map(|target| ("CARGO_TARGET_DIR", target)));
            command
        }

        fn cargo(&self, words: &[&str], folder: &str) -> Ran {
            Ran::of(self.command(env::var_os("CARGO").unwrap(), words, folder))
        }

        /// Lab, as cargo runs it for this checkout.
        fn lab(&self, words: &[&str]) -> Ran {
            Ran::of(self.command(env!("CARGO_BIN_EXE_lab"), words, "."))
        }

        fn test_in(&self, folder: &str) -> Mark {
            mark(&self.cargo(&["test", "-p", LESSON], folder))
        }

        fn test(&self) -> Mark {
            self.test_in(".")
        }

        /// All that runs or grades the program says the same of it.
        fn is_everywhere(&self, expected: &Mark) {
            assert_eq!(self.test(), *expected);
            assert_eq!(mark(&self.lab(&["grade", LESSON])), *expected);
            let traced = self.lab(&["trace", LESSON, "answers_in_upper_case"]);
            assert_eq!(traced.stdout.contains("is not written yet"), *expected == NotWritten, "{traced:?}");
            // It ends, in any case: it cannot have a port that is taken.
            let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
            let port = taken.local_addr().unwrap().port().to_string();
            let port = ["--port", &port];
            for ran in [
                self.cargo(&[&["run", "-q", "-p", LESSON, "--"], &port[..]].concat(), "."),
                self.lab(&[&["run", LESSON, "--"], &port[..]].concat()),
            ] {
                assert_eq!(ran.stderr.contains("is not written yet"), *expected == NotWritten, "{ran:?}");
            }
        }

        fn write(&self, name: &str) {
            let text = program(&format!("{LESSON}/{name}"));
            fs::write(self.folder.join("exercises").join(LESSON).join("main.rs"), text).unwrap();
        }

        /// Writes it with a time of long ago, as a file has that was kept aside.
        fn write_as_older(&self, name: &str) {
            self.write(name);
            let main = self.folder.join("exercises").join(LESSON).join("main.rs");
            let file = File::options().write(true).open(main).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
        }
    }

    fn mark(ran: &Ran) -> Mark {
        let told = format!("{}{}", ran.stdout, ran.stderr);
        match ran.status {
            Some(0) => Full,
            _ if told.contains("is not written yet") && !told.contains("no mark") => NotWritten,
            _ => Mark::Other(told),
        }
    }

    fn run(program: &str, words: &[&std::ffi::OsStr]) {
        let output = Command::new(program).args(words).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// A copy with all that is in it, and all times as they are.
    fn copy(from: &Path, to: &Path) {
        run("cp", &["-a".as_ref(), from.as_ref(), to.as_ref()]);
    }

    #[test]
    #[ignore = "builds the course several times"]
    fn a_copy_a_move_a_worktree_and_a_shared_target_folder_have_each_their_own_marks() {
        let _alone = one_at_a_time();
        let (course, folder) = (Course::new(), tempfile::tempdir().unwrap());
        let place = |name: &str| folder.path().join(name);
        // Two that build in one folder.
        copy(&course.path("."), &place("a"));
        let a = Checkout::of(&place("a"), Some(target()));
        assert_eq!(a.test(), NotWritten);
        copy(&place("a"), &place("b"));
        let b = Checkout::of(&place("b"), Some(target()));
        b.write("main.rs");
        b.is_everywhere(&Full);
        a.is_everywhere(&NotWritten);
        fs::rename(place("b"), place("c")).unwrap();
        let c = Checkout::of(&place("c"), Some(target()));
        assert_eq!(c.test_in("exercises/udp-server"), Full);

        // One that is copied, and moved, with what it has built.
        let a = Checkout { target: None, ..a };
        copy(&target(), &place("a/target"));
        assert_eq!(a.test(), NotWritten);
        copy(&place("a"), &place("d"));
        let d = Checkout::of(&place("d"), None);
        d.write("main.rs");
        assert_eq!(d.test(), Full);
        assert_eq!(a.test(), NotWritten);
        fs::rename(place("d"), place("e")).unwrap();
        assert_eq!(Checkout::of(&place("e"), None).test(), Full);

        // A worktree in the checkout, whose settings cargo reads too.
        let git = |words: &[&str]| {
            let who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-C"].map(std::ffi::OsStr::new);
            let folder = place("c");
            let words = words.iter().map(std::ffi::OsStr::new);
            run("git", &who.into_iter().chain([folder.as_os_str()]).chain(words).collect::<Vec<_>>());
        };
        c.write("starter.rs");
        git(&["init", "-q"]);
        git(&["add", "--all"]);
        git(&["commit", "-q", "-m", "Begin"]);
        c.write("main.rs");
        git(&["worktree", "add", "-q", "worktree"]);
        let worktree = Checkout::of(&place("c/worktree"), Some(target()));
        assert_eq!(worktree.test(), NotWritten);
        assert_eq!(c.test(), Full);
    }

    #[test]
    #[ignore = "builds the course once more"]
    fn a_file_that_is_replaced_by_an_older_one_is_not_taken_for_built() {
        let _alone = one_at_a_time();
        let course = Course::new();
        let checkout = Checkout::of(&course.path("."), Some(target()));
        assert_eq!(checkout.test(), NotWritten);
        checkout.write_as_older("main.rs");
        // Cargo does not compile it, so that nothing may be said of it.
        let Mark::Other(said) = checkout.test() else { panic!("it has a mark") };
        let expected = "no mark: the grading broke, which says nothing about your program\nexercises/udp-server/main.rs has been replaced by a file that is older";
        assert!(said.contains(expected), "{said}");
        // Lab has cargo compile it.
        assert_eq!(mark(&checkout.lab(&["grade", LESSON])), Full);
        assert_eq!(checkout.test(), Full);
        checkout.write_as_older("starter.rs");
        assert_eq!(mark(&checkout.lab(&["grade", LESSON])), NotWritten);
    }
}
