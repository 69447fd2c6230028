//! `cargo lab`: the course, and one lesson, at a glance. Nothing is built for it.

use std::process::ExitCode;

use anyhow::Result;

use crate::course::graded::Graded;
use crate::course::progress::{LessonProgress, Progress};
use crate::msg;
use crate::session::Session;
use crate::ui::style::{self, command, faint, strong};
use crate::ui::terminal;

/// The course at a glance, or the lesson in whose folder the student stands.
pub fn glance(session: &Session) -> Result<ExitCode> {
    let progress = Progress::load(&session.course);
    let shown = match session.course.here() {
        Some(lesson) => lesson_at_a_glance(session, &progress, lesson),
        None => course_at_a_glance(session, &progress),
    };
    terminal::print(&shown)?;
    Ok(ExitCode::SUCCESS)
}

/// A line for each lesson: its name, its points, and what its task sheet is called.
pub fn lines(session: &Session, progress: &Progress) -> Vec<String> {
    let names = style::width(session.course.lessons.iter().map(String::as_str));
    let line = |lesson: &String| {
        let state = state(session, &known(session, progress, lesson), lesson).pad(STATE);
        let title = session.title(lesson);
        format!("{lesson:names$}  {state}  {title}").trim_end().to_string()
    };
    session.course.lessons.iter().map(line).collect()
}

/// The columns that the state of a lesson takes in a list.
const STATE: usize = 18;

/// What is known of a lesson. Where the starter is in its place again, the points of another program say nothing, but
/// for full marks, which stay.
fn known(session: &Session, progress: &Progress, lesson: &str) -> LessonProgress {
    let known = progress.of(lesson);
    if known.is_full() || session.course.is_begun(lesson) { known } else { LessonProgress::default() }
}

/// How a lesson stands, in a few words.
struct State {
    words: String,
    painted: String,
}

impl State {
    fn pad(&self, width: usize) -> String {
        let missing = width.saturating_sub(self.words.chars().count());
        format!("{}{}", self.painted, " ".repeat(missing))
    }
}

fn state(session: &Session, progress: &LessonProgress, lesson: &str) -> State {
    let text = &session.text;
    let words = match progress.points() {
        Some(points) => msg!(text, "points", earned = progress.earned(), points = points),
        None if session.course.is_begun(lesson) => msg!(text, "not-graded"),
        None => msg!(text, "not-begun"),
    };
    let painted = if progress.is_full() { style::good(&words) } else { faint(&words) };
    State { words, painted }
}

fn course_at_a_glance(session: &Session, progress: &Progress) -> String {
    let text = &session.text;
    let names = style::width(session.course.lessons.iter().map(String::as_str));
    let mut lines = vec![strong(msg!(text, "course")), String::new()];
    let is_new = |lesson: &String| progress.of(lesson).points().is_none() && !session.course.is_begun(lesson);
    if session.course.lessons.iter().all(is_new) {
        let lesson = session.course.lessons.first().map_or("", String::as_str);
        lines.extend([msg!(text, "greeting", sheet = session.sheet(lesson)), String::new()]);
    }
    for lesson in &session.course.lessons {
        let known = known(session, progress, lesson);
        let bar = style::bar(known.earned(), known.points().unwrap_or(0));
        let state = state(session, &known, lesson).pad(STATE);
        let line = format!("  {lesson:names$}  {bar}  {state}  {}", changed(session, &known, lesson));
        lines.push(line.trim_end().to_string());
    }
    lines.push(String::new());
    lines.push(next(session, progress));
    lines.join("\n")
}

fn lesson_at_a_glance(session: &Session, progress: &Progress, lesson: &str) -> String {
    let text = &session.text;
    let known = known(session, progress, lesson);
    let title = session.title(lesson);
    let state = state(session, &known, lesson).painted;
    let mut lines = vec![format!("{}  {title}", strong(lesson)), String::new()];
    lines.push(format!("{state}  {}", changed(session, &known, lesson)).trim_end().to_string());
    let order = session.course.checks(lesson);
    let mut points: Vec<(&String, &[u32; 2])> = known.points.iter().collect();
    points.sort_by_key(|(check, _)| order.iter().position(|other| other == *check));
    for (check, [earned, points]) in points {
        lines.push(format!("  {} {check}", style::mark(*earned, *points)));
    }
    lines.push(msg!(text, "task-sheet", file = session.sheet(lesson)));
    lines.push(String::new());
    lines.push(if known.is_full() { next(session, progress) } else { next_in(session, &known, lesson) });
    lines.join("\n")
}

/// A remark, where the program is not the one that was graded.
fn changed(session: &Session, known: &LessonProgress, lesson: &str) -> String {
    let is_other = known.points().is_some() && known.program.as_ref() != Some(&session.course.fingerprint(lesson));
    if is_other { faint(msg!(session.text, "changed-since")) } else { String::new() }
}

/// How far the course is: a bar over its lessons.
pub fn course_bar(session: &Session, progress: &Progress) -> String {
    let lessons = &session.course.lessons;
    let done = lessons.iter().filter(|lesson| session.is_done(progress, lesson)).count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let bar = style::bar(count(done), count(lessons.len()));
    format!("{bar}  {}", msg!(session.text, "lessons-done", done = done, count = lessons.len()))
}

/// What to do next after a grading: with the first lesson that lacks something, or else in the course. Where the
/// compiler has spoken, that is clear.
pub fn after(session: &Session, progress: &Progress, graded: &[Graded]) -> Option<String> {
    let Some(first) = graded.iter().find(|graded| !graded.is_full()) else { return Some(next(session, progress)) };
    let lesson = &first.lesson;
    if !first.compiler.is_empty() {
        return None;
    }
    if first.is_not_written() {
        return Some(next_in(session, &progress.of(lesson), lesson));
    }
    let what = msg!(session.text, "next-hint", lesson = lesson);
    Some(format!("{what}\n  {}", command(format!("cargo lab hint {lesson}"))))
}

/// What to do next in the course.
fn next(session: &Session, progress: &Progress) -> String {
    let open = session.course.lessons.iter().find(|lesson| !session.is_done(progress, lesson));
    match open {
        Some(lesson) => next_in(session, &progress.of(lesson), lesson),
        None => style::good(msg!(session.text, "all-done")),
    }
}

/// What to do next in a lesson.
fn next_in(session: &Session, known: &LessonProgress, lesson: &str) -> String {
    let text = &session.text;
    let (file, sheet) = (format!("exercises/{lesson}/main.rs"), session.sheet(lesson));
    let what = match known.points() {
        _ if !session.course.is_begun(lesson) => msg!(text, "next-begin", file = file, sheet = sheet),
        None => msg!(text, "next-grade", lesson = lesson),
        Some(_) => msg!(text, "next-go-on", lesson = lesson),
    };
    format!("{what}\n  {}", command(format!("cargo lab grade {lesson}")))
}
