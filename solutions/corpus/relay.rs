//! The programs of the corpus for `relay`, put together by `build.rs`.

#![expect(clippy::allow_attributes, reason = "whether a mistake leaves something unused is its own affair")]

include!(concat!(env!("OUT_DIR"), "/relay/main.rs"));
