//! The programs of the corpus for `udp-client`, put together by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/udp-client/main.rs"));
