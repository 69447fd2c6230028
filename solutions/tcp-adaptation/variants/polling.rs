//! Variant: sockets that do not block, asked again and again with short pauses; the server has all its clients in one
//! loop.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Parser;
use common::Endpoint;

/// The ping application over TCP
#[derive(Parser)]
enum Command {
    /// Answers each line with its text in upper case
    Server {
        #[command(flatten)]
        endpoint: Endpoint<12000>,
    },
    /// Sends pings and prints how long their answers take
    Client {
        #[command(flatten)]
        endpoint: Endpoint<12000>,

        #[command(flatten)]
        pings: Pings,
    },
}

#[derive(clap::Args)]
struct Pings {
    /// Number of pings
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,

    /// Seconds to wait for each answer
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    timeout: Duration,

    /// Seconds to pause between two pings
    #[arg(long, default_value = "1", value_parser = common::seconds)]
    interval: Duration,
}

const PAUSE: Duration = Duration::from_millis(2);

fn main() -> ExitCode {
    common::exit(match Command::parse() {
        Command::Server { endpoint } => serve(&endpoint),
        Command::Client { endpoint, pings } => ping(&endpoint, &pings),
    })
}

struct Client {
    stream: TcpStream,
    peer: SocketAddr,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    half_closed: bool,
}

fn serve(endpoint: &Endpoint<12000>) -> anyhow::Result<()> {
    let listener = TcpListener::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    listener.set_nonblocking(true)?;
    common::announce(listener.local_addr()?)?;
    let mut clients: Vec<Client> = Vec::new();
    loop {
        while let Ok((stream, peer)) = listener.accept() {
            stream.set_nonblocking(true)?;
            clients.push(Client { stream, peer, incoming: vec![], outgoing: vec![], half_closed: false });
        }
        clients.retain_mut(|client| match client.step() {
            Ok(goes_on) => goes_on,
            Err(error) => {
                eprintln!("{}: {error}", client.peer);
                false
            }
        });
        thread::sleep(PAUSE);
    }
}

impl Client {
    /// Does what can be done now; `false` when all is done.
    fn step(&mut self) -> anyhow::Result<bool> {
        let mut buffer = [0; 16384];
        while !self.half_closed && self.outgoing.len() < 1 << 20 {
            match self.stream.read(&mut buffer) {
                Ok(0) => {
                    self.half_closed = true;
                    if !self.incoming.is_empty() {
                        self.incoming.push(b'\n');
                    }
                }
                Ok(count) => self.incoming.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error.into()),
            }
            while let Some(end) = self.incoming.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.incoming.drain(..=end).collect();
                println!("{}: {:?}", self.peer, String::from_utf8_lossy(&line[..end]));
                self.outgoing.extend(String::from_utf8_lossy(&line).to_uppercase().bytes());
            }
            if self.incoming.len() > 1 << 16 {
                bail!("a line without an end");
            }
        }
        while !self.outgoing.is_empty() {
            match self.stream.write(&self.outgoing) {
                Ok(count) => drop(self.outgoing.drain(..count)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(!self.half_closed || !self.outgoing.is_empty())
    }
}

fn ping(endpoint: &Endpoint<12000>, pings: &Pings) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(endpoint.address()).with_context(|| format!("cannot connect to {endpoint}"))?;
    let server = stream.peer_addr()?;
    stream.set_nonblocking(true)?;
    let mut text = String::new();
    let mut rtts: Vec<Duration> = Vec::new();
    for number in 1..=pings.count {
        if number > 1 {
            thread::sleep(pings.interval);
        }
        let start = Instant::now();
        if let Err(error) = stream.write_all(format!("ping {number}\n").as_bytes()) {
            bail!("only {} answers came: {error}", rtts.len());
        }
        let wanted = format!("PING {number}");
        let mut rtt = None;
        while rtt.is_none() && start.elapsed() < pings.timeout {
            let mut buffer = [0; 16];
            match stream.read(&mut buffer) {
                Ok(0) => bail!("only {} answers came, then the end", rtts.len()),
                Ok(count) => text.push_str(&String::from_utf8_lossy(&buffer[..count])),
                Err(error) if error.kind() == ErrorKind::WouldBlock => thread::sleep(PAUSE),
                Err(error) => bail!("only {} answers came: {error}", rtts.len()),
            }
            while let Some((line, rest)) = text.split_once('\n') {
                if line == wanted {
                    rtt = Some(start.elapsed());
                }
                text = rest.to_string();
            }
        }
        match rtt {
            Some(rtt) => {
                println!("{wanted} from {server}: rtt={} ms", rtt.as_micros() as f64 / 1000.0);
                rtts.push(rtt);
            }
            None => println!("ping {number} lost: no reply within {} s", pings.timeout.as_secs_f64()),
        }
    }
    let received = rtts.len() as u32;
    println!("{} sent, {received} received, {}% lost", pings.count, (pings.count - received) * 100 / pings.count);
    let Some(total) = rtts.iter().copied().reduce(|a, b| a + b) else { bail!("no answers") };
    let [min, avg, max] = [rtts.iter().min().copied(), Some(total / received), rtts.iter().max().copied()]
        .map(|rtt| rtt.unwrap_or_default().as_secs_f64() * 1e3);
    println!("rtt min/avg/max = {min:.1}/{avg:.1}/{max:.1} ms");
    Ok(())
}
