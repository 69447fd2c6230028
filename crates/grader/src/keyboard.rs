//! The keyboard of a program: what it reads on stdin is typed while it runs, line by line.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::process::Stdio;

use report::escape;
use report::event::{Action, Actor};
use report::message::msg;

use crate::failure::{Failure, Result};
use crate::process::{Stdout, while_none_starts};
use crate::program::Program;
use crate::running::Running;
use crate::sync::lock;

impl Program {
    /// Starts it, to be [typed](Running::type_line) to.
    ///
    /// # Errors
    /// As for [`start`](Self::start).
    pub fn start_with_keyboard<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Result<Running> {
        let (stdin, keyboard) = io::pipe().map_err(|error| Failure::grader(msg!("make-a-keyboard"), error))?;
        let running = self.start_with(arguments, Stdio::from(stdin), Stdout::Drained)?;
        *lock(&running.keyboard) = Some(keyboard);
        Ok(running)
    }
}

impl Running {
    /// Types a line, given without its end, and the end. A program that reads no more has gone on without it, and what
    /// that means is for the next step to say.
    pub fn type_line(&self, line: &str) {
        self.type_text(&format!("{line}\n"));
    }

    /// Types this, which may be a part of a line, or several. It has to be so short that a pipe has room for it.
    pub fn type_text(&self, text: &str) {
        self.note_typed(text);
        if let Some(keyboard) = &mut *lock(&self.keyboard) {
            let _ = keyboard.write_all(text.as_bytes());
        }
    }

    /// Says that nothing more will be typed, as Ctrl-D does at the beginning of a line.
    pub fn end_input(&self) {
        self.note_typed("");
        let keyboard = lock(&self.keyboard).take();
        while_none_starts(|| drop(keyboard));
    }

    fn note_typed(&self, text: &str) {
        let action = Action::Types { program: self.number, text: escape::payload(text.as_bytes()) };
        self.attempt.note(&Actor::Grader, action);
    }
}
