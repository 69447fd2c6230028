//! Members who do not read, and what waits for them: who stays, who is put out, and that all others talk on.

use std::ops::Range;

use grader::{Connection, Did, Failure, Result, Server, msg};

use crate::room::Room;

/// Lines of a kilobyte that may wait for a member.
const FEW: usize = 512;

/// Lines that make 16 MiB, and how many of them are said at a time.
const A_LOT: usize = 16 * 1024;
const AT_A_TIME: usize = 256;

/// The same where it matters how many of them wait.
const SOME_AT_A_TIME: usize = 64;

/// How long such a line is for a third member, and a little more: what is kept for it does not grow by more.
const LINE: usize = 1 << 10;

/// Short lines: more than a queue has room for that counts a kilobyte for each, and how many bytes they make at most.
const SHORT: usize = 9_000;
const SHORT_AT_A_TIME: usize = 1_000;
const SHORT_ONES: usize = 1 << 17;

/// How many bytes may wait in the program for a member who stays, and for one who is put out.
const STAYS: usize = 1 << 20;
const IS_PUT_OUT: usize = 8 << 20;

/// Who ends its side while much of what was said before waits for it has left, and gets all of that, and then the end.
///
/// That it waits at all, and for nobody else, is the subject of another check: here a second member reads as late, and where
/// the first gets less than that one, its end is why.
pub fn gets_the_rest_behind_its_end(server: &Server) -> Result {
    const NAMES: [&str; 2] = ["slow1", "slow2"];
    let [mut leaves, mut stays] = [enters_slowly(server, NAMES[0])?, enters_slowly(server, NAMES[1])?];
    leaves.expect_line_with(&[NAMES[1], "joined"])?;
    let mut room = Room::of(server, &["ana", "bia"])?;
    let speech = Speech::of(&mut room, 2 * FEW, SOME_AT_A_TIME)?;
    let mut missing = Missing::both(&NAMES);
    let goes_on = speech.goes_on(&mut room, 0..2 * FEW, &mut missing);
    if goes_on.is_err() || [missing.to_bia, missing.to_ana].iter().any(|names| names.len() < NAMES.len()) {
        return Ok(());
    }
    leaves.half_close()?;
    room.all_hear(&[NAMES[0], "left"])?;
    let speeches: [&[String]; 2] = [&speech.lines, &speech.answers];
    if stays.skip_lines(2 + 2).and_then(|()| stays.expect_speeches(&speeches, &[])).is_err() {
        return Ok(());
    }
    leaves.skip_lines(2 + 2)?;
    let heard = leaves.expect_speeches(&speeches, &[]);
    heard.map_err(|failure| failure.because_it(Did::Leave, msg!("chat-cause-drops-what-waits")))?;
    leaves.expect_only_the_end()
}

/// One with a small window comes in, and need not read before the system has no more room for what comes.
pub fn enters_slowly(server: &Server, name: &str) -> Result<Connection> {
    let mut slow = server.connect_with_small_window()?;
    slow.send(format!("{name}\n"))?;
    slow.expect_line_with(&["welcome", name])?;
    Ok(slow)
}

/// Half a megabyte waits for a member, and it is still one when it reads.
pub fn waits_for_who_is_slow(server: &Server) -> Result {
    let mut slow = enters_slowly(server, "slow")?;
    let mut room = Room::of(server, &["ana", "bia"])?;
    let speech = Speech::of(&mut room, FEW, SOME_AT_A_TIME)?;
    let stays = StaysIn::of(server, &slow);
    speech.goes_on(&mut room, 0..FEW, &mut Missing::default()).map_err(|failure| stays.too_soon(&slow, failure))?;
    slow.skip_lines(2 + 2)?;
    slow.expect_speeches(&[&speech.lines, &speech.answers], &[])?;
    slow.send("ufa\n")?;
    room.all_hear(&["slow", "ufa"])
}

/// The system has no more room for what a member does not read, and then as much waits in the program as may: first long
/// lines, and then many short ones.
///
/// Where the system does not tell how much of it waits there, nothing is asked.
pub fn waits_where_the_system_has_no_room(server: &Server) -> Result {
    let mut slow = enters_slowly(server, "slow")?;
    let mut room = Room::of(server, &["ana", "bia"])?;
    let long = Speech::of(&mut room, A_LOT, SOME_AT_A_TIME)?;
    let texts = (0..SHORT).map(|number| format!("{number:04}")).collect();
    let short = Speech::of_texts(&mut room, texts, SHORT_AT_A_TIME)?;
    let stays = StaysIn::of(server, &slow);
    let (mut said, mut said_shortly) = (0, 0);
    while let Some(kept) = server.keeps_for(&slow, long.bytes(said)) {
        let more = (STAYS - SHORT_ONES).saturating_sub(kept) / (SOME_AT_A_TIME * LINE) * SOME_AT_A_TIME;
        if said + more > long.texts.len() {
            return Ok(());
        }
        if more == 0 {
            let goes_on = short.goes_on(&mut room, 0..SHORT, &mut Missing::default());
            goes_on.map_err(counts_lines)?;
            said_shortly = SHORT;
            break;
        }
        let goes_on = long.goes_on(&mut room, said..said + more, &mut Missing::default());
        goes_on.map_err(|failure| stays.too_soon(&slow, failure))?;
        said += more;
    }
    slow.skip_lines(2 + 2 + 2)?;
    let ana = [&long.lines[..said], &short.lines[..said_shortly]].concat();
    let bia = [&long.answers[..said / SOME_AT_A_TIME], &short.answers[..said_shortly / SHORT_AT_A_TIME]].concat();
    slow.expect_speeches(&[&ana, &bia], &[]).map_err(|failure| match said_shortly {
        0 => failure,
        _ => counts_lines(failure),
    })?;
    slow.send("ufa\n")?;
    room.all_hear(&["slow", "ufa"])
}

/// A server in which this member is to stay.
struct StaysIn<'a> {
    server: &'a Server,
    /// Whether the system tells that it is there.
    is_known: bool,
}

impl<'a> StaysIn<'a> {
    fn of(server: &'a Server, member: &Connection) -> Self {
        Self { server, is_known: server.keeps_for(member, 0).is_some() }
    }

    /// The failure of those who went on talking; and why, if this member is not there any more.
    fn too_soon(&self, member: &Connection, failure: Failure) -> Failure {
        if self.is_known && self.server.keeps_for(member, 0).is_none() {
            failure.because_it(Did::SendAnother, msg!("chat-cause-puts-out-too-soon"))
        } else {
            failure
        }
    }
}

/// Short lines came, and one who had not been put out was.
fn counts_lines(failure: Failure) -> Failure {
    let cause = || msg!("chat-cause-counts-lines");
    failure.because_it(Did::SendAnother, cause()).because_it(Did::Leave, cause())
}

/// 16 MiB pass between two members while two others read nothing, and these are put out.
pub fn puts_out_who_does_not_read(server: &Server) -> Result {
    let mut deaf = [enters_slowly(server, "deaf1")?, enters_slowly(server, "deaf2")?];
    deaf[0].expect_line_with(&["deaf2", "joined"])?;
    let mut room = Room::of(server, &["bia", "ana"])?;
    let speech = Speech::of(&mut room, A_LOT, AT_A_TIME)?;
    let mut missing = Missing::both(&["deaf1", "deaf2"]);
    // When too much may be kept for one of them, at the earliest.
    let mut look_at = [IS_PUT_OUT / LINE; 2];
    for said in (AT_A_TIME..=A_LOT).step_by(AT_A_TIME) {
        speech.goes_on(&mut room, said - AT_A_TIME..said, &mut missing)?;
        for ((name, member), look_at) in ["deaf1", "deaf2"].into_iter().zip(&deaf).zip(&mut look_at) {
            if said < *look_at {
                continue;
            }
            match server.keeps_for(member, speech.bytes(said)) {
                Some(kept) if kept > IS_PUT_OUT => missing.is_put_out(&mut room, name)?,
                Some(kept) => *look_at = said + (IS_PUT_OUT - kept) / LINE,
                None => *look_at = A_LOT + 1,
            }
        }
    }
    for name in ["deaf1", "deaf2"] {
        missing.is_put_out(&mut room, name)?;
    }
    for member in &mut deaf {
        member.skip_lines(2 + 2)?;
        member.expect_speeches_or_the_end(&[&speech.lines, &speech.answers], &["left"])?;
    }
    room.says("bia", "só nós duas")
}

/// Who has left and of whom `bia` and `ana` have not heard that.
#[derive(Default)]
struct Missing<'a> {
    to_bia: Vec<&'a str>,
    to_ana: Vec<&'a str>,
}

impl<'a> Missing<'a> {
    fn both(names: &[&'a str]) -> Self {
        Self { to_bia: names.to_vec(), to_ana: names.to_vec() }
    }

    /// This one has left by now, and both hear of it.
    fn is_put_out(&mut self, room: &mut Room<'_>, name: &str) -> Result {
        for (hears, missing) in [("bia", &mut self.to_bia), ("ana", &mut self.to_ana)] {
            if missing.contains(&name) {
                let left = room.member(hears).expect_line_with(&[name, "left"]);
                left.map_err(|failure| failure.because_it(Did::Wait, msg!("chat-cause-never-puts-out")))?;
                missing.retain(|other| *other != name);
            }
        }
        Ok(())
    }
}

/// What one member says to another, who says from time to time that it has heard it.
struct Speech {
    texts: Vec<String>,
    /// As others hear it.
    lines: Vec<String>,
    answers: Vec<String>,
    /// How many lines are said before the next answer.
    at_a_time: usize,
}

impl Speech {
    /// So many lines from `ana` to `bia`, of about a kilobyte each.
    fn of(room: &mut Room<'_>, lines: usize, at_a_time: usize) -> Result<Self> {
        Self::of_texts(room, (0..lines).map(|number| format!("{number:05} {}", "x".repeat(1_010))).collect(), at_a_time)
    }

    /// These lines from `ana` to `bia`.
    fn of_texts(room: &mut Room<'_>, texts: Vec<String>, at_a_time: usize) -> Result<Self> {
        let (ana, bia) = (room.form_of("ana")?, room.form_of("bia")?);
        let lines: Vec<String> = texts.iter().map(|text| ana.of(text)).collect();
        let answers = (0..lines.len() / at_a_time).map(|number| bia.of(&format!("ouvi {number}"))).collect();
        Ok(Self { texts, lines, answers, at_a_time })
    }

    /// How many bytes a third one gets when so many lines have been said.
    fn bytes(&self, lines: usize) -> usize {
        let (lines, answers) = (&self.lines[..lines], &self.answers[..lines / self.at_a_time]);
        lines.iter().chain(answers).map(|line| line.len() + 1).sum()
    }

    /// Says these lines, none of them before the last that was said has been heard, while others do not read. Who is `missing`
    /// may be put out meanwhile, and is no more when that has been heard.
    fn goes_on(&self, room: &mut Room<'_>, lines: Range<usize>, missing: &mut Missing<'_>) -> Result {
        for first in lines.step_by(self.at_a_time) {
            if let Err(failure) = self.says_some(room, first, missing) {
                // Where one of them has lost its connection, that is why, and not somebody who does not read.
                for (_, member) in room.all() {
                    member.skip_what_came()?;
                }
                return Err(failure.because_it(Did::Wait, msg!("chat-cause-held-up")));
            }
        }
        Ok(())
    }

    fn says_some(&self, room: &mut Room<'_>, first: usize, missing: &mut Missing<'_>) -> Result {
        let (some, number) = (first..first + self.at_a_time, first / self.at_a_time);
        room.member("ana").send(self.texts[some.clone()].join("\n") + "\n")?;
        missing.to_bia = room.member("bia").expect_speeches(&[&self.lines[some]], &missing.to_bia)?;
        room.member("bia").send(format!("ouvi {number}\n"))?;
        missing.to_ana = room.member("ana").expect_speeches(&[&self.answers[number..=number]], &missing.to_ana)?;
        Ok(())
    }
}
