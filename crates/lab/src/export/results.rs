//! The results of a run, as data: what `--format json` writes, and what the formats of all platforms are made from.
//!
//! `docs/results.schema.json` says what each field means. What a student is told stands in it as plain text: it can
//! command neither a terminal nor a page.

use chrono::{SecondsFormat, Utc};
use jail::Level;
use report::{Report, Verdict};
use serde::{Deserialize, Serialize};

use crate::course::graded::CompilerDiagnostic;
use crate::course::graded::Graded;
use crate::export::document::cut;
use crate::export::run::Run;
use crate::msg;
use crate::ui::messages::{Messages, plain};
use crate::ui::render;

/// The version of the format. It goes up when a reader of the old one would misread the new one.
const VERSION: u32 = 2;

/// The most bytes of what is told about a check, and of what the compiler says: a platform takes a file of 1 MB.
const MOST_OF_A_CHECK: usize = 8 * 1024;
const MOST_OF_THE_COMPILER: usize = 16 * 1024;

/// The results of a run.
#[derive(Serialize)]
pub struct Results {
    version: u32,
    /// When the run began, in UTC, as RFC 3339 has it.
    pub started: String,
    /// How long it took.
    pub seconds: f64,
    /// Whether it came to its end.
    pub finished: bool,
    /// What kept it from that, if anything did.
    pub problem: Option<String>,
    /// Nothing, where the grading broke: then nobody knows, whatever was seen until then.
    pub earned: Option<u32>,
    pub points: u32,
    /// How much of a jail a submission was graded in. Nothing, where none was graded.
    pub jail: Option<Level>,
    pub lessons: Vec<LessonResults>,
}

#[derive(Serialize)]
pub struct LessonResults {
    pub lesson: String,
    /// The student's file, as seen from the course's folder.
    pub file: String,
    /// Nothing, where the grading broke.
    pub earned: Option<u32>,
    pub points: u32,
    /// What there is to know of files that were not taken of a submission.
    pub notes: Vec<String>,
    /// Why there is no program to grade.
    pub compiler: Option<CompilerMessages>,
    /// What the compiler says of a program that there is. It costs nothing.
    pub warnings: Option<CompilerMessages>,
    pub checks: Vec<CheckResults>,
}

#[derive(Serialize)]
pub struct CompilerMessages {
    /// The line of the student's file that the first of them is about, counted from 1.
    pub line: Option<usize>,
    pub text: String,
}

#[derive(Serialize)]
pub struct CheckResults {
    pub check: String,
    pub status: Status,
    pub earned: u32,
    pub points: u32,
    pub seconds: f64,
    /// Why the points are missing, in one sentence; and what a student should think about.
    pub sentence: Option<String>,
    pub hint: Option<String>,
    /// All that a student is told, as a terminal shows it.
    pub text: Option<String>,
}

#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Passed,
    Failed,
    /// The program says that it is not written yet.
    NotWritten,
    /// There is no verdict: the program does not compile, or the run ended too soon.
    NotGraded,
}

impl Results {
    pub fn of(text: &Messages, run: &Run) -> Self {
        let lesson = |graded: &Graded| {
            let notes = run.notes(&graded.lesson);
            if run.broke { LessonResults::unknown(text, graded, notes) } else { LessonResults::of(text, graded, notes) }
        };
        let lessons: Vec<LessonResults> = run.lessons.iter().map(lesson).collect();
        Self {
            version: VERSION,
            started: run.started.to_rfc3339_opts(SecondsFormat::Secs, true),
            seconds: (Utc::now() - run.started).as_seconds_f64(),
            finished: run.finished,
            problem: run.unfinished(text).map(|problem| plain(&problem)),
            earned: (!run.broke).then(|| lessons.iter().filter_map(|lesson| lesson.earned).sum()),
            points: lessons.iter().map(|lesson| lesson.points).sum(),
            jail: run.jail,
            lessons,
        }
    }

    /// All checks, each with its lesson and the name that it has among them: the lesson is a part of it where there are
    /// several.
    pub fn checks(&self) -> impl Iterator<Item = (String, &LessonResults, &CheckResults)> {
        let name = |lesson: &LessonResults, check: &CheckResults| match self.lessons.len() {
            1 => check.check.clone(),
            _ => format!("{}/{}", lesson.lesson, check.check),
        };
        let of = move |lesson| move |check| (name(lesson, check), lesson, check);
        self.lessons.iter().flat_map(move |lesson| lesson.checks.iter().map(of(lesson)))
    }

    /// What there is to know of files that were not taken, in lines.
    pub fn notes(&self) -> Option<String> {
        let notes: Vec<&str> = self.lessons.iter().flat_map(|lesson| &lesson.notes).map(String::as_str).collect();
        (!notes.is_empty()).then(|| notes.join("\n"))
    }

    /// Why there is no score, where the grading broke.
    pub fn no_score(&self) -> Option<&str> {
        self.earned.is_none().then(|| self.problem.as_deref().unwrap_or_default())
    }

    /// What keeps all of the run from being graded: that the grading broke, a problem where nothing is known of any check,
    /// or a compiler error in each lesson.
    pub fn broken(&self) -> Option<String> {
        if self.earned.is_none() || self.lessons.iter().all(|lesson| lesson.checks.is_empty()) {
            return Some(self.problem.clone().unwrap_or_default());
        }
        let compiler = self.lessons.iter().map(|lesson| Some(lesson.compiler.as_ref()?.text.as_str()));
        compiler.collect::<Option<Vec<&str>>>().map(|errors| errors.join("\n"))
    }
}

impl LessonResults {
    fn of(text: &Messages, graded: &Graded, notes: &[String]) -> Self {
        Self {
            lesson: graded.lesson.clone(),
            file: format!("exercises/{}/main.rs", graded.lesson),
            earned: Some(graded.earned()),
            points: graded.points(),
            notes: notes.iter().map(|note| plain(&msg!(text, "note", note = note.as_str()))).collect(),
            compiler: CompilerMessages::of(text, &graded.compiler),
            warnings: CompilerMessages::of(text, &graded.warnings),
            checks: graded.checks.iter().map(|check| CheckResults::of(text, graded, check)).collect(),
        }
    }
}

impl LessonResults {
    /// A lesson of a grading that broke: what is known of it is what there was to grade.
    fn unknown(text: &Messages, graded: &Graded, notes: &[String]) -> Self {
        let listed = |report: &Report| Report { verdict: Verdict::Listed, ..report.clone() };
        let checks = graded.checks.iter().map(listed).collect();
        Self { earned: None, ..Self::of(text, &Graded::listed(&graded.lesson, checks), notes) }
    }
}

impl CompilerMessages {
    /// Of some diagnostics, if there are any.
    fn of(text: &Messages, diagnostics: &[CompilerDiagnostic]) -> Option<Self> {
        let all: Vec<String> = diagnostics.iter().map(|it| plain(it.rendered.trim_end())).collect();
        let line = diagnostics.iter().find_map(|it| it.line);
        (!all.is_empty()).then(|| Self { line, text: cut(text, &all.join("\n\n"), MOST_OF_THE_COMPILER) })
    }
}

impl CheckResults {
    fn of(text: &Messages, graded: &Graded, report: &Report) -> Self {
        let (status, sentence) = match &report.verdict {
            Verdict::Passed => (Status::Passed, None),
            Verdict::Failed { sentence, .. } => (Status::Failed, Some(sentence.to_string())),
            Verdict::NotWritten => (Status::NotWritten, Some(render::not_written(&graded.lesson))),
            Verdict::Broken { sentence, .. } => (Status::NotGraded, Some(sentence.to_string())),
            Verdict::Listed => (Status::NotGraded, Some(render::no_verdict(text, !graded.compiler.is_empty()))),
        };
        // Where nothing has been tried, there is nothing to think about either.
        let hint = (status == Status::Failed).then(|| report.advice().to_string());
        let told = if status == Status::Failed {
            render::explanation(text, report).map(|told| cut(text, &textwrap::dedent(&plain(&told)), MOST_OF_A_CHECK))
        } else {
            sentence.clone()
        };
        Self {
            check: report.check.clone(),
            status,
            earned: report.earned(),
            points: report.points,
            seconds: report.seconds,
            sentence: sentence.map(|sentence| plain(&sentence)),
            hint: hint.map(|hint| plain(&hint)),
            text: told,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::run::fixtures::{broke, run};
    use crate::fixtures::{graded, not_compiled, report, text};

    #[test]
    fn what_is_not_known_yet_is_not_graded_and_what_is_known_stays() {
        let mut run = Run::of(&["a"]);
        run.set(graded("a", vec![report("one", 4, Verdict::Listed), report("two", 6, Verdict::Listed)]));
        run.take_in("a", &report("two", 6, Verdict::Passed));
        let results = Results::of(&text(), &run);
        assert_eq!((results.earned, results.points, results.finished), (Some(6), 10, false));
        let statuses: Vec<Status> = results.lessons[0].checks.iter().map(|check| check.status).collect();
        assert_eq!(statuses, [Status::NotGraded, Status::Passed]);
        assert_eq!(results.problem.as_deref(), Some("The grading ended before it was done."));
    }

    #[test]
    fn a_grading_that_broke_has_no_score_whatever_was_seen_until_then() {
        let results = Results::of(&text(), &broke("a"));
        assert_eq!((results.earned, results.points, results.finished), (None, 10, false));
        assert_eq!((results.no_score(), results.lessons[0].earned), (Some("the machine is broken"), None));
        let known: Vec<_> = results.lessons[0].checks.iter().map(|check| (check.status, check.earned)).collect();
        assert_eq!(known, [(Status::NotGraded, 0), (Status::NotGraded, 0)]);
    }

    #[test]
    fn what_is_told_is_plain_text_and_has_an_end() {
        let hostile = format!("\u{1b}[31mred\u{1b}[0m\u{9b}2J\u{7}{}", "é".repeat(MOST_OF_THE_COMPILER));
        let results = Results::of(&text(), &run([not_compiled("a", &hostile)]));
        let told = &results.lessons[0].compiler.as_ref().unwrap().text;
        assert!(told.starts_with("red\\u{9b}2Jéé"), "{told}");
        assert!(told.ends_with("é\n… cut off here …"));
        assert!(told.len() < MOST_OF_THE_COMPILER + 40);
    }

    #[test]
    fn a_check_has_its_lesson_in_its_name_only_where_there_are_several() {
        let one = || graded("a", vec![report("echoes", 1, Verdict::Passed)]);
        let names = |run: &Run| Results::of(&text(), run).checks().map(|(name, ..)| name).collect::<Vec<_>>();
        assert_eq!(names(&run([one()])), ["echoes"]);
        assert_eq!(
            names(&run([one(), graded("b", vec![report("pings", 1, Verdict::Passed)])])),
            ["a/echoes", "b/pings"]
        );
    }

    #[test]
    fn a_run_is_broken_where_no_check_can_be_graded() {
        let broken = |run: &Run| Results::of(&text(), run).broken();
        let right = || graded("b", vec![report("pings", 1, Verdict::Passed)]);
        assert_eq!(broken(&run([not_compiled("a", "error: x")])).as_deref(), Some("error: x"));
        assert_eq!(broken(&run([not_compiled("a", "error: x"), right()])), None);
        assert_eq!(broken(&Run::of(&["a"])).as_deref(), Some("The grading ended before it was done."));
    }
}
