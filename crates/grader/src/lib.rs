//! How a check works: start the program, be its peer, watch it, judge it, tell the student.
//!
//! A lesson's `tests/checks.rs` begins with [`lesson!`], which gives it `check(points, |program| …)`. Everything
//! that a check can do starts from the [`Program`] it is handed. The grader knows no lesson, and no check needs a
//! thread, a timeout or a socket option of its own.

mod addresses;
mod answer;
mod attempt;
mod built;
mod check;
mod complaint;
mod crash;
mod datagram_script;
mod deadline;
mod diagnosis;
mod difference;
mod elsewhere;
mod ending;
mod expected_lines;
mod failure;
mod finished;
mod folder;
mod form;
mod heard;
mod held;
mod holdings;
mod keyboard;
mod leaks;
mod lesson;
mod load;
mod machine;
mod moment;
mod multicast;
mod pauses;
mod picture;
mod printed;
mod process;
mod program;
mod quiescence;
mod quoting;
mod random;
mod readiness;
mod recording;
mod reporter;
mod running;
mod scratch;
mod server;
mod serving;
mod several;
mod stopping;
mod stream_script;
mod sync;
mod system;
mod tcp;
mod timed;
mod times;
mod udp;
mod usage;
mod waits;

pub use check::run_check;
pub use datagram_script::DatagramScript;
pub use failure::{Did, Failure, Result};
pub use finished::Finished;
pub use folder::Folder;
pub use held::Held;
pub use holdings::Holdings;
pub use lesson::Lesson;
pub use moment::Moment;
pub use multicast::{Bystander, Group, GroupDatagram, Member};
pub use pauses::as_many_as_are_soon_done;
pub use program::Program;
pub use random::RandomChoices;
pub use report::message::{Message, msg};
pub use running::Running;
pub use server::{Place, Server};
pub use stopping::Asked;
pub use stream_script::StreamScript;
pub use tcp::{Connection, Found, Listener, ReservedPort, SilentPort, Talker};
pub use timed::Unit;
pub use udp::{Datagram, UdpClient, UdpServer};

/// Names the lesson whose checks follow, and defines the function `check` for them.
///
/// The program under test is the binary that cargo built beside the test: the student's in the lesson's own crate, the
/// reference program in `solutions`. The environment variable `LAB_PROGRAM` names another.
#[macro_export]
macro_rules! lesson {
    ($name:literal) => {
        $crate::lesson!($name, "../text/");
    };
    // Where its messages are, for checks that stand elsewhere.
    ($name:literal, $text:literal) => {
        const LESSON: $crate::Lesson = $crate::Lesson {
            name: $name,
            exercise: option_env!(concat!("CARGO_BIN_EXE_", $name)),
            reference: option_env!(concat!("CARGO_BIN_EXE_", $name, "-solution")),
            package: env!("CARGO_MANIFEST_DIR"),
            texts: [
                ("en", include_str!(concat!($text, "en.ftl"))),
                ("pt-BR", include_str!(concat!($text, "pt-BR.ftl"))),
            ],
        };

        #[track_caller]
        fn check(points: u32, body: impl Fn(&$crate::Program) -> $crate::Result) {
            $crate::run_check(&LESSON, points, body);
        }
    };
}
