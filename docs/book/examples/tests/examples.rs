//! Every program of the book does what it says. One that ends by itself exits with 0; one that serves until it is
//! stopped names the checks that it passes, in a line `Graded by: <lesson> <check>`.
//!
//! They are found by their folders: what is in `src/bin` and the `.py` files beside it are run, what is in `servers` is
//! graded.

use std::env::consts::EXE_SUFFIX;
use std::fs;
#[cfg(unix)]
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
#[cfg(unix)]
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any of them takes on a busy machine, all checks of a lesson included.
const LIMIT: Duration = Duration::from_secs(600);

#[test]
fn each_program_ends_by_itself_and_says_that_what_it_claims_is_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rust = files(&folder.join("src/bin"), "rs").into_iter().map(|file| Command::new(built(&file)));
    let python = files(folder, "py").into_iter().map(python);
    let mut wrong = Vec::new();
    let mut count = 0;
    for command in rust.chain(python) {
        count += 1;
        wrong.extend(run(command).err());
    }
    assert!(count > 0, "there are no programs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_server_passes_the_checks_that_it_names() {
    let servers = Path::new(env!("CARGO_MANIFEST_DIR")).join("servers");
    let mut wrong = Vec::new();
    for file in files(&servers, "rs").into_iter().chain(files(&servers, "py")) {
        let text = fs::read_to_string(&file).unwrap();
        // Windows copies no process.
        if cfg!(windows) && text.contains("os.fork()") {
            continue;
        }
        let graded: Vec<&str> = text.lines().filter_map(|line| line.split_once("Graded by: ")).map(|it| it.1).collect();
        assert!(!graded.is_empty(), "{} does not say which checks it passes", file.display());
        for checks in graded {
            let mut words = checks.split_whitespace();
            let lesson = words.next().unwrap();
            let mut grade = Command::new(env!("CARGO"));
            grade.args(["test", "--quiet", "--package", "solutions", "--test", lesson, "--"]).args(words);
            grade.env("LAB_PROGRAM", command_line(&file));
            wrong.extend(run(grade).err());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// More clients come than a process may have descriptors. Whoever cannot be taken in waits, and is served when others leave.
#[cfg(unix)]
#[test]
fn each_server_serves_who_waited_for_a_descriptor() {
    let servers = Path::new(env!("CARGO_MANIFEST_DIR")).join("servers");
    let mut wrong = Vec::new();
    for file in files(&servers, "rs").into_iter().chain(files(&servers, "py")) {
        // The others are no whole echo servers.
        if !fs::read_to_string(&file).unwrap().contains("Graded by: tcp-server\n") {
            continue;
        }
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -n 40; exec {} --port 0", command_line(&file))]);
        let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut output = BufReader::new(server.stdout.take().unwrap());
        let mut ready = String::new();
        output.read_line(&mut ready).unwrap();
        let address = ready.trim_end().rsplit(' ').next().unwrap().to_string();
        // Who connects and who leaves is read, so that the server does not wait for a reader.
        thread::spawn(move || io::copy(&mut output, &mut io::sink()));
        wrong.extend(waits_and_is_served(&address).err().map(|error| format!("{}: {error}", file.display())));
        server.kill().unwrap();
        server.wait().unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The last of many clients is answered when all others have left.
#[cfg(unix)]
fn waits_and_is_served(address: &str) -> io::Result<()> {
    let mut clients = (0..60).map(|_| TcpStream::connect(address)).collect::<io::Result<Vec<_>>>()?;
    let mut last = clients.pop().expect("there are 60");
    // The server has no room by now, or soon: it takes them in while they come, or not at all.
    thread::sleep(Duration::from_millis(300));
    drop(clients);
    last.write_all(b"oi")?;
    last.set_read_timeout(Some(Duration::from_secs(60)))?;
    last.read_exact(&mut [0; 2])
}

/// The files of a folder with this ending, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == ending));
    files.sort();
    files
}

/// The program that cargo has built from this file, beside all others of this package.
fn built(source: &Path) -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_first-mark")).parent().unwrap();
    folder.join(format!("{}{EXE_SUFFIX}", source.file_stem().unwrap().to_str().unwrap()))
}

fn python(file: PathBuf) -> Command {
    let mut command = Command::new(if cfg!(windows) { "python" } else { "python3" });
    command.arg(file);
    command
}

/// How a shell would start the program of this file.
fn command_line(file: &Path) -> String {
    if file.extension().is_some_and(|ending| ending == "py") {
        format!("python3 '{}'", file.display())
    } else {
        format!("'{}'", built(file).display())
    }
}

/// Runs a program, and says what it said where it does not end with 0.
fn run(mut command: Command) -> Result<(), String> {
    let name = format!("{command:?}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{name} does not start: {error}"))?;
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            return Err(format!("{name} has not ended after {} s", LIMIT.as_secs()));
        }
        thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().unwrap();
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{name} ended with {}:\n{}", output.status, String::from_utf8_lossy(&said)))
}
