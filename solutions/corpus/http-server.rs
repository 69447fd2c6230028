//! The programs of the corpus for `http-server`, put together by `build.rs`.

#![expect(clippy::allow_attributes, reason = "whether a mistake leaves something unused is its own affair")]

include!(concat!(env!("OUT_DIR"), "/http-server/main.rs"));
