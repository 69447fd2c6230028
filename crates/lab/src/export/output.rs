//! Where results are written to: whole files, which stay valid whenever lab is ended, and stdout.

use std::fs;
use std::io;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::export::format::Format;
use crate::export::run::Run;
use crate::msg;
use crate::session::WrongUsage;
use crate::ui::messages::Messages;
use crate::ui::terminal;

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
    pub fn print(&self, text: &Messages, run: &Run) -> Result<()> {
        if self.is_on_stdout() {
            let rendered = self.format.render(text, run)?.unwrap_or_default();
            terminal::print_verbatim(rendered.trim_end_matches('\n'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::text;

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
}
