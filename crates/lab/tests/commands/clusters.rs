//! What the wrappers in `platforms/` for a class on many machines call, rehearsed: the very commands that stand in their
//! files, in as many processes on this machine, each of which is killed half-way and begun again.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process_group};
use saphyr::{LoadableYamlNode as _, Yaml};

use crate::class::{everybody, expect_same_outcome};
use crate::course::Ran;
use crate::grading::{command_here, one_at_a_time};

/// As many as the wrappers have.
const SHARDS: usize = 4;

/// A folder with submissions, in which a wrapper is rehearsed.
struct Stage<'a> {
    folder: &'a Path,
    /// What the wrapper's files call the folder.
    called: &'static str,
}

impl Stage<'_> {
    /// A shell, told to do this with the course for its folder, where `cargo lab` is this lab.
    fn shell(&self, script: &str) -> Command {
        let mut shell = Command::new("bash");
        shell
            .args(["-euc", &script.replace(self.called, &format!("{}/", self.folder.display()))])
            .current_dir(course());
        let path = format!("{}:{}", self.folder.join("bin").display(), std::env::var("PATH").unwrap());
        shell.env("PATH", path).env("CARGO", env!("CARGO")).env("LAB_LANG", "en");
        shell
    }

    /// Grades all shards at once, but kills each process when it has told of a student; then once more, to the end.
    fn grade(&self, shard: impl Fn(usize) -> Command) {
        for mut process in self.start(&shard) {
            BufReader::new(process.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
            // It may have come to its end.
            let _ = kill_process_group(Pid::from_child(&process), Signal::KILL);
            process.wait().unwrap();
        }
        for process in self.start(&shard) {
            let ended = process.wait_with_output().unwrap();
            assert!(ended.status.success(), "{ended:?}");
        }
    }

    fn start(&self, shard: impl Fn(usize) -> Command) -> Vec<Child> {
        let start =
            |mut shell: Command| shell.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).spawn().unwrap();
        (1..=SHARDS).map(|number| start(shard(number))).collect()
    }

    /// Joins the parts, and holds what comes of it against what one process has written.
    fn join(&self, script: &str) {
        let joined = Ran::of(self.shell(script));
        assert_eq!(joined.status, Some(0), "{joined:?}");
        expect_same_outcome(&self.folder.join("marks"), &self.folder.join("one"));
        for folder in ["parts", "marks"] {
            fs::remove_dir_all(self.folder.join(folder)).unwrap();
        }
    }

    /// Puts a `cargo` there that is this lab, built already, and builds where this checkout does, whatever a wrapper says.
    fn put_cargo(&self) {
        let target = std::env::var("CARGO_TARGET_DIR");
        let place = target.map_or("unset CARGO_TARGET_DIR".to_string(), |it| format!("export CARGO_TARGET_DIR='{it}'"));
        let script = format!("#!/bin/sh\nshift\n{place}\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_lab"));
        let cargo = self.folder.join("bin/cargo");
        fs::create_dir_all(cargo.parent().unwrap()).unwrap();
        fs::write(&cargo, script).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

fn course() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(file: &str) -> String {
    fs::read_to_string(course().join("platforms").join(file)).unwrap()
}

/// What stands in a wrapper's comments: the command that joins the parts.
fn joining(text: &str) -> String {
    let begin = text.find("cargo lab merge").expect("it says how the parts are joined");
    text[begin..].split(['`', '\n']).next().unwrap().to_string()
}

/// The commands of a step of a workflow.
fn step<'a>(workflow: &'a Yaml<'a>, job: &str, name: &str) -> &'a str {
    let steps = workflow["jobs"][job]["steps"].as_sequence().unwrap();
    let step = steps.iter().find(|step| step["name"].as_str() == Some(name)).unwrap();
    step["run"].as_str().unwrap()
}

#[test]
#[ignore = "builds what the programs need once more"]
fn the_commands_of_the_wrappers_come_to_what_one_process_comes_to_although_each_is_killed() {
    let _alone = one_at_a_time();
    let (folder, _) = everybody();
    let stage = |called| Stage { folder: folder.path(), called };
    let mut one =
        command_here(&["class", "submissions", "--lesson", "tcp-server", "--time-limit", "600", "--out", "one"]);
    let one = Ran::of({
        one.current_dir(folder.path()).env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
        one
    });
    if one.status == Some(2) && one.stderr.contains("no whole jail") {
        println!("NOT RUN: the wrappers, for which this machine has no whole jail");
        return;
    }
    assert_eq!(one.status, Some(0), "{one:?}");

    let kubernetes = stage("/class/");
    kubernetes.put_cargo();
    let text = read("kubernetes/class.yaml");
    let job = &Yaml::load_from_str(&text).unwrap()[0];
    assert_eq!(job["spec"]["completions"].as_integer(), Some(SHARDS as i64));
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    kubernetes.grade(|number| {
        let mut shell = kubernetes.shell(container["args"][0].as_str().unwrap());
        for variable in container["env"].as_sequence().unwrap() {
            shell.env(variable["name"].as_str().unwrap(), variable["value"].as_str().unwrap());
        }
        shell.env("JOB_COMPLETION_INDEX", (number - 1).to_string());
        shell
    });
    kubernetes.join(&format!("cd /class/; {}", joining(&text)));

    let slurm = stage("@/");
    slurm.grade(|number| {
        let mut shell = slurm.shell("exec bash platforms/slurm/class.sbatch . @/submissions @/parts tcp-server");
        shell.env("SLURM_ARRAY_TASK_ID", number.to_string()).env("SLURM_ARRAY_TASK_COUNT", SHARDS.to_string());
        shell
    });
    slurm.join(&format!("cd @/; {}", joining(&read("slurm/class.sbatch"))));

    let github = stage("../");
    let text = read("github/class.yml");
    let workflow = &Yaml::load_from_str(&text).unwrap()[0];
    github.grade(|number| {
        let mut shell = github.shell(&step(workflow, "grade", "Grade").replace("../class/", "../"));
        shell.env("LESSON", "tcp-server").env("SHARDS", SHARDS.to_string()).env("SHARD", number.to_string());
        shell
    });
    github.join(step(workflow, "merge", "Join them"));
}
