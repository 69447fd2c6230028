//! A ladder in a terminal, as wide as that is. What kind an arrow is shows in its line and its words, colours or not.

use textwrap::core::display_width;

use super::{Kind, Ladder, Mark, Row, wrap};
use crate::ui::style;

/// Where the first lane stands: right of the time.
const MARGIN: usize = 10;

/// A lane while its program holds a port.
const HOLDS: &str = "┃";

/// Between the names of two lanes.
const GAP: usize = 2;

/// What a label needs. Peers stand in one lane where they would leave less between the last of them and the program.
const LABEL: usize = 32;

/// Longer arrows say no more.
const WIDEST: usize = 120;

/// Draws the ladder, in lines that are no longer than `width`.
pub fn draw(ladder: &Ladder, width: usize) -> String {
    let columns = Columns::new(ladder, width);
    let mut lines = vec![columns.header(ladder)];
    for (index, row) in ladder.rows.iter().enumerate() {
        let lines_of_label = columns.wrap(row.mark, &columns.label(ladder, row));
        let mut blank = Cells::new(columns.last() + 1);
        for (lane, column) in ladder.lanes.iter().zip(&columns.lanes) {
            if lane.rows.as_ref().is_some_and(|rows| rows.contains(&index)) {
                blank.put(*column, if lane.holds_at(index) { HOLDS } else { "│" });
            }
        }
        for (number, label) in lines_of_label.iter().enumerate() {
            let time = row.at.as_deref().filter(|_| number == 0).unwrap_or_default();
            let time = style::faint(format!("{time:>width$}  ", width = MARGIN - 3));
            let heads: Vec<usize> = ladder.programs_at(index).map(|lane| columns.lanes[lane]).collect();
            let drawn = columns.row(row.mark, blank.clone(), label, &lines_of_label, number, &heads);
            lines.push(format!("{time}{drawn}"));
        }
    }
    if let Some(legend) = &ladder.legend {
        lines.push(style::faint(format!("{:MARGIN$}{HOLDS} {legend}", "")));
    }
    lines.join("\n")
}

/// Where things stand, in columns from the left.
struct Columns {
    /// The lanes; several peers may stand in one place.
    lanes: Vec<usize>,
    /// The first program's lane.
    program: usize,
    /// Where labels begin: right of all peers.
    labels: usize,
    /// Whether the peers have no lanes of their own.
    is_merged: bool,
}

impl Columns {
    fn new(ladder: &Ladder, width: usize) -> Self {
        let (peers, programs) = ladder.lanes.split_at(ladder.program);
        // From the right edge: each lane of a program stands at the end of its name.
        let mut place = width.clamp(MARGIN + LABEL, WIDEST) - 1;
        let mut at = Vec::new();
        for lane in programs.iter().rev() {
            at.insert(0, place);
            place = place.saturating_sub(display_width(&lane.name) + GAP);
        }
        let program = at[0];
        let mut next = MARGIN;
        let mut lanes = Vec::new();
        for lane in peers {
            lanes.push(next);
            next += display_width(&lane.name) + GAP;
        }
        let last = |lanes: &[usize]| lanes.last().copied().unwrap_or(MARGIN);
        let is_merged = lanes.len() > 1 && last(&lanes) + LABEL > program;
        if is_merged {
            lanes.fill(MARGIN);
        }
        let labels = last(&lanes) + 3;
        lanes.extend(at);
        Self { lanes, program, labels, is_merged }
    }

    /// The last column.
    fn last(&self) -> usize {
        self.lanes.last().copied().unwrap_or(self.program)
    }

    /// The names above the lanes.
    fn header(&self, ladder: &Ladder) -> String {
        let mut cells = Cells::new(self.last() + 1);
        let (peers, programs) = ladder.lanes.split_at(ladder.program);
        if self.is_merged {
            cells.put(MARGIN, &ladder.peers);
        } else {
            for (lane, column) in peers.iter().zip(&self.lanes) {
                cells.put(*column, &lane.name);
            }
        }
        for (program, column) in programs.iter().zip(&self.lanes[ladder.program..]) {
            cells.put(column + 1 - display_width(&program.name), &program.name);
        }
        let time = style::faint(format!("{:>width$}  ", "ms", width = MARGIN - 3));
        format!("{time}{}", style::strong(cells.text(MARGIN - 1..=self.last())))
    }

    /// What is written at a mark: with the name of the peer, where its lane does not tell that.
    fn label(&self, ladder: &Ladder, row: &Row) -> String {
        let peer = match row.mark {
            Mark::Arrow { from, to, .. } => Some(from.min(to)),
            Mark::FanOut { from, .. } => Some(from),
            Mark::Note { lane } => Some(lane),
            Mark::Remark => None,
        };
        match peer.filter(|peer| self.is_merged && *peer < ladder.program) {
            Some(peer) => format!("{}: {}", ladder.lanes[peer].name, row.label),
            None => row.label.clone(),
        }
    }

    /// A label in lines that fit between the peers and the program; on an arrow, with room for its head and a bit of its
    /// line.
    fn wrap(&self, mark: Mark, label: &str) -> Vec<String> {
        let room = if matches!(mark, Mark::Arrow { .. } | Mark::FanOut { .. }) { 5 } else { 1 };
        let width = (self.program - self.labels - room).max(1);
        wrap(label, width)
    }

    /// One line of a row: the first has the mark, and the others only what is left of the label. What goes to all
    /// programs has its `heads` there.
    fn row(&self, mark: Mark, mut cells: Cells, label: &str, all: &[String], number: usize, heads: &[usize]) -> String {
        let is_first = number == 0;
        let whole = MARGIN - 1..=self.last();
        match mark {
            Mark::Arrow { from, to, kind } => {
                let ends = (self.lanes[from], self.lanes[to]);
                self.arrow(cells, ends, kind, label, is_first)
            }
            Mark::FanOut { from, kind } => {
                let from = self.lanes[from];
                // The farthest first: each is a part of those behind it.
                for head in heads.iter().rev().filter(|_| is_first) {
                    cells.arrow(from, *head, kind);
                    cells.put(*head, "│");
                }
                self.put_label(&mut cells, label, is_first);
                cells.text(whole).trim_end().to_string()
            }
            Mark::Note { lane } => {
                let column = self.lanes[lane];
                if is_first {
                    cells.put(column, "●");
                }
                // The programs' notes stand at their lines.
                let width = all.iter().map(|line| display_width(line)).max().unwrap_or(0);
                let start = if column >= self.program { self.program - 1 - width } else { self.labels };
                cells.put(start, label);
                cells.text(whole).trim_end().to_string()
            }
            Mark::Remark => {
                cells.put(self.labels, label);
                style::faint(cells.text(whole).trim_end())
            }
        }
    }

    /// One line of an arrow between these columns.
    fn arrow(&self, mut cells: Cells, (from, to): (usize, usize), kind: Kind, label: &str, is_first: bool) -> String {
        let (left, right) = (from.min(to), from.max(to));
        if is_first && left == right {
            cells.put(left, "●");
        } else if is_first {
            // What is lost gets no farther than its label.
            let to = if kind == Kind::Lost { to.min(self.labels + display_width(label) + 4) } else { to };
            cells.arrow(from, to, kind);
        }
        // Between two peers there is no room: the label stands beside the arrow.
        self.put_label(&mut cells, label, is_first && right >= self.program);
        let (before, arrow, after) =
            (cells.text(MARGIN - 1..=left - 1), cells.text(left..=right), cells.text(right + 1..=self.last()));
        match kind {
            Kind::Connect if is_first => format!("{before}{}{after}", style::command(arrow)),
            Kind::Reset | Kind::Lost if is_first => format!("{before}{}{after}", style::bad(arrow)),
            Kind::End if is_first => format!("{before}{}{after}", style::faint(arrow)),
            _ => cells.text(MARGIN - 1..=self.last()).trim_end().to_string(),
        }
    }

    fn put_label(&self, cells: &mut Cells, label: &str, is_on_arrow: bool) {
        cells.put(self.labels, &if is_on_arrow { format!(" {label} ") } else { label.to_string() });
    }
}

/// A line of a terminal, column by column.
#[derive(Clone)]
struct Cells(Vec<String>);

impl Cells {
    fn new(width: usize) -> Self {
        Self(vec![" ".to_string(); width])
    }

    /// Writes text from this column on. What does not fit is left out.
    fn put(&mut self, column: usize, text: &str) {
        let mut next = column;
        for char in text.chars() {
            let width = display_width(char.encode_utf8(&mut [0; 4]));
            if width == 0 {
                // It belongs to the character before it.
                if let Some(cell) = next.checked_sub(1).and_then(|last| self.0.get_mut(last)) {
                    cell.push(char);
                }
                continue;
            }
            if next + width > self.0.len() {
                return;
            }
            self.0[next] = char.to_string();
            self.0[next + 1..next + width].fill(String::new());
            next += width;
        }
    }

    /// Draws an arrow from one lane to another, across those between them.
    fn arrow(&mut self, from: usize, to: usize, kind: Kind) {
        let (line, [start, end], [right, left]) = match kind {
            Kind::Connect => ("═", ["╞", "╡"], ["▶", "◀"]),
            Kind::Bytes => ("─", ["├", "┤"], ["▶", "◀"]),
            Kind::Datagram => ("╌", ["├", "┤"], ["▷", "◁"]),
            Kind::End => ("·", ["├", "┤"], ["▶", "◀"]),
            Kind::Lost => ("╌", ["├", "┤"], ["✗", "✗"]),
            Kind::Reset => ("─", ["├", "┤"], ["✗", "✗"]),
        };
        for column in from.min(to) + 1..from.max(to) {
            self.put(column, line);
        }
        if from < to {
            self.put(from, start);
            self.put(to - 1, right);
        } else {
            self.put(from, end);
            self.put(to + 1, left);
        }
    }

    fn text(&self, columns: std::ops::RangeInclusive<usize>) -> String {
        self.0.get(columns).map(<[String]>::concat).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use report::event::{Action, Actor};

    use super::super::tests::{PROGRAM, client, connects, ladder, payload, sends, starts, transcript};
    use super::*;

    /// The ladder of these events, as it is without colours.
    fn drawn(events: impl IntoIterator<Item = (Actor, Action)>, width: usize) -> String {
        let drawn = draw(&ladder(&transcript(events)), width);
        anstream::adapter::strip_str(&drawn).to_string()
    }

    #[test]
    fn each_kind_of_arrow_looks_different_without_colours() {
        let from: SocketAddr = "127.0.0.1:4242".parse().unwrap();
        let events = [
            starts(1),
            (PROGRAM, Action::Prints { line: payload(r#""listening on 127.0.0.1:4242""#, 27) }),
            (client(1), connects()),
            (client(1), sends(r#""ação""#, 6)),
            (client(1), Action::Receives { payload: payload(r#""ação""#, 6) }),
            (client(1), Action::HalfCloses),
            (client(1), Action::ReceivesEnd),
            (client(2), Action::SendsDatagram { payload: payload(r#""""#, 0), to: from }),
            (client(2), Action::ReceivesDatagram { payload: payload(r#""oi""#, 2), from }),
            (client(2), Action::IsGone),
            (client(3), connects()),
            (client(3), Action::ReceivesReset),
        ];
        let shown = r#"     ms   client :1  client :2  client :3                                program
    0.0                                                  starts: echo --port 0 ●
    1.0                                   prints "listening on 127.0.0.1:4242" ●
    2.0   ╞════════════════════════ connects ═════════════════════════════════▶┃
    3.0   ├──────────────────────── "ação" · 6 bytes ─────────────────────────▶┃
    4.0   │◀─────────────────────── "ação" · 6 bytes ──────────────────────────┤
    5.0   ├························ FIN: half-closes, and still reads ········▶┃
    6.0   │◀······················· FIN: the end ······························┤
    7.0              ├╌╌╌╌╌╌╌╌╌╌╌╌╌ empty · 0 bytes ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▷┃
    8.0              │◁╌╌╌╌╌╌╌╌╌╌╌╌ "oi" · 2 bytes ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
    9.0              ●             is gone: nobody takes the answer            ┃
   10.0                         ╞══ connects ═════════════════════════════════▶┃
   11.0                         │✗─ RST: resets the connection ────────────────┤
          ┃ holds its port"#;
        assert_eq!(drawn(events, 80), shown);
    }

    #[test]
    fn several_programs_show_who_gets_what_and_what_is_lost_gets_nowhere() {
        let (group, from) = ("239.255.0.1:9".parse().unwrap(), "127.0.0.1:7".parse().unwrap());
        let sender = Actor::Peer { role: report::event::Role::Sender, port: None };
        let events = [
            starts(1),
            starts(2),
            (sender.clone(), Action::SendsToGroup { payload: payload(r#""oi""#, 2), from, group }),
            (Actor::Program(2), Action::Prints { line: payload(r#""oi""#, 2) }),
            (sender, Action::DoesNotAnswer { datagram: 3 }),
        ];
        let shown = r#"     ms   sender                                            program 1  program 2
    0.0                                       starts: echo --port 0 ●
    1.0                                       starts: echo --port 0 │          ●
    2.0   ├╌╌ "oi" · 2 bytes, to 239.255.0.1:9 ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▷│╌╌╌╌╌╌╌╌╌▷│
    3.0   │                                             prints "oi" │          ●
    4.0   ├╌╌ datagram 3 gets no answer ╌✗                          │          │"#;
        assert_eq!(drawn(events, 80), shown);
    }

    #[test]
    fn a_label_that_is_too_long_goes_on_below_its_arrow() {
        let long = format!("{:?}", "uma frase longa ".repeat(4));
        let shown = r#"     ms   client :1                        program
    0.0                    starts: echo --port 0 ●
    1.0   ├── "uma frase longa uma frase ───────▶│
          │  longa uma frase longa uma frase     │
          │  longa " · 64 bytes                  │"#;
        assert_eq!(drawn([starts(1), (client(1), sends(&long, 64))], 50), shown);
    }

    #[test]
    fn peers_that_have_no_room_share_a_lane_and_are_named() {
        let events = [starts(1), (client(1), connects()), (client(2), connects()), (client(1), Action::SeesAllRead)];
        let shown = r#"     ms   peers                            program
    0.0                    starts: echo --port 0 ●
    1.0   ╞══ client :1: connects ══════════════▶│
    2.0   ╞══ client :2: connects ══════════════▶│
    3.0   │                    has read all this ●"#;
        assert_eq!(drawn(events, 50), shown);
    }

    #[test]
    fn no_line_is_longer_than_the_terminal_is_wide() {
        let shown = format!("{:?} … {:?}", "漢字".repeat(20), "x".repeat(30));
        for width in MARGIN + LABEL..=WIDEST + 20 {
            let events = [
                starts(1),
                (client(1), sends(&shown, 1000)),
                (client(2), Action::Receives { payload: payload(&shown, 1000) }),
                (PROGRAM, Action::Prints { line: payload(&shown, 80) }),
                (Actor::Grader, Action::TriesAgain),
                (client(3), Action::IsGone),
            ];
            for line in drawn(events, width).lines() {
                assert!(display_width(line) <= width, "{width}: {line}");
            }
        }
    }
}
