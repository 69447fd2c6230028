//! Tries: to have a service started that outlives it
//! Stopped by: seccomp
//! Mark: 10

pub fn comes_through() -> bool {
    std::os::unix::net::UnixDatagram::unbound().is_ok()
        || std::os::unix::net::UnixStream::connect("/run/systemd/private").is_ok()
}
