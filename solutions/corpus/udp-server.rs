//! The programs of the corpus for `udp-server`, put together by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/udp-server/main.rs"));
