//! Tries: to use up the sockets of the machine
//! Stopped by: RLIMIT_NOFILE
//! Mark: 10

pub fn comes_through() -> bool {
    let open: Vec<_> = (0..5000).map_while(|_| std::net::UdpSocket::bind("127.0.0.1:0").ok()).collect();
    open.len() == 5000
}
