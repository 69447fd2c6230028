//! The formats that results are written in, one module for each platform, and where they are written to.

use std::fs;
use std::io;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use crate::export::results::Results;
use crate::export::run::Run;
use crate::export::{
    autolab, classroom50, document, exercism, github, github_classroom, gradescope, junit, prairielearn,
};
use crate::msg;
use crate::session::{Session, WrongUsage};
use crate::ui::messages::{Messages, plain};
use crate::ui::render::{self, Detail};

/// Who reads the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
    Classroom50,
    Github,
    GithubClassroom,
    Gradescope,
    Prairielearn,
    Autolab,
    Exercism,
    Junit,
}

impl Format {
    /// The whole text of the file; nothing, where there is to be none.
    pub fn render(self, text: &Messages, run: &Run) -> Result<Option<String>> {
        let results = Results::of(text, run);
        Ok(Some(match self {
            Self::Human => human(text, run),
            Self::Json => document::json(&results)?,
            Self::Classroom50 => return classroom50::render(&results, &|name| std::env::var(name).ok()),
            Self::Github => github::summary(text, &results),
            Self::GithubClassroom => github_classroom::render(&results)?,
            Self::Gradescope => gradescope::render(&results)?,
            Self::Prairielearn => prairielearn::render(text, &results)?,
            Self::Autolab => {
                let scores = autolab::scores(&results)?.map(|scores| scores + "\n");
                human(text, run) + &scores.unwrap_or_default()
            }
            Self::Exercism => exercism::render(&results)?,
            Self::Junit => junit::render(&results)?,
        }))
    }
}

/// All that a terminal shows, without its colours.
fn human(text: &Messages, run: &Run) -> String {
    let lessons = if run.broke { &[][..] } else { &run.lessons };
    let lessons = lessons.iter().map(|graded| {
        let notes = run.notes(&graded.lesson).iter().map(|note| msg!(text, "note", note = note.as_str()));
        let shown = notes.chain([render::graded(text, graded, Detail::All)]).map(|it| plain(&it));
        shown.collect::<Vec<_>>().join("\n") + "\n\n"
    });
    let problem = run.unfinished(text).map(|problem| plain(&problem) + "\n");
    lessons.chain(problem).collect()
}

/// A file of results that is asked for, or a text of them on stdout.
pub struct Output {
    pub format: Format,
    /// Nothing for stdout.
    file: Option<PathBuf>,
    /// What was in the file before: a job's summary is added to those of the steps before it.
    before: String,
}

/// Which results go where: the first format into the first file, and so on. The last one may go to stdout.
pub fn outputs(text: &Messages, formats: &[Format], files: Vec<PathBuf>) -> Result<Vec<Output>> {
    if files.len() > formats.len() || files.len() + 1 < formats.len() {
        bail!(WrongUsage(msg!(text, "formats-and-files", formats = formats.len(), files = files.len())));
    }
    let files = files.into_iter().map(Some).chain([None]);
    let output = |(format, file): (Format, Option<PathBuf>)| {
        let keeps = format == Format::Github;
        // Where there is no such file yet, nothing was in it.
        let before = file.as_ref().filter(|_| keeps).and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
        Output { format, file, before }
    };
    Ok(formats.iter().copied().zip(files).map(output).collect())
}

impl Output {
    pub fn is_on_stdout(&self) -> bool {
        self.file.is_none()
    }

    /// Writes the file: whole or not at all, so that a valid one is there whenever this program is ended.
    pub fn save(&self, text: &Messages, run: &Run) -> Result<()> {
        // Rendered for stdout too: what a format needs and cannot have is told before anything is graded.
        let rendered = self.format.render(text, run)?;
        let Some(file) = &self.file else { return Ok(()) };
        let is_special = fs::metadata(file).is_ok_and(|known| !known.is_file());
        let Some(rendered) = rendered.map(|rendered| self.before.clone() + &rendered) else {
            // What was written until now would be taken for a result.
            return match if is_special { Ok(()) } else { fs::remove_file(file) } {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    Err(error).with_context(|| format!("cannot remove {}", file.display()))
                }
                _ => Ok(()),
            };
        };
        if is_special {
            // A pipe, say: what has been written there cannot be replaced.
            let write = || if run.finished || run.broke { fs::write(file, rendered) } else { Ok(()) };
            return write().with_context(|| format!("cannot write {}", file.display()));
        }
        let mut draft = file.as_os_str().to_owned();
        draft.push(".new");
        let save = fs::write(&draft, rendered).and_then(|()| fs::rename(&draft, file));
        save.with_context(|| format!("cannot write {}", file.display()))
    }

    /// Prints what is asked for on stdout.
    pub fn print(&self, session: &Session, run: &Run) -> Result<()> {
        if self.is_on_stdout() {
            let rendered = self.format.render(&session.text, run)?.unwrap_or_default();
            session.print_source(rendered.trim_end_matches('\n'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::github::Annotations;
    use crate::export::results::tests::{broke, text};

    #[test]
    fn formats_and_files_belong_together_in_their_order() {
        let outputs = |formats: &[Format], files: &[&str]| {
            outputs(&text(), formats, files.iter().map(PathBuf::from).collect())
                .map(|outputs| outputs.into_iter().map(|it| (it.format, it.file)).collect::<Vec<_>>())
        };
        use Format::{Autolab, Json, Junit};
        assert_eq!(outputs(&[Json], &[]).unwrap(), [(Json, None)]);
        let pairs = [(Json, Some("a".into())), (Junit, Some("b".into())), (Autolab, None)];
        assert_eq!(outputs(&[Json, Junit, Autolab], &["a", "b"]).unwrap(), pairs);
        assert!(outputs(&[Json, Junit, Autolab], &["a"]).is_err());
        assert!(outputs(&[Json], &["a", "b"]).is_err());
    }

    #[test]
    fn a_grading_that_broke_has_no_score_in_any_format() {
        use base64::Engine as _;

        let (text, run) = (text(), broke("tcp-server"));
        let results = Results::of(&text, &run);
        let file = |format: Format| format.render(&text, &run).unwrap().unwrap();
        let json = |format: Format| serde_json::from_str::<serde_json::Value>(&file(format)).unwrap();
        let why = "the machine is broken";
        assert_eq!(classroom50::render(&results, &|name| Some(format!("submit/{name}"))).unwrap(), None);
        for format in [Format::Human, Format::Autolab] {
            assert_eq!(file(format), format!("{why}\n"));
        }
        assert_eq!(file(Format::Github), format!("## No score: the grading broke\n\n```text\n{why}\n```\n\n"));
        assert_eq!(Annotations::of(&text, &run).lines(), format!("::error::{why}"));
        let document = json(Format::Json);
        assert_eq!((&document["earned"], &document["problem"]), (&serde_json::Value::Null, &why.into()));
        let document = json(Format::Gradescope);
        assert_eq!((document.get("score"), &document["output"]), (None, &why.into()));
        assert_eq!(document["tests"], serde_json::json!([]));
        let document = json(Format::Prairielearn);
        assert_eq!((document.get("score"), &document["gradable"]), (None, &false.into()));
        assert_eq!(document["format_errors"], serde_json::json!([why]));
        let document = json(Format::Exercism);
        assert_eq!((&document["status"], &document["message"]), (&"error".into(), &why.into()));
        assert_eq!(document["tests"], serde_json::json!([]));
        let reporter = base64::prelude::BASE64_STANDARD.decode(file(Format::GithubClassroom).trim_end()).unwrap();
        let document = serde_json::from_slice::<serde_json::Value>(&reporter).unwrap();
        assert_eq!((&document["status"], &document["max_score"]), (&"error".into(), &0.into()));
        let document = file(Format::Junit);
        assert_eq!(document.matches("<error ").count(), 2, "{document}");
        assert!(!document.contains("name=\"earned\" value=\"4\""), "{document}");
    }
}
