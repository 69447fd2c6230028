//! A terminal with a student in front of it, in which lab runs: what stands on its screen, and keys.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use pty_process::{Size, blocking};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

/// How long something may take to appear. A build from the beginning is a part of it, on a machine that may be busy.
pub const TIMEOUT: Duration = Duration::from_secs(600);

/// A terminal. It is closed when this is dropped.
pub struct Terminal {
    /// The terminal's end of what it has in common with the program.
    pty: File,
    screen: vt100::Parser,
    program: Child,
}

impl Terminal {
    /// Runs a program in a new terminal of this size.
    pub fn run(program: Command, rows: u16, columns: u16) -> Self {
        let (pty, pts) = blocking::open().expect("the system has terminals");
        pty.resize(Size::new(rows, columns)).expect("a terminal has a size");
        let size = |number| NonZero::new(number).expect("a terminal has a size");
        let program = blocking::Command::from(program).env("TERM", "xterm");
        let program = program.spawn(pts).expect("the program can be started");
        Self { pty: OwnedFd::from(pty).into(), screen: vt100::Parser::new(size(rows), size(columns), 0), program }
    }

    /// The lines on the screen.
    pub fn screen(&self) -> String {
        self.screen.screen().contents()
    }

    /// Whether any of it is in colour.
    pub fn has_colours(&self) -> bool {
        let screen = self.screen.screen();
        let (rows, columns) = screen.size();
        let cells = |row| (0..columns.get()).filter_map(move |column| screen.cell(row, column));
        let mut cells = (0..rows.get()).flat_map(cells);
        cells.any(|cell| cell.fgcolor() != vt100::Color::Default)
    }

    /// Waits until this stands on the screen.
    pub fn wait_for(&mut self, text: &str) {
        let deadline = Instant::now() + TIMEOUT;
        while !self.screen().contains(text) {
            assert!(self.read(deadline), "the program ended, and did not print {text:?}, but:\n{}", self.screen());
        }
    }

    /// Presses a key.
    pub fn press(&mut self, key: u8) {
        self.pty.write_all(&[key]).expect("the terminal is open");
    }

    /// Types a line.
    pub fn type_line(&mut self, line: &str) {
        writeln!(self.pty, "{line}").expect("the terminal is open");
    }

    /// Waits for the end of the program.
    pub fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + TIMEOUT;
        while self.read(deadline) {}
        self.program.wait().expect("the program is ours")
    }

    /// Closes the terminal, and waits for the end of the program.
    pub fn close(self) -> ExitStatus {
        let Self { pty, mut program, .. } = self;
        drop(pty);
        program.wait().expect("the program is ours")
    }

    /// Puts on the screen what the program prints next. `false`: it has ended.
    fn read(&mut self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).expect("it is not that long");
        let mut waited = [PollFd::new(&self.pty, PollFlags::IN)];
        let ready = poll(&mut waited, Some(&left)).expect("a terminal can be waited for");
        assert!(ready > 0, "this takes too long:\n{}", self.screen());
        let mut bytes = [0; 4096];
        match self.pty.read(&mut bytes) {
            Ok(0) => false,
            Ok(count) => {
                self.screen.process(&bytes[..count]);
                true
            }
            // That is how Linux says that nobody has the other end open any more.
            Err(error) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => false,
            Err(error) => panic!("{error}"),
        }
    }
}
