//! Servers that run while they are measured.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context as _, Result, ensure};

/// A server that runs, until this is dropped.
pub struct Started {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Started {
    /// Starts it, and waits until it says on stdout or on stderr where it listens.
    ///
    /// # Errors
    /// It cannot be started, or ends without a word of that.
    pub fn new(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let (says, hears) = std::io::pipe()?;
        let child = command
            .stdin(Stdio::null())
            .stdout(hears.try_clone()?)
            .stderr(hears)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        // The command itself keeps the pipe open otherwise, and nobody would see its end.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut says = BufReader::new(says);
        let mut started = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let mut line = String::new();
        while started.address.port() == 0 {
            line.clear();
            ensure!(says.read_line(&mut line)? > 0, "{name} does not say where it listens");
            if ["listening on", "serving http on"].iter().any(|words| line.to_lowercase().contains(words)) {
                // With a comma behind it, or in a link.
                let mut words = line.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_ascii_digit()));
                started.address = words.find_map(|word| word.parse().ok()).unwrap_or(started.address);
            }
        }
        // It is never to wait for somebody to read what it says.
        thread::spawn(move || std::io::copy(&mut says, &mut std::io::sink()));
        Ok(started)
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
