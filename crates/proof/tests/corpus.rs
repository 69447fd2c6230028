//! Every variant gets full marks; every mistake fails the checks that it names, and no other, with early verdicts
//! and without them; and the student is told why in words that fit: they are in `snapshots/`, a file for each lesson. The same
//! reports are read in the other languages, too, and have no word there that is not one of the language.
//!
//! Needs Python for the variants that are written in it. Run by `cargo test -p proof`, not by a bare `cargo test`: it
//! builds every program of the corpus. `INSTA_UPDATE=always` takes over what students are told now.

use std::fmt::Write as _;
use std::iter;
use std::sync::{LazyLock, Mutex, PoisonError};

use proof::{
    EarlyVerdicts, Grade, Kind, LANGUAGES, Lesson, Subject, Tongue, names_of_what_is_told, recorded, told_first,
};
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use report::{Report, Verdict};

/// The seed that students are graded with.
const SEED: usize = 1;

/// How often a mistake is graded to find out what a student is told of it.
const MOST_STORIES: usize = 12;

/// One lesson is graded at a time: what is told of a deadline differs where the machine is busy.
static TURN: Mutex<()> = Mutex::new(());

/// Programs that are graded at the same time. Much of what a grading takes is waiting, and more of them would keep each
/// other waiting.
const AT_ONCE: usize = 4;

/// What the checks that failed say.
type Failed = Vec<Report>;

/// The messages of all lessons, in each language.
static TONGUES: LazyLock<[Tongue; 2]> =
    LazyLock::new(|| LANGUAGES.map(|language| Tongue::new(language).expect("the messages can be read")));

/// What came of grading a program.
struct Proof {
    passed: Vec<String>,
    /// What a student is told of it, if it is a mistake.
    told: String,
    /// What is wrong with its marks.
    wrong: String,
}

/// Grades all programs of a lesson, and returns what a student is told of each mistake, and what is wrong with the marks.
fn prove(name: &str) -> (String, String) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let lesson = &Lesson::build(name).expect("the lesson builds");
    // A lesson that is new has nothing recorded yet.
    let recorded = &recorded::text(name).unwrap_or_default();
    let pool = ThreadPoolBuilder::new().num_threads(AT_ONCE).build().expect("threads can be started");
    let prove = |subject| (subject, prove_one(lesson, subject, recorded));
    let proofs: Vec<(&Subject, Proof)> = pool.install(|| lesson.subjects.par_iter().map(prove).collect());

    let wrong: String = proofs.iter().map(|(_, proof)| proof.wrong.as_str()).collect();
    let all = proofs.iter().find(|(subject, _)| subject.kind == Kind::Reference).map(|(_, proof)| &proof.passed);
    let all = all.expect("each lesson has a reference program");
    let mistakes = || proofs.iter().map(|(subject, _)| *subject).filter(|subject| subject.kind == Kind::Mistake);
    let never = |caught: &dyn Fn(&Subject, &String) -> bool| -> Vec<&String> {
        all.iter().filter(|check| !mistakes().any(|mistake| caught(mistake, check))).collect()
    };
    let never_caught = never(&|mistake, check| mistake.caught_by.contains(check));
    assert!(never_caught.is_empty(), "no mistake is caught by {never_caught:?}");
    // Why each of these stays, its comment in checks.rs says.
    let never_alone = never(&|mistake, check| *mistake.caught_by == [check.as_str()]);
    let told: String = proofs.iter().map(|(_, proof)| proof.told.as_str()).collect();
    (format!("Failed by no mistake alone: {never_alone:?}\n\n{told}"), wrong)
}

fn prove_one(lesson: &Lesson, subject: &Subject, recorded: &str) -> Proof {
    let mut wrong = String::new();
    let mut judge = |early_verdicts, failed: Failed| {
        wrong.push_str(&complaint(lesson, subject, early_verdicts, &failed));
        wrong.extend(failed.iter().map(|report| untranslated(subject, report)));
        failed
    };
    let with_early_verdicts = || lesson.grade(subject, EarlyVerdicts::On, SEED).expect("the checks can be run");
    let with = with_early_verdicts();
    let without = without_early_verdicts(lesson, subject, &with);
    let (passed, with) = (with.passed, judge(EarlyVerdicts::On, with.failed));
    let without = judge(EarlyVerdicts::Off, without);
    let mut told = String::new();
    if subject.kind == Kind::Mistake {
        let again = iter::repeat_with(|| judge(EarlyVerdicts::On, with_early_verdicts().failed));
        let all = [with, without]
            .into_iter()
            .chain(again)
            .map(|failed| (recorded::story(&subject.name, &failed, &TONGUES[0]), failed));
        let (story, failed) = settled(all, recorded);
        told = story;
        wrong.push_str(&untold(lesson, subject, &failed));
    }
    Proof { passed, told, wrong }
}

/// That the misconception is not told first, if it should be.
fn untold(lesson: &Lesson, subject: &Subject, failed: &[Report]) -> String {
    let Some(first) = told_first(failed).filter(|_| !subject.told_by.is_empty()) else { return String::new() };
    let told = names_of_what_is_told(first);
    if subject.told_by.iter().any(|wanted| told.contains(&wanted.as_str())) {
        return String::new();
    }
    let (lesson, name, check, wanted) = (&lesson.name, &subject.name, &first.check, &subject.told_by);
    format!("{lesson} {name}: told first is {check}, by {told:?}, and not by any of {wanted:?}\n")
}

/// What fails without early verdicts. A check that had none would come to the same verdict again, so only the others
/// are graded anew; of a mistake those that fail, since what a mistake does well right programs do too.
fn without_early_verdicts(lesson: &Lesson, subject: &Subject, with: &Grade) -> Failed {
    let is_open = |check: &&String| subject.kind != Kind::Mistake || with.has_failed(check);
    let anew: Vec<String> = with.early.iter().filter(is_open).cloned().collect();
    let mut failed: Failed = with.failed.iter().filter(|report| !anew.contains(&report.check)).cloned().collect();
    // No checks would be all of them.
    if !anew.is_empty() {
        failed.extend(lesson.grade_in(subject, EarlyVerdicts::Off, SEED, &anew).expect("the checks can be run").failed);
        failed.sort_by(|one, other| one.check.cmp(&other.check));
    }
    failed
}

/// What is wrong with this grade, if it is not the one that the program should get.
fn complaint(lesson: &Lesson, subject: &Subject, early_verdicts: EarlyVerdicts, failed: &[Report]) -> String {
    let names: Vec<&String> = failed.iter().map(|report| &report.check).collect();
    // Where the grading broke, nothing is caught.
    let broke = failed.iter().find(|report| matches!(report.verdict, Verdict::Broken { .. }));
    if let Some(report) = broke {
        return format!("{} {}, {}: {}\n", lesson.name, subject.name, report.check, in_english(report));
    }
    if names.iter().copied().eq(&subject.caught_by) {
        return String::new();
    }
    let mut text = format!("{} {}, early verdicts {early_verdicts:?}: failed {names:?}\n", lesson.name, subject.name);
    writeln!(text, "    instead of {:?}", subject.caught_by).expect("a String can always be written to");
    for report in failed.iter().filter(|report| !subject.caught_by.contains(&report.check)) {
        writeln!(text, "{}: {}", report.check, in_english(report)).expect("a String can always be written to");
    }
    text
}

/// What a student who reads English is told.
fn in_english(report: &Report) -> String {
    report.words(TONGUES[0].catalog())
}

/// What is told in a language in words that are none of its own, if anything is.
fn untranslated(subject: &Subject, report: &Report) -> String {
    let mut text = String::new();
    for tongue in &*TONGUES {
        let foreign = tongue.foreign_words(report).expect("a report can be read");
        if !foreign.is_empty() {
            let (name, language) = (&subject.name, tongue.catalog().language());
            writeln!(
                text,
                "{name}, {}: {foreign:?} is not in {language}:\n{}",
                report.check,
                report.words(tongue.catalog())
            )
            .expect("a String can always be written to");
        }
    }
    text
}

/// What is recorded, where it is told; or else what is told twice. A wrong program can fail a check in more than one
/// way, and which it is may depend on whom the system lets run first: the mark is the same, and both sentences are
/// true.
fn settled(stories: impl Iterator<Item = (String, Failed)>, recorded: &str) -> (String, Failed) {
    let mut told: Vec<(String, Failed)> = Vec::new();
    for (story, failed) in stories.take(MOST_STORIES) {
        if recorded.contains(&story) {
            return (story, failed);
        }
        // Of one that is new nothing is recorded that might still be told.
        let heading = story.lines().next().unwrap_or_default();
        let is_new = !recorded.lines().any(|line| line == heading);
        let is_told_again = told.iter().any(|(other, _)| *other == story);
        told.push((story, failed));
        if is_new && is_told_again {
            break;
        }
    }
    let is_told_twice = |index: usize| told[..index].iter().any(|(story, _)| *story == told[index].0);
    let Some(again) = (0..told.len()).find(|index| is_told_twice(*index)) else {
        let all: Vec<&str> = told.iter().map(|(story, _)| story.as_str()).collect();
        panic!("a student is told something else each time:\n{}", all.join("\n"));
    };
    told.swap_remove(again)
}

macro_rules! every_mark_is_right {
    ($($name:ident: $lesson:literal,)*) => {$(
        #[test]
        fn $name() {
            let (told, wrong) = prove($lesson);
            // Before what is told, since a mark comes before its words; with a new text to take over, both are seen.
            let is_recording = std::env::var_os("INSTA_UPDATE").is_some();
            assert!(wrong.is_empty() || is_recording, "{wrong}");
            insta::assert_snapshot!(told);
            assert!(wrong.is_empty(), "{wrong}");
        }
    )*};
}

// Made by `cargo run -p proof -- lists`, to the end of the file.
every_mark_is_right! {
    tcp_server: "tcp-server",
    tcp_client: "tcp-client",
    udp_server: "udp-server",
    udp_client: "udp-client",
    tcp_adaptation: "tcp-adaptation",
    multicast: "multicast",
    chat: "chat",
    relay: "relay",
    http_server: "http-server",
}
