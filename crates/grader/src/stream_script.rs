//! How a peer delivers a stream of bytes: in which pieces, with which pauses, and how it leaves. A script, so that what a
//! real network and a rude peer may do happens each time.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use crate::random::RandomChoices;

/// Bytes to be sent on a connection, and how. Without more they are sent in one piece: the messages in it are merged.
///
/// Positions are counted in bytes from the beginning: `cut_at(&[4])` cuts between the fourth byte and the fifth.
pub struct StreamScript {
    bytes: Vec<u8>,
    /// Where a new piece begins, and what the peer waits for before it sends that.
    cuts: BTreeMap<usize, Pause>,
    end: Option<End>,
}

/// What a peer waits for between two pieces.
#[derive(Clone, Copy)]
pub(crate) enum Pause {
    /// That the program has read the last piece. So the next one comes to it with another read.
    UntilRead,
    /// A time, for which the program gets nothing.
    Stall(Duration),
}

/// How a peer leaves when it has sent its last piece.
#[derive(Clone, Copy)]
pub(crate) enum End {
    HalfClose,
    Close,
    Reset,
}

impl StreamScript {
    /// All of these bytes.
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self { bytes: bytes.as_ref().to_vec(), cuts: BTreeMap::new(), end: None }
    }

    /// Splits the stream at these positions. Each piece is sent when the program has read the one before.
    #[must_use]
    pub fn cut_at(mut self, positions: &[usize]) -> Self {
        self.cuts.extend(positions.iter().map(|position| (*position, Pause::UntilRead)));
        self
    }

    /// Splits the stream in this number of places, wherever they fall.
    #[must_use]
    pub fn cut_somewhere(self, places: usize, choices: &mut RandomChoices) -> Self {
        let positions = choices.pick_several(places, 1..=self.bytes.len() - 1);
        self.cut_at(&positions)
    }

    /// Sends nothing for so long at this position, which may be the beginning.
    #[must_use]
    pub fn stall_at(mut self, position: usize, pause: Duration) -> Self {
        self.cuts.insert(position, Pause::Stall(pause));
        self
    }

    /// Sends one byte at a time, with this pause after each of them.
    #[must_use]
    pub fn drip(self, pause: Duration) -> Self {
        (1..=self.bytes.len()).fold(self, |script, position| script.stall_at(position, pause))
    }

    /// Sends no more than the bytes before this position, and then says that there is nothing more: a half-close.
    #[must_use]
    pub fn half_close_at(self, position: usize) -> Self {
        self.end_at(position, End::HalfClose)
    }

    /// Sends no more than the bytes before this position, and then closes the connection.
    #[must_use]
    pub fn close_at(self, position: usize) -> Self {
        self.end_at(position, End::Close)
    }

    /// Sends no more than the bytes before this position, and then leaves without a word: the program sees a reset.
    #[must_use]
    pub fn reset_at(self, position: usize) -> Self {
        self.end_at(position, End::Reset)
    }

    fn end_at(mut self, position: usize, end: End) -> Self {
        self.bytes.truncate(position);
        self.end = Some(end);
        self
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn end(&self) -> Option<End> {
        self.end
    }

    /// The pieces, and what the peer waits for after each of them, if for anything. The first one is empty where it waits
    /// before it sends anything.
    pub(crate) fn pieces(&self) -> Vec<(Range<usize>, Option<Pause>)> {
        let last = self.bytes.len();
        let mut pieces = Vec::new();
        let mut from = 0;
        for (position, pause) in self.cuts.range(..=last) {
            pieces.push((from..*position, Some(*pause)));
            from = *position;
        }
        if from < last {
            pieces.push((from..last, None));
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_pieces_are_the_bytes_and_begin_at_the_cuts(
            all in vec(any::<u8>(), 0..40),
            cuts in vec(0..50_usize, 0..9),
            stall in prop::option::of(0..50_usize),
            end in prop::option::of(0..50_usize),
        ) {
            let mut script = StreamScript::of(&all).cut_at(&cuts);
            if let Some(position) = stall {
                script = script.stall_at(position, Duration::ZERO);
            }
            if let Some(position) = end {
                script = script.reset_at(position);
            }
            let sent = &all[..end.map_or(all.len(), |end| end.min(all.len()))];
            prop_assert_eq!(pieces(&script).concat(), sent);
            let ends: Vec<usize> = script.pieces().iter().map(|(range, _)| range.end).collect();
            for cut in cuts.iter().chain(&stall).filter(|cut| **cut <= sent.len()) {
                prop_assert!(ends.contains(cut), "no piece ends at {}: {:?}", cut, ends);
            }
            prop_assert!(pieces(&script).iter().skip(1).all(|piece| !piece.is_empty()), "{:?}", ends);
        }
    }

    fn pieces(script: &StreamScript) -> Vec<&[u8]> {
        script.pieces().into_iter().map(|(range, _)| &script.bytes()[range]).collect()
    }

    #[test]
    fn every_byte_is_in_one_piece() {
        assert!(pieces(&StreamScript::of("")).is_empty());
        assert_eq!(pieces(&StreamScript::of("abc")), [b"abc"]);
        assert_eq!(pieces(&StreamScript::of("abcdef").cut_at(&[4, 1, 9])), [b"a".as_slice(), b"bcd", b"ef"]);
        assert_eq!(pieces(&StreamScript::of("abc").drip(Duration::ZERO)), [b"a", b"b", b"c"]);
        assert_eq!(pieces(&StreamScript::of("abc").stall_at(0, Duration::ZERO)), [b"".as_slice(), b"abc"]);
        assert_eq!(pieces(&StreamScript::of("abcdef").cut_at(&[2, 5]).close_at(3)), [b"ab".as_slice(), b"c"]);
    }
}
