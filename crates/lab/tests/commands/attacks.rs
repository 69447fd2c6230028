//! Programs that attack who grades them: `crates/lab/tests/attacks`, of which each says what it tries, what stops it, and
//! the mark that it deserves; and what is reported of it, where that is certain. They are handed in by a class, among honest students, and graded in the jail.
//!
//! An attack is a part of the reference program, which calls it first. One that comes through ends the program there, and
//! so has not the mark that it deserves; nor has one that is ended where it should only fail.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::class::rows;
use crate::course::{Course, Ran};
use crate::grading::{lab, one_at_a_time, program, target};

/// What nobody may read or change: a file in the home folder of who grades.
const SECRET: &str = "a canary\n";

/// An attack, and what is expected of it.
struct Attack {
    name: String,
    source: String,
}

impl Attack {
    /// What its header says of this.
    fn says(&self, of: &str) -> Option<&str> {
        let prefix = format!("//! {of}: ");
        self.source.lines().find_map(|line| line.strip_prefix(&prefix))
    }
}

/// All of them, by name; of those that are named by this variable, some.
fn attacks() -> Vec<Attack> {
    let wanted = env::var("LAB_ATTACKS").unwrap_or_default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |file: PathBuf| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        Attack { name, source: fs::read_to_string(file).unwrap() }
    };
    let mut attacks: Vec<Attack> = files.map(read).filter(|attack| attack.name.contains(&wanted)).collect();
    attacks.sort_by(|one, other| one.name.cmp(&other.name));
    attacks
}

/// Where things are that an attack may name.
struct Places {
    folder: TempDir,
    names: Vec<(&'static str, String)>,
    /// Somebody who listens on this machine.
    listener: TcpListener,
}

impl Places {
    fn new(course: &Course) -> Self {
        let checks = binary_of_checks(course);
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port().to_string();
        let text = |path: &Path| path.to_str().unwrap().to_string();
        let names = vec![
            ("@COURSE@", text(&course.path("."))),
            ("@HOME@", text(&folder.path().join("home"))),
            ("@NEIGHBOUR@", text(&folder.path().join("class/neighbour"))),
            ("@OUT@", text(&folder.path().join("out"))),
            ("@SLOT@", text(&target().join("submission/0"))),
            ("@CHECKS@", text(&checks)),
            ("@PORT@", port),
        ];
        let places = Self { folder, names, listener };
        places.write("home/secret", SECRET);
        places
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    /// The attack as it is handed in by this student.
    fn hand_in(&self, student: &str, attack: &Attack) {
        let reference = program("tcp-server/main.rs");
        let main = reference.replacen("\nuse std::io", "\nmod attack;\n\nuse std::io", 1).replacen(
            "fn main() -> ExitCode {\n",
            "fn main() -> ExitCode {\n    if attack::comes_through() {\n        return ExitCode::from(77);\n    }\n",
            1,
        );
        let source = self.names.iter().fold(attack.source.clone(), |text, (name, value)| text.replace(name, value));
        self.write(&format!("class/{student}/main.rs"), &main);
        self.write(&format!("class/{student}/attack.rs"), &source);
    }

    /// A program that nobody else has handed in.
    fn hand_in_honestly(&self, student: &str, program: &str) {
        self.write(&format!("class/{student}/main.rs"), &format!("{program}// {student}\n"));
    }

    /// Grades the class. Returns nothing where there is no whole jail to grade it in.
    fn grade(&self, course: &Course, out: &str) -> Option<Ran> {
        let (class, out) = (self.path("class"), self.path(out));
        let arguments = ["class", class.to_str().unwrap(), "--lesson", "tcp-server", "--out", out.to_str().unwrap()];
        let mut command: Command = lab(course, &arguments);
        command.env("LAB_CANARY", "a canary");
        let ran = Ran::of(command);
        if ran.status == Some(2) && ran.stderr.contains("no whole jail") {
            println!("NOT RUN: attacks, for which this machine has no whole jail");
            return None;
        }
        assert_eq!(ran.status, Some(0), "{ran:?}");
        Some(ran)
    }

    /// All that is said of these students: a line in each file, and a page for each that tells no times, since nothing has
    /// failed there.
    fn said_of(&self, students: &[String], out: &str) -> BTreeMap<String, String> {
        let read = |file: String| fs::read_to_string(self.path(&file)).unwrap();
        let files = ["class.jsonl", "grades.csv"].map(|file| read(format!("{out}/{file}")));
        let report = read(format!("{out}/report.html"));
        let said = |student: &String| {
            let is_about =
                |line: &&str| line.contains(&format!("\"{student}\"")) || line.contains(&format!(",{student},"));
            let mut said: String = files.iter().flat_map(|text| text.lines().filter(is_about)).collect();
            if said.contains("\"earned\":10,\"points\":10,\"problem\":null") {
                let page = report.split('"').find(|page| page.starts_with(&format!("students/{student}-"))).unwrap();
                said += &read(format!("{out}/{page}"));
                said += &read(format!("{out}/{}", page.replace("students/", "feedback/")));
            }
            (student.clone(), said)
        };
        students.iter().map(said).collect()
    }

    /// What came of each student: a line of the ledger, and the record that it names.
    fn results(&self) -> BTreeMap<String, (Value, String)> {
        let read = |row: Value| {
            let record = row["record"].as_str().map(|key| self.path(&format!("out/records/{key}.json")));
            let record = record.map(|file| fs::read_to_string(file).unwrap()).unwrap_or_default();
            (row["student"].as_str().unwrap().to_string(), (row, record))
        };
        rows(&self.path("out")).into_iter().map(read).collect()
    }
}

/// The checks in a record that were not passed, with why and with what happened: it comes first, for the whole is long.
fn lost(record: &str) -> String {
    let record: Value = serde_json::from_str(record).unwrap_or_default();
    let lessons = record["lessons"].as_array().into_iter().flatten();
    let checks = lessons.flat_map(|lesson| lesson["checks"].as_array().into_iter().flatten());
    let lost = checks.filter(|check| check["verdict"] != "Passed");
    let said = lost.map(|check| format!("{}: {}\n{}\n\n", check["check"], check["verdict"], check["transcript"]));
    said.collect()
}

/// What the checks of the lesson are compiled to, whatever it is called.
fn binary_of_checks(course: &Course) -> PathBuf {
    let built = lab(course, &["grade", "--solutions", "tcp-server"]);
    assert_eq!(Ran::of(built).status, Some(0));
    let deps = fs::read_dir(target().join("debug/deps")).unwrap().map(|entry| entry.unwrap().path());
    let mut binaries = deps.filter(|file| file.extension().is_none());
    binaries.find(|file| file.to_string_lossy().contains("/tcp_server-")).expect("the checks were built")
}

/// Processes of this machine that run a program of this lesson out of this folder.
fn left_running(folder: &Path) -> Vec<PathBuf> {
    let processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path().join("exe"));
    let programs = processes.filter_map(|exe| fs::read_link(exe).ok());
    programs.filter(|program| program.starts_with(folder) && program.ends_with("tcp-server")).collect()
}

#[test]
#[ignore = "builds the course once more"]
fn no_attack_comes_through_and_each_has_the_mark_that_it_deserves() {
    let _alone = one_at_a_time();
    let course = Course::new();
    let checks = course.read("crates/tcp-server/tests/checks.rs");
    let places = Places::new(&course);
    let (attacks, honest) = (attacks(), ["ana", "neighbour", "zoe"]);
    attacks.iter().for_each(|attack| places.hand_in(&attack.name, attack));
    honest.iter().for_each(|name| places.hand_in_honestly(name, &program("tcp-server/main.rs")));

    if places.grade(&course, "out").is_none() {
        return;
    }
    let results = places.results();
    let mut wrong = Vec::new();
    for attack in &attacks {
        let (row, record) = &results[&attack.name];
        let mark: u64 = attack.says("Mark").unwrap().parse().unwrap();
        println!("{}: {} of 10, by {}", attack.name, row["earned"], attack.says("Stopped by").unwrap());
        let is_reported = |what| row["stopped"].as_array().unwrap().iter().any(|stopped| stopped["what"] == what);
        let is_silent = attack.says("Reported").is_some_and(|what| !is_reported(what));
        if is_silent || row["earned"] != mark || attack.says("Seen").is_some_and(|seen| !record.contains(seen)) {
            wrong.push(format!("{}: {}{row}\n{record}", attack.name, lost(record)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));

    for name in honest {
        assert_eq!(results[name].0["earned"], 10, "{name}");
        assert_eq!(results[name].0["stopped"], json!([]), "{name}");
        assert!(places.path(&format!("class/{name}/main.rs")).is_file());
    }
    assert_eq!(fs::read_to_string(places.path("home/secret")).unwrap(), SECRET);
    assert_eq!(fs::read_dir(places.path("home")).unwrap().count(), 1);
    assert_eq!(course.read("crates/tcp-server/tests/checks.rs"), checks);
    assert!(results.values().all(|(_, record)| !record.contains(SECRET.trim())));
    assert_eq!(places.listener.accept().map(drop).map_err(|error| error.kind()), Err(ErrorKind::WouldBlock));
    assert_eq!(left_running(&target()), Vec::<PathBuf>::new());
}

#[test]
#[ignore = "grades two classes of a hundred programs"]
fn what_is_said_of_others_is_the_same_in_a_class_with_attacks_and_without() {
    let _alone = one_at_a_time();
    let course = Course::new();
    let (places, attacks) = (Places::new(&course), attacks());
    let solutions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../solutions");
    let corpus = corpus::programs(&solutions, "tcp-server").unwrap();
    let is_rust = |program: &&corpus::Program| program.format().unwrap() != corpus::Format::Python;
    let corpus: Vec<String> = corpus.iter().filter(is_rust).map(|program| program.text().unwrap()).collect();
    // Two others for each attack, and one whose work attacks look for.
    let honest: Vec<String> = (0..2 * attacks.len()).map(|number| format!("{number:03}")).collect();
    for (student, program) in honest.iter().zip(corpus.iter().cycle()) {
        places.hand_in_honestly(student, program);
    }
    places.hand_in_honestly("neighbour", &program("tcp-server/main.rs"));
    if places.grade(&course, "without").is_none() {
        return;
    }

    for (number, attack) in attacks.iter().enumerate() {
        places.hand_in(&format!("{:03}x-{}", 2 * number + 1, attack.name), attack);
    }
    places.grade(&course, "out").expect("there was a jail");
    let [without, with] = ["without", "out"].map(|out| places.said_of(&honest, out));
    assert!(without.values().any(|said| said.contains("<h1>")));
    assert!(without.values().all(|said| said.contains("\"state\":\"graded\"") && said.contains("tcp-server,,,")));
    for (student, said) in &without {
        assert_eq!(with[student], *said, "{student}");
    }
    println!("{} attacks among {} others", attacks.len(), honest.len());
}
