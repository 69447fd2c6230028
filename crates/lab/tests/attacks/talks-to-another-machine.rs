//! Tries: to tell somebody what is checked
//! Stopped by: the network namespace
//! Mark: 10

pub fn comes_through() -> bool {
    let address = "192.0.2.1:53".parse().unwrap();
    let told = std::net::UdpSocket::bind("0.0.0.0:0").and_then(|socket| socket.send_to(b"told", address));
    let met = std::net::TcpStream::connect_timeout(&address, std::time::Duration::from_millis(200));
    told.is_ok() || met.is_err_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
}
