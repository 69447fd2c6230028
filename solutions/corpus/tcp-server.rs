//! The programs of the corpus for `tcp-server`, put together by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/tcp-server/main.rs"));
