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
    fn new(course: &Course, checks: &Path) -> Self {
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
            ("@CHECKS@", text(checks)),
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

    /// The attack as it is handed in.
    fn hand_in(&self, attack: &Attack) {
        let reference = program("tcp-server/main.rs");
        let main = reference.replacen("\nuse std::io", "\nmod attack;\n\nuse std::io", 1).replacen(
            "fn main() -> ExitCode {\n",
            "fn main() -> ExitCode {\n    if attack::comes_through() {\n        return ExitCode::from(77);\n    }\n",
            1,
        );
        let source = self.names.iter().fold(attack.source.clone(), |text, (name, value)| text.replace(name, value));
        self.write(&format!("class/{}/main.rs", attack.name), &main);
        self.write(&format!("class/{}/attack.rs", attack.name), &source);
    }

    fn hand_in_honestly(&self, name: &str) {
        self.write(&format!("class/{name}/main.rs"), &format!("{}// {name}\n", program("tcp-server/main.rs")));
    }

    /// Grades the class.
    fn grade(&self, course: &Course) -> Ran {
        let (class, out) = (self.path("class"), self.path("out"));
        let arguments = ["class", class.to_str().unwrap(), "--lesson", "tcp-server", "--out", out.to_str().unwrap()];
        let mut command: Command = lab(course, &arguments);
        command.env("LAB_CANARY", "a canary");
        Ran::of(command)
    }

    /// What came of each student: a line of the ledger, and the record that it names.
    fn results(&self) -> BTreeMap<String, (Value, String)> {
        let ledger = fs::read_to_string(self.path("out/class.jsonl")).unwrap();
        let rows = ledger.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let read = |row: Value| {
            let record = row["record"].as_str().map(|key| self.path(&format!("out/records/{key}.json")));
            let record = record.map(|file| fs::read_to_string(file).unwrap()).unwrap_or_default();
            (row["student"].as_str().unwrap().to_string(), (row, record))
        };
        rows.map(read).collect()
    }
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
    // What the checks of a lesson are compiled to, whatever it is called.
    let built = lab(&course, &["grade", "--solutions", "tcp-server"]);
    assert_eq!(Ran::of(built).status, Some(0));
    let deps = fs::read_dir(target().join("debug/deps")).unwrap().map(|entry| entry.unwrap().path());
    let binary =
        deps.filter(|file| file.extension().is_none()).find(|file| file.to_string_lossy().contains("/tcp_server-"));
    let places = Places::new(&course, &binary.expect("the checks were built"));
    let (attacks, honest) = (attacks(), ["ana", "neighbour", "zoe"]);
    attacks.iter().for_each(|attack| places.hand_in(attack));
    honest.iter().for_each(|name| places.hand_in_honestly(name));

    let ran = places.grade(&course);
    if ran.status == Some(2) && ran.stderr.contains("no whole jail") {
        println!("NOT RUN: attacks, for which this machine has no whole jail");
        return;
    }
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let results = places.results();
    let mut wrong = Vec::new();
    for attack in &attacks {
        let (row, record) = &results[&attack.name];
        let mark: u64 = attack.says("Mark").unwrap().parse().unwrap();
        println!("{}: {} of 10, by {}", attack.name, row["earned"], attack.says("Stopped by").unwrap());
        let is_reported = |what| row["stopped"].as_array().unwrap().iter().any(|stopped| stopped["what"] == what);
        let is_silent = attack.says("Reported").is_some_and(|what| !is_reported(what));
        if is_silent || row["earned"] != mark || attack.says("Seen").is_some_and(|seen| !record.contains(seen)) {
            wrong.push(format!("{}: {row}\n{record}", attack.name));
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
