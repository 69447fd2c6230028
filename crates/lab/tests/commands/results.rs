//! The files of results, each held against the rules of the platform that reads it.
//!
//! They are of real gradings, of a copy of the course: `cargo test -p lab -- --ignored`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use roxmltree::Document;
use serde_json::Value;
use tempfile::TempDir;

use crate::course::{Course, Ran};
use crate::grading::{lab, one_at_a_time, program};

const FORMATS: [&str; 10] = [
    "human",
    "json",
    "classroom50",
    "github",
    "github-classroom",
    "gradescope",
    "prairielearn",
    "autolab",
    "exercism",
    "junit",
];

/// What Classroom 50 says in the environment.
const CLASSROOM: [(&str, &str); 6] = [
    ("CLASSROOM", "networks"),
    ("ASSIGNMENT", "sockets"),
    ("SUBMISSION_TAG", "submit/2026-06-01"),
    ("COMMIT_URL", "https://example.org/commit"),
    ("RELEASE_URL", "https://example.org/release"),
    ("REVIEW_URL", "https://example.org/review"),
];

/// The files of one run, in a folder of their own.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, format: &str) -> PathBuf {
        self.0.path().join(format)
    }

    /// Lab, told to grade these lessons and to write all formats.
    fn lab(&self, course: &Course, arguments: &[&str]) -> Command {
        self.lab_with(course, &FORMATS, arguments)
    }

    /// Lab, told to grade these lessons and to write these formats.
    fn lab_with(&self, course: &Course, formats: &[&str], arguments: &[&str]) -> Command {
        let mut command = lab(course, &["grade"]);
        command.args(arguments).envs(CLASSROOM);
        for format in formats {
            command.args(["--format", format, "--out"]).arg(self.path(format));
        }
        command
    }

    fn read(&self, format: &str) -> String {
        fs::read_to_string(self.path(format)).unwrap_or_else(|error| panic!("{format}: {error}"))
    }

    fn json(&self, format: &str) -> Value {
        serde_json::from_str(&self.read(format)).unwrap()
    }

    /// Our own format, held against its schema.
    fn results(&self) -> Value {
        let results = self.json("json");
        hold_against("results", [&results]);
        results
    }

    /// Holds every file against the rules of its platform, and returns our own.
    fn obey_the_rules(&self) -> Value {
        let results = self.results();
        for format in FORMATS {
            let text = self.read(format);
            let is_text = |char: char| !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}');
            assert!(text.chars().all(|char| is_text(char) || matches!(char, '\n' | '\t')), "{format}: {text:?}");
        }
        let sums = |key: &str| number(&results[key]);
        let lessons = results["lessons"].as_array().unwrap();
        for key in ["earned", "points"] {
            assert_eq!(sums(key), lessons.iter().map(|lesson| number(&lesson[key])).sum::<u64>());
        }
        let (earned, points) = (sums("earned"), sums("points"));
        let checks = lessons.iter().flat_map(|lesson| lesson["checks"].as_array().unwrap()).count();
        let is_broken = checks == 0 || lessons.iter().all(|lesson| !lesson["compiler"].is_null());
        let is_full = results["finished"] == true && earned == points;

        classroom50(&self.json("classroom50"), earned, points, checks);
        gradescope(&self.json("gradescope"), earned, points, checks);
        prairielearn(&self.read("prairielearn"), earned, points, checks, is_broken);
        exercism(&self.json("exercism"), checks, is_broken, is_full);
        let reporter = BASE64_STANDARD.decode(self.read("github-classroom").trim_end()).unwrap();
        github_classroom(&serde_json::from_slice(&reporter).unwrap(), earned, points, checks, is_broken, is_full);
        junit(&self.read("junit"), lessons, earned);
        let last: Value = serde_json::from_str(self.read("autolab").lines().last().unwrap()).unwrap();
        let scores = last["scores"].as_object().unwrap();
        assert_eq!(scores.len(), lessons.len());
        assert_eq!(scores.values().map(number).sum::<u64>(), earned);
        assert_eq!(last["scoreboard"], serde_json::json!([earned]));
        let summary = self.read("github");
        assert!(summary.len() <= 1024 * 1024);
        assert!(summary.contains(&format!("## In all: {earned} of {points} points\n")), "{summary}");
        results
    }
}

/// Holds data against one of our schemas.
pub fn hold_against<'a>(schema: &str, data: impl IntoIterator<Item = &'a Value>) {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/{schema}.schema.json"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for data in data {
        let errors: Vec<String> = validator.iter_errors(data).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?} in {data}");
    }
}

/// A whole number that is not negative, and is written as one.
fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn text(value: &Value) -> &str {
    value.as_str().filter(|text| !text.is_empty()).unwrap_or_else(|| panic!("{value} is no text"))
}

fn is_one_of(value: &Value, known: &[&str]) {
    assert!(known.contains(&text(value)), "{value} is none of {known:?}");
}

/// Expects exactly these keys.
fn has_keys(value: &Value, keys: &[&str]) {
    let mut found: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    let mut wanted = keys.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}

fn classroom50(result: &Value, earned: u64, points: u64, checks: usize) {
    let names = ["schema", "classroom", "assignment", "submission", "commit", "release", "review", "datetime"];
    has_keys(result, &[&names[..], &["score", "max-score", "tests"]].concat());
    names.iter().for_each(|name| assert!(!text(&result[name]).is_empty()));
    assert_eq!(result["schema"], "classroom50/result/v1");
    assert!(text(&result["submission"]).starts_with("submit/"));
    let datetime = text(&result["datetime"]);
    assert!(datetime.len() == 20 && datetime.ends_with('Z'), "{datetime}");
    assert_eq!((number(&result["score"]), number(&result["max-score"])), (earned, points));
    let tests = result["tests"].as_array().unwrap();
    assert_eq!(tests.len(), checks);
    for test in tests {
        has_keys(test, &["test-name", "passed", "score", "max-score"]);
        assert!(!text(&test["test-name"]).is_empty() && test["passed"].is_boolean());
        assert!(number(&test["score"]) <= number(&test["max-score"]));
    }
    assert_eq!(tests.iter().map(|test| number(&test["score"])).sum::<u64>(), earned);
}

fn gradescope(result: &Value, earned: u64, points: u64, checks: usize) {
    let tests = result["tests"].as_array().unwrap();
    assert_eq!(tests.len(), checks);
    // One on top would win over those of the tests.
    assert_eq!(result.get("score").is_none(), checks > 0);
    assert_eq!(result["stdout_visibility"], "hidden");
    assert!(result["execution_time"].is_u64());
    for test in tests {
        is_one_of(&test["status"], &["passed", "failed"]);
        is_one_of(&test["visibility"], &["visible"]);
        is_one_of(&test["output_format"], &["text"]);
        assert!(!text(&test["name"]).is_empty() && text(&test["number"]).contains('.'));
        assert_eq!(test["status"] == "failed", !test["output"].as_str().unwrap().is_empty());
    }
    let sum = |key: &str| tests.iter().map(|test| number(&test[key])).sum::<u64>();
    assert_eq!((sum("score"), sum("max_score")), (earned, points));
}

fn prairielearn(file: &str, earned: u64, points: u64, checks: usize, is_broken: bool) {
    assert!(file.len() <= 1_000_000);
    let result: Value = serde_json::from_str(file).unwrap();
    assert_eq!(result["gradable"], !is_broken);
    let score = result["score"].as_f64().unwrap();
    assert!((score - earned as f64 / points.max(1) as f64).abs() < 1e-9, "{score}");
    assert_eq!(result.get("format_errors").is_some(), is_broken);
    if is_broken {
        assert!(result["format_errors"].as_array().unwrap().iter().all(|error| !text(error).is_empty()));
    }
    let tests = result["tests"].as_array().unwrap();
    assert_eq!(tests.len(), if is_broken { 0 } else { checks });
    for test in tests {
        assert!(!text(&test["name"]).is_empty() && test["output"].is_string() && test["message"].is_string());
        assert!(number(&test["points"]) <= number(&test["max_points"]));
    }
}

fn exercism(result: &Value, checks: usize, is_broken: bool, is_full: bool) {
    has_keys(result, &["version", "status", "message", "tests"]);
    assert_eq!(result["version"], 2);
    assert_eq!(
        result["status"],
        if is_broken {
            "error"
        } else if is_full {
            "pass"
        } else {
            "fail"
        }
    );
    assert_eq!(result["message"].is_null(), !is_broken);
    let tests = result["tests"].as_array().unwrap();
    assert_eq!(tests.len(), if is_broken { 0 } else { checks });
    for test in tests {
        is_one_of(&test["status"], &["pass", "fail", "error"]);
        assert_eq!(test["status"] == "pass", test["message"].is_null());
        assert!(!text(&test["name"]).is_empty() && !text(&test["test_code"]).is_empty());
    }
}

fn github_classroom(result: &Value, earned: u64, points: u64, checks: usize, is_broken: bool, is_full: bool) {
    has_keys(result, &["version", "status", "max_score", "tests"]);
    assert_eq!(result["version"], 1);
    assert_eq!(
        result["status"],
        if is_broken {
            "error"
        } else if is_full {
            "pass"
        } else {
            "fail"
        }
    );
    assert_eq!(number(&result["max_score"]), points);
    let tests = result["tests"].as_array().unwrap();
    assert_eq!(tests.len(), checks);
    for test in tests {
        has_keys(test, &["name", "status", "score", "message", "test_code", "filename", "line_no", "duration"]);
        is_one_of(&test["status"], &["pass", "fail", "error"]);
        assert!(test["duration"].is_u64() && test["line_no"].is_u64());
        assert!(test["status"] == "pass" || number(&test["score"]) == 0);
    }
    assert_eq!(tests.iter().map(|test| number(&test["score"])).sum::<u64>(), earned);
}

/// It is well-formed, has a suite for each lesson and a case for each check, and its properties add up.
fn junit(file: &str, lessons: &[Value], earned: u64) {
    let document = Document::parse(file).expect("the file is well-formed");
    let all = |name: &'static str| document.descendants().filter(move |node| node.has_tag_name(name));
    let suites: Vec<_> = all("testsuite").map(|suite| suite.attribute("name").unwrap()).collect();
    assert_eq!(suites, lessons.iter().map(|lesson| text(&lesson["lesson"])).collect::<Vec<_>>());
    let checks: Vec<&Value> = lessons.iter().flat_map(|lesson| lesson["checks"].as_array().unwrap()).collect();
    assert_eq!(all("testcase").count(), checks.len());
    let failures = checks.iter().filter(|check| check["status"] != "passed").count();
    assert_eq!(all("failure").chain(all("error")).count(), failures);
    let of_cases = all("testcase").flat_map(|case| case.descendants());
    let points = of_cases.filter(|node| node.has_tag_name("property") && node.attribute("name") == Some("earned"));
    assert_eq!(points.map(|node| node.attribute("value").unwrap().parse::<u64>().unwrap()).sum::<u64>(), earned);
}

/// A program of each kind, each in another lesson, so that they can be graded together too.
fn programs(course: &Course) {
    let write = |lesson: &str, text: &str| course.write(&format!("exercises/{lesson}/main.rs"), text);
    write("tcp-server", &program("tcp-server/main.rs"));
    write("tcp-client", &program("tcp-client/mistakes/reads-once.edit"));
    // Where the compiler says what the program wants it to.
    write(
        "udp-server",
        "compile_error!(\"\\n::error::mine\\n##[warning]mine\\u{fffe}\\u{ffff}\");\nfn main() { nonsense }\n",
    );
    write("udp-client", "fn main() { loop { std::thread::park() } }");
    write(
        "tcp-adaptation",
        r#"fn main() {
            println!("::stop-commands::x\n::error file=a::b\n##[add-mask]c\n<script>]]></failure>| ` |");
            eprintln!("::set-output name=x::y\n```\n{}", "rubbish ".repeat(100_000));
        }"#,
    );
    write(
        "multicast",
        r#"use std::io::Write;
        fn main() {
            std::io::stdout().write_all(b"\x1b[2J\x9b31m\xff\xfe\0\x07\r\n").unwrap();
            std::io::stderr().write_all(b"\x1b]0;mine\x07\xc3\x28\xef\xbf\xbf\n").unwrap();
        }"#,
    );
}

#[test]
#[ignore = "builds the course once more"]
fn every_file_obeys_the_rules_of_its_platform() {
    let _alone = one_at_a_time();
    let course = Course::new();
    programs(&course);
    let mut sum = 0;
    for (lesson, status, earned) in [
        ("tcp-server", 0, 10..=10),
        ("tcp-client", 1, 1..=9),
        ("udp-server", 1, 0..=0),
        ("udp-client", 1, 0..=0),
        ("tcp-adaptation", 1, 0..=0),
        ("multicast", 1, 0..=0),
        ("chat", 1, 0..=0),
        ("relay", 1, 0..=0),
        ("http-server", 1, 0..=0),
    ] {
        let files = Files::new();
        let ran = Ran::of(files.lab(&course, &[lesson]));
        assert_eq!(ran.status, Some(status), "{lesson}: {ran:?}");
        let results = files.obey_the_rules();
        let points = number(&results["earned"]);
        assert!(earned.contains(&points) && number(&results["points"]) == 10, "{lesson}: {points}");
        sum += points;
        commands_are_held(&ran.stdout);
    }
    // All in one run, and a summary that another step has begun.
    let files = Files::new();
    fs::write(files.path("github"), "# A step before\n").unwrap();
    let ran = Ran::of(files.lab(&course, &[]));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let results = files.obey_the_rules();
    assert_eq!((number(&results["earned"]), number(&results["points"])), (sum, 90));
    assert!(files.read("github").starts_with("# A step before\n## In all: "));
    assert!(ran.stdout.contains("\n::error file=exercises/udp-server/main.rs,line=1,title=udp-server::"), "{ran:?}");
    commands_are_held(&ran.stdout);
}

/// Between the first line and the word in it, the runner takes nothing for a command; after that there are none but ours.
fn commands_are_held(stdout: &str) {
    let (first, rest) = stdout.split_once('\n').unwrap();
    let word = first.strip_prefix("::stop-commands::").unwrap();
    let (shown, commands) = rest.split_once(&format!("\n::{word}::\n")).unwrap_or((rest, ""));
    assert!(!shown.contains(word));
    for line in commands.lines() {
        assert!(line.starts_with("::error file=exercises/"), "{line}");
    }
}

#[test]
fn a_run_that_could_not_begin_has_results_too() {
    let course = Course::new();
    let files = Files::new();
    let nothing = files.0.path().to_str().unwrap();
    let ran = Ran::of(files.lab(&course, &["tcp-server", "multicast", "--unsandboxed", "--submission", nothing]));
    assert_eq!(ran.status, Some(2), "{ran:?}");
    let results = files.obey_the_rules();
    let problem = text(&results["problem"]);
    assert!(problem.starts_with("there is nothing to grade in "), "{problem}");
    assert_eq!(results["lessons"].as_array().unwrap().len(), 2);
}

/// A program that the compiler never comes to an end with.
const ENDLESS: &str = "const fn turn() -> u64 { let mut n = 0; loop { n += 1; if n == 0 { return n; } } }\n\
                       #[allow(long_running_const_eval)] const N: u64 = turn();\n\
                       fn main() { println!(\"{N}\"); }\n";

#[test]
#[ignore = "builds the course once more"]
fn what_was_graded_counts_when_the_time_is_up() {
    let _alone = one_at_a_time();
    let course = Course::new();
    course.write("exercises/tcp-server/main.rs", &program("tcp-server/main.rs"));
    // What has to be built of the course is built before, so that it takes no time of the run.
    let ran = Ran::of(lab(&course, &["grade", "tcp-server", "udp-client"]));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    course.write("exercises/udp-client/main.rs", ENDLESS);
    let files = Files::new();
    let ran = Ran::of(files.lab(&course, &["tcp-server", "udp-client", "--time-limit", "20"]));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let results = files.obey_the_rules();
    assert_eq!((number(&results["earned"]), number(&results["points"])), (10, 20));
    let problem = "The time is up: after 20 seconds the grading was not done.";
    assert_eq!(results["problem"], problem);
    assert!(ran.stdout.contains(problem), "{ran:?}");
    assert!(ran.stdout.contains("\n::error::The time is up"), "{ran:?}");
}

#[test]
#[ignore = "builds the course once more"]
fn a_check_that_crashes_leaves_no_mark() {
    let _alone = one_at_a_time();
    let course = Course::new();
    course.write("exercises/tcp-server/main.rs", &program("tcp-server/main.rs"));
    let checks = "crates/tcp-server/tests/checks.rs";
    let crash = "\n#[test]\nfn crashes() {\n    check(1, |_| std::process::abort());\n}\n";
    course.write(checks, &(course.read(checks) + crash));
    let files = Files::new();
    let ran = Ran::of(files.lab(&course, &["tcp-server"]));
    assert_eq!(ran.status, Some(3), "{ran:?}");
    let results = files.results();
    assert_eq!((&results["earned"], number(&results["points"])), (&Value::Null, 11));
    let problem = text(&results["problem"]);
    let expected = "The grading broke, and there is no score: the checks of tcp-server have crashed: signal: 6";
    assert!(problem.starts_with(expected), "{problem}");
    // There is a file for each platform but the one that makes its own.
    let files = FORMATS.map(|format| files.path(format).exists());
    assert_eq!(files, FORMATS.map(|format| format != "classroom50"));
}

#[cfg(unix)]
#[test]
#[ignore = "builds the course once more"]
fn what_was_graded_counts_when_lab_is_ended() {
    use std::process::Stdio;
    use std::thread;
    use std::time::Duration;

    use rustix::process::{Pid, Signal, kill_process};

    let _alone = one_at_a_time();
    let course = Course::new();
    course.write("exercises/tcp-server/main.rs", &program("tcp-server/main.rs"));
    course.write("exercises/udp-client/main.rs", ENDLESS);
    // The first lesson is done, and the compiler is at the second one. A process that is killed cannot say a last word:
    // then nothing may be running that would never end.
    for (signal, lessons, earned) in
        [(Signal::KILL, &["tcp-server", "tcp-client"][..], 0), (Signal::TERM, &["tcp-server", "udp-client"], 10)]
    {
        let files = Files::new();
        let mut lab = files.lab_with(&course, &["json"], lessons).stdout(Stdio::null()).spawn().unwrap();
        // The test harness, which stops what takes too long, is the deadline.
        let has_come_there = || {
            let results = files.json("json");
            number(&results["points"]) == 20 && number(&results["earned"]) >= earned
        };
        while !files.path("json").exists() || !has_come_there() {
            thread::sleep(Duration::from_millis(10));
        }
        kill_process(Pid::from_child(&lab), signal).unwrap();
        lab.wait().unwrap();
        let results = files.results();
        assert_eq!((&results["finished"], number(&results["points"])), (&Value::Bool(false), 20));
        assert_eq!(results["problem"], "The grading ended before it was done.");
    }
}
