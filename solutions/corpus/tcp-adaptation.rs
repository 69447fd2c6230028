//! The programs of the corpus for `tcp-adaptation`, put together by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/tcp-adaptation/main.rs"));
