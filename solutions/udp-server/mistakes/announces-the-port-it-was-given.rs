//! Misconception: the port of the options is the port that the server has.
//! Caught by: `says_where_it_listens_and_answers_from_there`, `answers_in_upper_case`, `prints_each_message_quoted`, `answers_each_client`, `answers_an_empty_datagram`, `serves_datagrams_of_every_size`, `answers_with_this_datagram_only`, `reports_what_is_not_text`, `survives_a_client_that_has_gone`, `reports_an_address_that_it_cannot_have`

use std::net::{SocketAddr, UdpSocket};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use common::Endpoint;

/// Answers every datagram with its text in upper case
#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint<12000>,
}

fn main() -> ExitCode {
    common::exit(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let endpoint = &arguments.endpoint;
    let socket = UdpSocket::bind(endpoint.address()).with_context(|| format!("cannot listen on {endpoint}"))?;
    println!("listening on {endpoint}");

    let mut buffer = vec![0; 65_535];
    loop {
        let (count, peer) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            Err(error) => {
                eprintln!("cannot receive a datagram: {error}");
                continue;
            }
        };
        if let Err(error) = answer(&socket, &buffer[..count], peer) {
            eprintln!("{peer}: {error:#}");
        }
    }
}

fn answer(socket: &UdpSocket, payload: &[u8], peer: SocketAddr) -> anyhow::Result<()> {
    let message = str::from_utf8(payload).context("the datagram is not text")?;
    println!("{peer}: {message:?}");
    socket.send_to(message.to_uppercase().as_bytes(), peer).context("the answer could not be sent")?;
    Ok(())
}
