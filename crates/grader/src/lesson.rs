//! What a test binary knows of its lesson, and which program it is to grade.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};

use report::escape;
use report::message::{self, Language, Message, msg};

use crate::attempt::Attempt;
use crate::failure::{Failure, Result};
use crate::program::Program;
use crate::reporter;

/// What a test binary knows of its lesson. Made by [`lesson!`](crate::lesson!).
pub struct Lesson {
    /// The lesson's name, which is its folder's too.
    pub name: &'static str,
    /// The student's program, where cargo built it beside the test.
    pub exercise: Option<&'static str>,
    /// The reference program, where cargo built it beside the test.
    pub reference: Option<&'static str>,
    /// The folder of the package that the test belongs to.
    pub package: &'static str,
    /// Its messages, each with its language: hints, and what its checks say.
    pub texts: [Language<'static>; 2],
}

impl Lesson {
    /// From now on, its messages are known beside those of the grader.
    pub(crate) fn tells_its_messages(&self) {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let texts = self.texts.map(|(language, text)| (language.to_string(), text.to_string()));
            message::choose(None, texts.into());
        });
    }

    /// Why this is not what the caller wants, where a student calls for all tests in the folder of an exercise.
    pub(crate) fn is_not_meant(&self) -> Option<Message> {
        if self.exercise.is_some() || env::var_os("LAB_IN_EXERCISES").is_none() || env::var_os("LAB_PROGRAM").is_some()
        {
            return None;
        }
        // The shell says where the student is. Cargo starts a test elsewhere.
        let folder = env::var_os("PWD").map(PathBuf::from).filter(|folder| folder.join("main.rs").is_file());
        let lesson = folder.and_then(|folder| Some(folder.file_name()?.to_str()?.to_string()));
        let lesson = lesson.unwrap_or("<lesson>".to_string());
        Some(msg!("not-your-program", lesson = lesson))
    }

    /// The program under test.
    pub(crate) fn program(&self, attempt: &Arc<Attempt>, check: &str) -> Result<Program> {
        let attempt = Arc::clone(attempt);
        let folder = workspace(Path::new(self.package));
        let named = env::var("LAB_PROGRAM");
        // `cargo lab` names the program that the lesson's own crate would grade.
        let for_lab = named.is_ok() && reporter::reader().is_some();
        let tests = if self.exercise.is_some() || for_lab { "" } else { "solutions --test " };
        let repeat = format!("cargo test -p {tests}{} {check}", self.name);
        if let Ok(command) = named {
            let Some(words) = words(&command) else {
                let command = escape::line(&command);
                return Err(Failure::new(msg!("not-a-command", command = command)).void());
            };
            let name = if for_lab { self.name.to_string() } else { words.join(" ") };
            return Ok(Program { attempt, folder, name, command: to_command(&words), repeat });
        }
        let binary = self.exercise.or(self.reference).ok_or_else(|| Failure::new(msg!("no-program")).void())?;
        Ok(Program { attempt, folder, name: self.name.to_string(), command: to_command(&[binary]), repeat })
    }
}

/// The words of a command, as a shell would split it, where it has any.
fn words(command: &str) -> Option<Vec<String>> {
    shlex::split(command).filter(|words| !words.is_empty())
}

fn to_command<W: Into<OsString> + Clone>(words: &[W]) -> Vec<OsString> {
    words.iter().cloned().map(Into::into).collect()
}

/// The folder that relative paths in LAB_PROGRAM begin at: the workspace's, wherever cargo was called from.
pub(crate) fn workspace(package: &Path) -> PathBuf {
    let root = package.ancestors().find(|folder| folder.join("exercises").is_dir());
    root.unwrap_or(package).to_path_buf()
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// As `cargo lab` quotes the path of a program, wherever the student has put the course.
        #[test]
        fn what_was_quoted_is_one_word(path in "[^\0]{1,20}", arguments in vec("[^\0]{0,9}", 0..3)) {
            let all: Vec<String> = [path].into_iter().chain(arguments).collect();
            let quoted = shlex::try_join(all.iter().map(String::as_str)).unwrap();
            prop_assert_eq!(words(&quoted), Some(all));
        }

        #[test]
        fn whatever_is_asked_for_is_a_command_or_none(command in ".{0,20}|[\"'\\\\ a#]{0,9}") {
            let words = words(&command);
            prop_assert!(words.is_none_or(|words| !words.is_empty() && words.concat().len() <= command.len()));
        }
    }
}
