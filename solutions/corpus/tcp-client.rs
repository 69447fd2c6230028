//! The programs of the corpus for `tcp-client`, put together by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/tcp-client/main.rs"));
