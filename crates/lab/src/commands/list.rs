//! `cargo lab list`: the lessons, a line for each. In a terminal there is a cursor, and a key goes on with a lesson.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use crossterm::cursor::MoveTo;
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::execute;
use crossterm::terminal::{Clear, ClearType};

use crate::commands::{glance, watch};
use crate::course::progress::Progress;
use crate::msg;
use crate::session::Session;
use crate::ui::style;
use crate::ui::terminal::{self, RawMode};

/// Which lessons are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Open,
    Done,
}

/// A line of the list.
#[derive(Debug, Clone)]
struct Line {
    lesson: String,
    shown: String,
    is_done: bool,
}

/// The list, and where the cursor stands in it.
#[derive(Debug)]
struct List {
    lines: Vec<Line>,
    filter: Filter,
    cursor: usize,
}

/// What a key has come to.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    GoesOn,
    Quits,
    Chooses(String),
}

/// Lists the lessons. In a terminal, a lesson can be chosen, and is watched then.
pub fn list(session: &Session) -> Result<ExitCode> {
    let progress = Progress::load(&session.course);
    let line = |(lesson, shown): (&String, String)| Line {
        lesson: lesson.clone(),
        shown,
        is_done: session.is_done(&progress, lesson),
    };
    let lines: Vec<Line> = session.course.lessons.iter().zip(glance::lines(session, &progress)).map(line).collect();
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        lines.iter().try_for_each(|line| terminal::print(&line.shown))?;
        return Ok(ExitCode::SUCCESS);
    }
    let cursor = lines.iter().position(|line| line.lesson == session.open_lesson(&progress)).unwrap_or(0);
    let chosen = choose(session, List { lines, filter: Filter::All, cursor })?;
    match chosen {
        Some(lesson) => watch::watch(session, Some(lesson), false),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Shows the list, and moves its cursor by the keys, until a lesson is chosen or none is wanted.
fn choose(session: &Session, mut list: List) -> Result<Option<String>> {
    let _raw = RawMode::begin().context("cannot read keys")?;
    loop {
        execute!(io::stdout(), Clear(ClearType::All), MoveTo(0, 0))?;
        let drawn = if list.listed().is_empty() { msg!(session.text, "list-empty") } else { list.drawn() };
        terminal::print(&drawn)?;
        terminal::print(&format!("\n{}", style::faint(msg!(session.text, "list-keys"))))?;
        let Event::Key(key) = event::read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match list.press(key) {
            Outcome::GoesOn => {}
            Outcome::Quits => return Ok(None),
            Outcome::Chooses(lesson) => return Ok(Some(lesson)),
        }
    }
}

impl List {
    /// The lines that the filter lets through.
    fn listed(&self) -> Vec<&Line> {
        let is_listed = |line: &&Line| match self.filter {
            Filter::All => true,
            Filter::Open => !line.is_done,
            Filter::Done => line.is_done,
        };
        self.lines.iter().filter(is_listed).collect()
    }

    fn drawn(&self) -> String {
        let line = |(number, line): (usize, &&Line)| {
            let cursor = if number == self.cursor { style::command(">") } else { " ".to_string() };
            format!("{cursor} {}  {}", number + 1, line.shown)
        };
        self.listed().iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
    }

    fn press(&mut self, key: KeyEvent) -> Outcome {
        let last = self.listed().len().saturating_sub(1);
        match key.code {
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return Outcome::Quits,
            KeyCode::Char('q') | KeyCode::Esc => return Outcome::Quits,
            KeyCode::Enter => {
                let chosen = self.listed().get(self.cursor).map(|line| line.lesson.clone());
                return chosen.map_or(Outcome::GoesOn, Outcome::Chooses);
            }
            KeyCode::Down | KeyCode::Char('j') => self.cursor = (self.cursor + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Home | KeyCode::Char('g') => self.cursor = 0,
            KeyCode::End | KeyCode::Char('G') => self.cursor = last,
            KeyCode::Char('d') => self.show_or_all(Filter::Done),
            KeyCode::Char('o') => self.show_or_all(Filter::Open),
            KeyCode::Char(digit @ '1'..='9') => {
                let number = digit.to_digit(10).map_or(0, |digit| digit as usize - 1);
                self.cursor = number.min(last);
            }
            _ => {}
        }
        Outcome::GoesOn
    }

    /// Lists only these, or all again.
    fn show_or_all(&mut self, filter: Filter) {
        self.filter = if self.filter == filter { Filter::All } else { filter };
        self.cursor = self.cursor.min(self.listed().len().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> List {
        let line =
            |(lesson, is_done): (&str, bool)| Line { lesson: lesson.to_string(), shown: lesson.to_string(), is_done };
        List { lines: [("a", true), ("b", false), ("c", false)].map(line).to_vec(), filter: Filter::All, cursor: 1 }
    }

    fn press(list: &mut List, keys: &str) -> Outcome {
        let key = |char| if char == '\n' { KeyCode::Enter } else { KeyCode::Char(char) };
        keys.chars().map(|char| list.press(KeyEvent::from(key(char)))).last().unwrap()
    }

    #[test]
    fn the_cursor_stays_in_the_list_and_a_number_jumps() {
        for (keys, chosen) in [("\n", "b"), ("jjj\n", "c"), ("kkk\n", "a"), ("3\n", "c"), ("9\n", "c"), ("Gg\n", "a")] {
            assert_eq!(press(&mut list(), keys), Outcome::Chooses(chosen.to_string()), "{keys:?}");
        }
        assert_eq!(press(&mut list(), "q"), Outcome::Quits);
    }

    #[test]
    fn a_filter_lists_what_is_done_or_what_is_not() {
        assert_eq!(press(&mut list(), "d\n"), Outcome::Chooses("a".to_string()));
        assert_eq!(press(&mut list(), "o2\n"), Outcome::Chooses("c".to_string()));
        let mut twice = list();
        press(&mut twice, "oo");
        assert_eq!(twice.listed().len(), 3);
        let mut none = List { lines: Vec::new(), ..list() };
        assert_eq!(press(&mut none, "dj\n"), Outcome::GoesOn);
    }
}
