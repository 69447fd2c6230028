//! The chat, beside `ncat --broker`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::started::Started;
use crate::{ROUNDS, middle};

/// Cargo builds it for this.
const CHAT: &str = env!("CARGO_BIN_EXE_chat-solution");

/// Members of the chat, and lines that one of them says.
const MEMBERS: usize = 64;
const LINES: usize = 2_000;

pub fn measure() -> Result<()> {
    let mut ways = vec![("chat", Vec::new())];
    match Command::new("ncat").arg("--version").output() {
        Ok(_) => ways.push(("ncat", Vec::new())),
        Err(error) => println!("not measured: cannot start ncat: {error}"),
    }
    for _ in 0..ROUNDS {
        for (name, rates) in &mut ways {
            let server = match *name {
                "chat" => Started::new(Command::new(CHAT).args(["serve", "--port", "0"]))?,
                _ => {
                    // It does not say which port it got: this one has just been free.
                    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string();
                    Started::new(Command::new("ncat").args(["-v", "--broker", "--listen", "127.0.0.1", &port]))?
                }
            };
            rates.push(LINES as f64 / speech(server.address, *name == "chat")?.as_secs_f64());
        }
    }
    println!("{:10} {:>10} lines/s, each to {} members", "", "", MEMBERS - 1);
    for (name, rates) in &mut ways {
        println!("{name:10} {:10.0}", middle(rates));
    }
    Ok(())
}

/// How long it takes until all have heard what one of them says.
fn speech(address: SocketAddr, has_names: bool) -> Result<Duration> {
    let mut members = Vec::new();
    for number in 0..MEMBERS {
        let mut member = BufReader::new(TcpStream::connect(address)?);
        if has_names {
            writeln!(member.get_mut(), "m{number}")?;
            member.read_line(&mut String::new())?;
        }
        members.push(member);
    }
    let mut speaker = members.remove(0);
    let began = Instant::now();
    let hearing: Vec<_> = members
        .into_iter()
        .map(|mut member| {
            thread::spawn(move || {
                let mut line = String::new();
                while !line.ends_with(&format!("{:04}\n", LINES - 1)) {
                    line.clear();
                    ensure!(member.read_line(&mut line)? > 0, "the server ended the conversation");
                }
                Ok(())
            })
        })
        .collect();
    for number in 0..LINES {
        writeln!(speaker.get_mut(), "a line of some length, number {number:04}")?;
    }
    for member in hearing {
        member.join().expect("a member does not panic")?;
    }
    Ok(began.elapsed())
}
