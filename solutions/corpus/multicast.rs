//! The programs of the corpus for `multicast`, put together by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/multicast/main.rs"));
