//! A server of HTTP/1.1 (RFC 9110 and 9112): it gives the files of a folder. Each connection is a task of its own, and all
//! that such a task waits for has an end, but for a client that takes its time to read.

mod answer;
mod client;
mod request;
mod stop;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use common::Endpoint;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time;

use client::{Client, Settings};
use stop::Stop;

/// How long to wait when a connection cannot be accepted: what is missing then, somebody has to give back first.
const BREATH: Duration = Duration::from_millis(50);

/// Gives the files of a folder over HTTP/1.1
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<8080>,

    /// How many connections there may be at once
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    max_connections: u32,

    /// How long a head may take from its first byte to its end, in seconds
    #[arg(long, default_value = "10", value_parser = common::seconds)]
    header_timeout: Duration,

    /// How long a connection may wait for its next request, in seconds
    #[arg(long, default_value = "5", value_parser = common::seconds)]
    idle_timeout: Duration,

    /// The folder whose files are given
    root: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    common::exit(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let Arguments { endpoint, max_connections, header_timeout, idle_timeout, root } = arguments;
    let about = fs::metadata(&root).with_context(|| format!("cannot read {}", root.display()))?;
    ensure!(about.is_dir(), "cannot read {}: it is no folder", root.display());
    // Whoever is told that it listens may ask it to stop.
    let mut stop = Stop::listen().context("cannot wait for signals")?;
    let listener =
        TcpListener::bind(endpoint.address()).await.with_context(|| format!("cannot listen on {endpoint}"))?;
    common::announce(listener.local_addr()?)?;

    let settings = Arc::new(Settings { root, header_timeout, idle_timeout });
    let seats = Arc::new(Semaphore::new(max_connections as usize));
    let (tell, stopping) = watch::channel(false);
    let mut clients = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &seats) => accepted,
            () = stop.asked() => break,
            // Who has left is forgotten.
            Some(_) = clients.join_next() => continue,
        };
        match accepted {
            Ok((client, seat)) => {
                let (settings, stopping) = (Arc::clone(&settings), stopping.clone());
                clients.spawn(async move {
                    client.serve(&settings, stopping).await;
                    // However that went, the seat is free.
                    drop(seat);
                });
            }
            Err(error) => {
                eprintln!("cannot accept a connection: {error}");
                time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    tell.send_replace(true);
    tokio::select! {
        () = async { while clients.join_next().await.is_some() {} } => Ok(()),
        () = stop.asked() => bail!("stopped before all answers were finished"),
    }
}

/// The next client, as soon as there is a seat for it. Until then it waits in the queue of the listener.
async fn accept(listener: &TcpListener, seats: &Arc<Semaphore>) -> io::Result<(Client, OwnedSemaphorePermit)> {
    let seat = Arc::clone(seats).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer): (TcpStream, _) = listener.accept().await?;
    Ok((Client::new(stream, peer), seat))
}
