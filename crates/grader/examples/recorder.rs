//! A client that prints what reaches it, for `tests/hostile_peer.rs`: each read from a connection and how that ended, or
//! each datagram and who sent it.

use std::env;
use std::io::{self, Read as _};
use std::net::{TcpStream, UdpSocket};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let server = format!("127.0.0.1:{}", arguments[2]);
    match arguments[1].as_str() {
        "stream" => record_stream(&server),
        _ => record_datagrams(&server, &arguments[3..]),
    }
}

fn record_stream(server: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(server)?;
    let mut buffer = [0; 100];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break println!("the end"),
            Ok(count) => println!("{:?}", String::from_utf8_lossy(&buffer[..count])),
            Err(error) => break println!("{}", error.kind()),
        }
    }
    Ok(())
}

/// Sends all messages at once, and receives until it is told of the end.
fn record_datagrams(server: &str, messages: &[String]) -> io::Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    for message in messages {
        socket.send_to(message.as_bytes(), server)?;
    }
    let mut buffer = [0; 100];
    loop {
        let (count, from) = socket.recv_from(&mut buffer)?;
        let answer = String::from_utf8_lossy(&buffer[..count]);
        println!("{answer} from {}", if from.to_string() == server { "the server" } else { "a stranger" });
        if answer == "end" {
            return Ok(());
        }
    }
}
