//! What the programs of a check have been sent, as far as it explains what they say of it.

use std::str;

/// What they have been sent.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Heard {
    /// Something in a stream.
    pub(crate) streams: bool,
    /// Something in a stream that is no text, or that ended inside a character.
    pub(crate) no_text: bool,
    /// The grader has a UDP socket for them.
    pub(crate) datagrams: bool,
}

/// The end of what was sent in one stream: the bytes of a character that has not come whole.
#[derive(Debug, Default)]
pub(crate) struct Tail(Vec<u8>);

impl Tail {
    /// Whether these bytes, behind what came before, are text so far.
    pub(crate) fn goes_on_as_text(&mut self, bytes: &[u8]) -> bool {
        self.0.extend_from_slice(bytes);
        let error = str::from_utf8(&self.0).err();
        self.0.drain(..error.map_or(self.0.len(), |error| error.valid_up_to()));
        error.is_none_or(|error| error.error_len().is_none())
    }

    /// Whether it is not in the middle of a character.
    pub(crate) fn is_whole(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_text_however_it_is_cut() {
        let is_text = |pieces: &[&[u8]]| {
            let mut tail = Tail::default();
            pieces.iter().all(|piece| tail.goes_on_as_text(piece)) && tail.is_whole()
        };
        assert!(is_text(&[b"a\xe2", b"\x86", b"\x92 b"]) && is_text(&[]));
        assert!(!is_text(&[b"a\xe2", b"b"]) && !is_text(&[b"\xff"]) && !is_text(&[b"a\xe2\x86"]));
    }
}
