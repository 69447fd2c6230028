//! What stands in a terminal in the book, typed again: `docs/book/sessions/*.console`. `docs/book/sessions/README.md` says
//! how such a file is written.

mod terminal;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use regex::Regex;

use crate::project::read;
use terminal::{Line, Terminal};

/// What to do where a session does not show what comes.
const MEND: &str = "if it is right what comes, write it down; `[..]` stands for what differs from run to run";

/// A step of a session, and the line of the file that it is in.
struct Step {
    line: usize,
    terminal: char,
    what: What,
}

enum What {
    /// A command is typed.
    Type(String),
    /// Ctrl-C is typed.
    Interrupt,
    /// This line is shown.
    Show(String),
    /// Any lines are shown, or none.
    ShowAnything,
}

/// Types a session again, in this folder, and compares what comes.
///
/// # Errors
/// It is another than the file says, or the file is not written as it should be.
pub fn replay(file: &Path, folder: &Path) -> Result<()> {
    let mut replay = Replay { folder, terminals: BTreeMap::new() };
    for step in steps(&read(file)?)? {
        replay.take(&step).with_context(|| format!("{}, line {}", file.display(), step.line))?;
    }
    let ended = replay.terminals.iter_mut().try_for_each(|(name, terminal)| {
        terminal.rest().map_or(Ok(()), |line| Err(anyhow!("terminal {name} shows one line more: {line}\n    {MEND}")))
    });
    ended.with_context(|| format!("{}, at its end", file.display()))
}

struct Replay<'a> {
    folder: &'a Path,
    terminals: BTreeMap<char, Terminal>,
}

impl Replay<'_> {
    fn take(&mut self, step: &Step) -> Result<()> {
        let name = step.terminal;
        if let What::Type(command) = &step.what {
            if !self.terminals.contains_key(&name) {
                self.terminals.insert(name, Terminal::open(self.folder)?);
            }
            let terminal = self.terminals.get_mut(&name).context("it was opened")?;
            if let Some(line) = terminal.end_of_command()? {
                bail!("before that, terminal {name} shows one line more: {line}\n    {MEND}");
            }
            return terminal.type_command(command);
        }
        let terminal =
            self.terminals.get_mut(&name).with_context(|| format!("nothing was typed in terminal {name}"))?;
        match &step.what {
            What::Type(_) => Ok(()),
            What::Interrupt => terminal.interrupt(),
            What::ShowAnything => {
                terminal.take_anything();
                Ok(())
            }
            What::Show(wanted) => {
                let pattern = pattern(wanted)?;
                match terminal.next(|line| pattern.is_match(line))? {
                    Line::Wanted => Ok(()),
                    Line::Other(line) => bail!("terminal {name} should show: {wanted}\nand shows: {line}\n    {MEND}"),
                    Line::End => bail!("terminal {name} should show: {wanted}\nand its command has ended\n    {MEND}"),
                }
            }
        }
    }
}

/// The lines that are meant by a line of the file.
fn pattern(line: &str) -> Result<Regex> {
    let parts: Vec<String> = line.trim_end().split("[..]").map(regex::escape).collect();
    Ok(Regex::new(&format!("^{}$", parts.join(".*")))?)
}

fn steps(text: &str) -> Result<Vec<Step>> {
    let prefix = Regex::new(r"^([a-z])([$|]) (.*)$")?;
    let mut steps = Vec::new();
    let mut terminal = None;
    for (line, text) in text.lines().enumerate().map(|(number, text)| (number + 1, text)) {
        let is_anchor = text.starts_with("# ANCHOR: ") || text.starts_with("# ANCHOR_END: ");
        if is_anchor || text.trim().is_empty() {
            continue;
        }
        let what = match prefix.captures(text) {
            Some(found) => {
                terminal = found[1].chars().next();
                if &found[2] == "$" { What::Type(found[3].to_string()) } else { shown(&found[3]) }
            }
            None => shown(text),
        };
        let terminal = terminal.with_context(|| format!("line {line} is in no terminal: {text}"))?;
        steps.push(Step { line, terminal, what });
    }
    Ok(steps)
}

fn shown(text: &str) -> What {
    match text {
        "^C" => What::Interrupt,
        "[...]" => What::ShowAnything,
        _ => What::Show(text.to_string()),
    }
}
