//! The page of the whole class: a table, the distribution of the points, and what most students fail at.

use std::collections::BTreeMap;

use jail::Level;
use maud::{Markup, html};
use report::Verdict;

use crate::class::ledger::{Row, State};
use crate::class::page::{class, name, page, prose, short};
use crate::class::part::Part;
use crate::class::stopped::Deed;
use crate::course::graded::Graded;
use crate::msg;
use crate::session::Session;
use crate::ui::messages::plain;
use crate::ui::wording;

/// Why students fail a check, and how many do for each cause.
#[derive(Default)]
pub struct Causes(BTreeMap<(String, String), BTreeMap<String, Cause>>);

struct Cause {
    /// What the first of these students was told.
    words: String,
    count: usize,
}

impl Causes {
    /// Counts what one student's checks failed for.
    pub fn take_in(&mut self, lessons: &[Graded]) {
        for graded in lessons {
            for check in graded.checks.iter().filter(|check| matches!(check.verdict, Verdict::Failed { .. })) {
                let of_check = self.0.entry((graded.lesson.clone(), check.check.clone())).or_default();
                let advice = check.advice();
                let words = || plain(&advice.to_string());
                let cause =
                    of_check.entry(advice.id().to_string()).or_insert_with(|| Cause { words: words(), count: 0 });
                cause.count += 1;
            }
        }
    }

    /// The most frequent ones of a check.
    fn of(&self, lesson: &str, check: &str) -> Vec<&Cause> {
        const MOST: usize = 3;
        let causes = self.0.get(&(lesson.to_string(), check.to_string()));
        let mut causes: Vec<&Cause> = causes.into_iter().flat_map(BTreeMap::values).collect();
        causes.sort_by_key(|cause| std::cmp::Reverse(cause.count));
        causes.truncate(MOST);
        causes
    }
}

/// A student in the table: the row, and the file of the page.
pub struct Linked<'a> {
    pub row: &'a Row,
    pub page: String,
}

/// The page, with links to those of the students.
pub fn overview(session: &Session, part: &Part, students: &[Linked<'_>], causes: &Causes) -> String {
    let text = &*session.text;
    let titles: Vec<String> = part.terms.lessons.iter().map(|lesson| session.title(lesson)).collect();
    let title = titles.join(", ");
    let graded: Vec<&Row> = students.iter().map(|it| it.row).filter(|row| row.state != State::Broke).collect();
    let body = html! {
        h1 { (title) }
        (numbers(session, students, &graded))
        p.(if part.terms.jail == Level::Full { "faint" } else { "note" }) {
            (prose(&wording::jail_of_class(text, part.terms.jail)))
        }
        (apart(session, students))
        h2 { (msg!(text, "page-distribution")) }
        (distribution(session, &graded, part.points.iter().sum()))
        h2 { (msg!(text, "page-checks")) }
        (checks(session, part, &graded, causes))
        (stopped(session, students))
        h2 { (msg!(text, "page-students")) }
        (table(session, part, students))
        p.faint { (msg!(text, "page-version")) " " code { (short(&part.terms.course)) } }
    };
    page(text, &title, &body)
}

fn numbers(session: &Session, students: &[Linked<'_>], graded: &[&Row]) -> Markup {
    let text = &session.text;
    let earned: u32 = graded.iter().filter_map(|row| row.earned).sum();
    let mean = f64::from(earned) / graded.len().max(1) as f64;
    let mean = (mean * 10.0).round() / 10.0;
    let full = graded.iter().filter(|row| row.earned == Some(row.points)).count();
    let number = |value: String, what: String| html! { div { b { (value) } (what) } };
    html! {
        div.numbers {
            (number(students.len().to_string(), msg!(text, "page-count", count = students.len())))
            (number(msg!(text, "page-number", number = mean), msg!(text, "page-mean")))
            (number(full.to_string(), msg!(text, "page-full")))
        }
    }
}

/// Those who have no mark, or none that says anything of a program.
fn apart(session: &Session, students: &[Linked<'_>]) -> Markup {
    let text = &session.text;
    let apart: Vec<&Linked<'_>> = students.iter().filter(|it| it.row.state != State::Graded).collect();
    if apart.is_empty() {
        return html! {};
    }
    html! {
        h2 { (msg!(text, "page-apart")) }
        ul {
            @for student in apart {
                li {
                    a href=(student.page) { (name(&student.row.name)) } ": "
                    @match &student.row.problem {
                        Some(problem) => (plain(problem)),
                        None => (msg!(text, "class-nothing")),
                    }
                    @for remark in &student.row.remarks { " · " (plain(remark)) }
                }
            }
        }
    }
}

/// How many earned how many points, as a picture: a bar for each number of points, or for several where there are many.
fn distribution(session: &Session, graded: &[&Row], points: u32) -> Markup {
    const MOST_BARS: u32 = 21;
    const BAR: u32 = 34;
    const HIGHEST: usize = 160;
    const EDGE: usize = 24;
    let text = &session.text;
    let width = (points + 1).div_ceil(MOST_BARS);
    let count = |bar: u32| graded.iter().filter(|row| row.earned.is_some_and(|it| it / width == bar)).count();
    let label = |bar: u32| {
        let (first, last) = (bar * width, (bar * width + width - 1).min(points));
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    let counts: Vec<(String, usize)> = (0..=points / width).map(|bar| (label(bar), count(bar))).collect();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let said: Vec<String> = counts.iter().map(|(label, count)| format!("{label}: {count}")).collect();
    let (right, bottom) = (BAR * counts.len() as u32, HIGHEST + EDGE);
    html! {
        svg width=(right) height=(bottom + EDGE) viewBox=(format!("0 0 {right} {}", bottom + EDGE)) role="img"
            aria-label=(msg!(text, "page-bars", bars = said.join(", "))) {
            @for (number, (label, count)) in counts.iter().enumerate() {
                @let (x, height) = (BAR as usize * number, count * HIGHEST / most);
                rect x=(x + 3) y=(bottom - height) width=(BAR - 6) height=(height) rx="3" {}
                @if *count > 0 {
                    text x=(x + BAR as usize / 2) y=(bottom - height - 6) text-anchor="middle" { (count) }
                }
                text x=(x + BAR as usize / 2) y=(bottom + 16) text-anchor="middle" { (label) }
            }
            line x1="0" y1=(bottom) x2=(right) y2=(bottom) {}
        }
    }
}

/// The checks, those first that most students fail, and why.
fn checks(session: &Session, part: &Part, graded: &[&Row], causes: &Causes) -> Markup {
    let text = &session.text;
    let mut failing: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for lesson in graded.iter().flat_map(|row| &row.lessons) {
        for check in lesson.checks.iter().filter(|check| check.earned < check.points) {
            *failing.entry((&lesson.lesson, &check.check)).or_default() += 1;
        }
    }
    let mut failing: Vec<_> = failing.into_iter().collect();
    failing.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let all = graded.len();
    let named = |(lesson, check): (&str, &str)| match part.terms.lessons.len() {
        1 => check.to_string(),
        _ => format!("{lesson}: {check}"),
    };
    html! {
        @if failing.is_empty() { p { (msg!(text, "page-no-failure")) } }
        div.told { table {
            @for ((lesson, check), count) in failing {
                tr {
                    td { code { (named((lesson, check))) } }
                    td {
                        (msg!(text, "page-failed", count = count, all = all))
                        div.bar { span style=(format!("width: {}%", count * 100 / all.max(1))) {} }
                    }
                    td {
                        @for cause in causes.of(lesson, check) {
                            div { b { (cause.count) " ×" } " " (prose(&cause.words)) }
                        }
                    }
                }
            }
        } }
    }
}

/// What the jail has stopped, of how many students, and of whom.
fn stopped(session: &Session, students: &[Linked<'_>]) -> Markup {
    let text = &*session.text;
    let mut deeds: BTreeMap<Deed, (usize, Vec<&Linked<'_>>)> = BTreeMap::new();
    for student in students {
        for stopped in &student.row.stopped {
            let (count, of) = deeds.entry(stopped.what).or_default();
            *count += stopped.count;
            of.push(student);
        }
    }
    if deeds.is_empty() {
        return html! {};
    }
    html! {
        h2 { (msg!(text, "page-stopped")) }
        p.faint { (msg!(text, "page-stopped-for-certain")) }
        div.told { table {
            @for (deed, (count, of)) in deeds {
                tr {
                    td.number { (msg!(text, "page-failed", count = of.len(), all = students.len())) }
                    td { (deed.words(text, count)) }
                    td { @for (number, student) in of.iter().enumerate() {
                        @if number > 0 { ", " }
                        a href=(student.page) { (name(&student.row.name)) }
                    } }
                }
            }
        } }
    }
}

/// A line for each student: with the points of each check, or of each lesson where there are several.
fn table(session: &Session, part: &Part, students: &[Linked<'_>]) -> Markup {
    let text = &session.text;
    let marks = |row: &Row| -> Vec<(String, u32, u32)> {
        let lessons = row.lessons.iter();
        match part.terms.lessons.len() {
            1 => lessons.flat_map(|it| &it.checks).map(|it| (it.check.clone(), it.earned, it.points)).collect(),
            _ => lessons.map(|it| (it.lesson.clone(), it.earned, it.points)).collect(),
        }
    };
    // One who has no mark has no columns either.
    let columns = students.iter().map(|it| marks(it.row)).find(|marks| !marks.is_empty()).unwrap_or_default();
    html! {
        div.wide { table {
            thead { tr {
                th { (msg!(text, "page-student")) }
                th.number { (msg!(text, "column-points")) }
                @for (check, ..) in &columns { th.upright { (check) } }
            } }
            tbody { @for Linked { row, page } in students {
                tr {
                    td { a href=(page) { (name(&row.name)) } @if row.late { span.faint { " " (msg!(text, "page-late")) } } }
                    td.number { @match row.earned {
                        Some(earned) => b.(class(earned == row.points)) { (earned) "/" (row.points) },
                        None => span.bad { "—" },
                    } }
                    @for (check, earned, points) in marks(row) {
                        td.cell.(class(earned == points)) title=(format!("{check}: {earned}/{points}")) {
                            @if part.terms.lessons.len() > 1 { (earned) } @else if earned == points { "✓" } @else { "✗" }
                        }
                    }
                    @if row.lessons.is_empty() {
                        td.faint colspan=(columns.len().max(1)) {
                            @if row.state == State::Broke { (msg!(text, "no-score")) } @else { (msg!(text, "class-nothing")) }
                        }
                    }
                }
            } }
        } }
    }
}
