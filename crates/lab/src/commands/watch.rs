//! `cargo lab watch`: grades a lesson each time it is saved.
//!
//! One thread waits for what happens, and is the only one that prints: a save, a key, the end of a grading. A grading
//! runs in a thread of its own, which a save or a key ends, so that a program that hangs holds up neither.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use crossterm::cursor::MoveTo;
use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::execute;
use crossterm::terminal::{Clear, ClearType};
use notify::{Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::commands::{glance, hint, solution};
use crate::course::graded::Graded;
use crate::course::progress::Progress;
use crate::engine::grading::{Grading, GradingEvent};
use crate::engine::source::ProgramSource;
use crate::msg;
use crate::session::Session;
use crate::ui::render::{self, Detail};
use crate::ui::terminal::{self, RawMode, Spinner};
use crate::ui::{style, wording};

/// An editor may save in several steps: what comes within this time is one save.
const ONE_SAVE: Duration = Duration::from_millis(10);

/// How often the files are looked at, for file systems that tell nothing of a change.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// What can happen.
enum Happened {
    /// A file of the lesson may have changed.
    Saved,
    /// A key was pressed.
    Key(KeyCode),
    /// There will be no more keys.
    TerminalGone,
    /// A grading goes on; its number says which.
    Went(u32, String, bool),
    /// A grading is over.
    Graded(u32, Result<Graded>),
}

/// A lesson that is being watched.
struct Watch<'a> {
    session: &'a Session,
    lesson: &'a str,
    happened: Sender<Happened>,
    /// Which grading this is. Those before it are over, whatever they still say.
    number: u32,
    /// The program that is, or was, graded last.
    program: String,
    spinner: Option<Spinner<'a>>,
    last: Option<Graded>,
    has_keys: bool,
    /// Whether what is on the screen is to be read still, when the next lesson has begun by itself.
    keeps_screen: bool,
}

/// Grades the lesson now, and again with each save, until the student has seen enough.
pub fn watch(session: &Session, lesson: Option<String>, advance: bool) -> Result<ExitCode> {
    let lesson = match lesson {
        Some(name) => session.lesson(&name)?,
        None => match session.course.here() {
            Some(here) => here,
            None => session.open_lesson(&Progress::load(&session.course)),
        },
    };
    let (happened, events) = mpsc::channel();
    let has_keys = io::stdin().is_terminal() && io::stdout().is_terminal();
    let _keys = has_keys.then(|| Keys::read(happened.clone())).transpose()?;
    let mut watch = Watch {
        session,
        lesson,
        happened,
        number: 0,
        program: String::new(),
        spinner: None,
        last: None,
        has_keys,
        keeps_screen: false,
    };
    let result = watch.follow(&events, advance);
    session.current_job().cancel();
    result
}

impl<'a> Watch<'a> {
    fn follow(&mut self, events: &Receiver<Happened>, advance: bool) -> Result<ExitCode> {
        let mut watchers = self.watch_files()?;
        self.grade();
        let mut saved: Option<Instant> = None;
        loop {
            let event = match saved {
                Some(at) => events.recv_timeout(ONE_SAVE.saturating_sub(at.elapsed())),
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(Happened::Saved) => saved = Some(Instant::now()),
                Err(RecvTimeoutError::Timeout) => {
                    saved = None;
                    if self.session.course.fingerprint(self.lesson) != self.program {
                        self.grade();
                    }
                }
                Ok(Happened::Went(number, name, is_built)) if number == self.number => {
                    let show = if is_built { Spinner::built } else { Spinner::checked };
                    self.spinner.iter().for_each(|spinner| show(spinner, &name));
                }
                Ok(Happened::Graded(number, graded)) if number == self.number => {
                    let is_full = graded.as_ref().is_ok_and(Graded::is_full);
                    self.show(graded)?;
                    if is_full && advance {
                        let progress = Progress::load(&self.session.course);
                        let next = self.session.open_lesson(&progress);
                        if self.session.is_done(&progress, next) {
                            terminal::print(&style::good(msg!(self.session.text, "all-done")))?;
                            return Ok(ExitCode::SUCCESS);
                        }
                        self.keeps_screen = true;
                        self.lesson = next;
                        watchers = self.watch_files()?;
                        self.grade();
                    }
                }
                Ok(Happened::Key(KeyCode::Char('r'))) => self.grade(),
                Ok(Happened::Key(KeyCode::Char('h'))) => self.hint()?,
                Ok(Happened::Key(KeyCode::Char('s'))) => self.solution()?,
                Ok(Happened::Key(KeyCode::Char('n'))) => {
                    let lessons = &self.session.course.lessons;
                    let here = lessons.iter().position(|lesson| lesson == self.lesson).unwrap_or(0);
                    self.lesson = &lessons[(here + 1) % lessons.len()];
                    watchers = self.watch_files()?;
                    self.grade();
                }
                Ok(Happened::Key(KeyCode::Char('q')) | Happened::TerminalGone)
                | Err(RecvTimeoutError::Disconnected) => {
                    drop(watchers);
                    return Ok(ExitCode::SUCCESS);
                }
                Ok(Happened::Key(_) | Happened::Went(..) | Happened::Graded(..)) => {}
            }
        }
    }

    /// Ends the grading that is on its way, and begins a new one.
    fn grade(&mut self) {
        self.spinner = None;
        let (job, spinner) = self.session.begin();
        self.number += 1;
        self.program = self.session.course.fingerprint(self.lesson);
        let (number, happened, course) = (self.number, self.happened.clone(), self.session.course.clone());
        let (lesson, colours) = (self.lesson.to_string(), terminal::has_colours());
        spinner.say(msg!(self.session.text, "watch-runs", lesson = self.lesson));
        self.spinner = Some(spinner);
        thread::spawn(move || {
            let on_event = |event: GradingEvent<'_>| {
                let (name, is_built) = match event {
                    GradingEvent::Built(name) => (name, true),
                    GradingEvent::Checked(_, report) => (report.check.as_str(), false),
                };
                // Nobody listens any more when lab ends.
                let _ = happened.send(Happened::Went(number, name.to_string(), is_built));
            };
            let grading =
                Grading { course: &course, source: ProgramSource::Exercises, job: &job, colours, on_event: &on_event };
            let built = grading.build(&[&lesson]);
            let graded = built.and_then(|built| grading.grade(&built, &lesson, &grading.list(&built, &lesson)?));
            let _ = happened.send(Happened::Graded(number, graded));
        });
    }

    /// Shows what came of a grading, and remembers it.
    fn show(&mut self, graded: Result<Graded>) -> Result<()> {
        self.spinner = None;
        let text = &self.session.text;
        let shown = match &graded {
            Ok(graded) => render::graded(text, graded, Detail::First),
            Err(error) => format!("{} {}", style::bad(msg!(text, "error")), wording::error(text, error)),
        };
        self.clear()?;
        terminal::print(&shown)?;
        self.last = graded.ok();
        if let Some(graded) = &self.last {
            let mut progress = Progress::load(&self.session.course);
            progress.take_in(graded, self.program.clone(), true);
            self.session.save(&progress);
        }
        self.foot()
    }

    /// Gives the next hint for the first check that failed. What does not run has failed in none: there the task sheet
    /// helps.
    fn hint(&mut self) -> Result<()> {
        let Some(last) = self.last.as_ref().filter(|last| last.lesson == self.lesson) else { return Ok(()) };
        let text = &self.session.text;
        let hint = match report::by_cause(&last.checks).concat().first() {
            None => msg!(text, "hint-not-needed", lesson = self.lesson),
            Some(_) if last.is_not_written() || !last.compiler.is_empty() => {
                msg!(text, "task-sheet", file = self.session.sheet(self.lesson))
            }
            Some(report) => {
                let mut progress = Progress::load(&self.session.course);
                // The first one stands on the screen already, with what happened.
                hint::next(self.session, &mut progress, self.lesson, report, 1, "h")
            }
        };
        let print = || terminal::print(&format!("\n{hint}"));
        match &self.spinner {
            Some(spinner) => spinner.suspend(print)?,
            None => print()?,
        }
        self.foot()
    }

    /// Shows the reference program to those who have full marks.
    fn solution(&mut self) -> Result<()> {
        solution::solution(self.session, Some(self.lesson.to_string()), false)?;
        self.foot()
    }

    /// What is watched, how far that and the course are, and what the keys do.
    fn foot(&self) -> Result<()> {
        let (text, course) = (&self.session.text, &self.session.course);
        let link = |path: &Path, shown: String| if self.has_keys { style::link(path, &shown) } else { shown };
        let program = link(&course.program(self.lesson), format!("exercises/{}/main.rs", self.lesson));
        let mut foot = vec![msg!(text, "watch-watches", file = program)];
        if self.has_keys {
            let sheet = self.session.sheet(self.lesson);
            let last = self.last.as_ref().filter(|last| last.lesson == self.lesson);
            // The head, with the points in it, may have left the screen.
            if let Some(last) = last {
                foot[0] =
                    format!("{} · {}", foot[0], msg!(text, "points", earned = last.earned(), points = last.points()));
            }
            foot.push(msg!(text, "task-sheet", file = link(&course.root.join(&sheet), sheet)));
            let progress = Progress::load(course);
            foot.push(glance::course_bar(self.session, &progress));
            if last.is_some_and(Graded::is_full) {
                foot.push(style::good(msg!(text, "watch-full", lesson = self.lesson)));
            }
            foot.push(msg!(text, "watch-keys"));
        }
        Ok(terminal::print(&format!("\n{}", foot.iter().map(style::faint).collect::<Vec<_>>().join("\n")))?)
    }

    /// A fresh screen, on a terminal; an empty line elsewhere.
    fn clear(&mut self) -> Result<()> {
        if self.has_keys && !std::mem::take(&mut self.keeps_screen) {
            execute!(io::stdout(), Clear(ClearType::All), MoveTo(0, 0))?;
            return Ok(());
        }
        Ok(terminal::print("")?)
    }

    /// Tells of each change in the folder of the lesson, for as long as what it returns is kept.
    ///
    /// The system's own way is quick. Where it does not work, or says nothing (a network's file system, a container's),
    /// looking does, and it costs nothing worth saving.
    fn watch_files(&self) -> Result<(Option<RecommendedWatcher>, PollWatcher)> {
        let folder = self.session.course.exercise(self.lesson);
        let tell = |happened: Sender<Happened>| {
            move |event: notify::Result<notify::Event>| {
                if !event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
                    let _ = happened.send(Happened::Saved);
                }
            }
        };
        let quick = notify::recommended_watcher(tell(self.happened.clone())).and_then(|it| watching(it, &folder)).ok();
        let looks = Config::default().with_poll_interval(POLL_INTERVAL).with_compare_contents(true);
        let slow = PollWatcher::new(tell(self.happened.clone()), looks).and_then(|it| watching(it, &folder));
        Ok((quick, slow.with_context(|| format!("cannot watch {}", folder.display()))?))
    }
}

fn watching<W: Watcher>(mut watcher: W, folder: &Path) -> notify::Result<W> {
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// The keys of the terminal, each as it is pressed, until this is dropped.
struct Keys {
    _raw: RawMode,
}

impl Keys {
    fn read(happened: Sender<Happened>) -> Result<Self> {
        let _raw = RawMode::begin().context("cannot read keys")?;
        thread::spawn(move || {
            loop {
                let told = match event::read() {
                    Ok(event::Event::Key(key)) if key.kind == KeyEventKind::Press => {
                        let is_interrupt =
                            key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('c');
                        Happened::Key(if is_interrupt { KeyCode::Char('q') } else { key.code })
                    }
                    Ok(_) => continue,
                    Err(_) => Happened::TerminalGone,
                };
                let is_last = matches!(told, Happened::TerminalGone);
                if happened.send(told).is_err() || is_last {
                    return;
                }
            }
        });
        Ok(Self { _raw })
    }
}
