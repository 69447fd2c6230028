//! What a student reads and sees: the words in their language, the colours, the diagrams, and the terminal.

pub mod ladder;
pub mod messages;
pub mod render;
pub mod style;
pub mod talk;
pub mod terminal;
pub mod wording;
