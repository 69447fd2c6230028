//! Tries: to talk to who listens on this machine
//! Stopped by: the network namespace
//! Mark: 10

pub fn comes_through() -> bool {
    std::net::TcpStream::connect("127.0.0.1:@PORT@").is_ok()
}
