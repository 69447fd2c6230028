//! A ladder as a picture: an SVG that a browser shows in light or dark, as its user likes it, and reads out.
//!
//! It has no scripts and loads nothing. All text in it is written by an XML writer: what a program said stays text.

use std::fmt::Display;
use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;
use report::{Report, Verdict};
use textwrap::core::display_width;

use super::{Kind, Ladder, Mark, Row, wrap};
use crate::msg;
use crate::ui::messages::Messages;
use crate::ui::render;

/// What stands above and below the ladder.
pub struct Caption {
    /// What is drawn: the lesson and the check.
    pub title: String,
    /// What became of it, in a few lines.
    pub verdict: Vec<String>,
    /// Whether that is good.
    pub is_good: bool,
}

/// Colours, in light and in dark. Classes that are no kind of an arrow are parts of the page.
const STYLE: &str = "
  svg { color-scheme: light dark; background: #ffffff; max-width: 100%; height: auto }
  text { font: 13px ui-monospace, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1f2328 }
  .title { font: 600 16px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif }
  .name { font-weight: 600 }
  .page { fill: #ffffff }
  .box { fill: #f6f8fa; stroke: #8c959f }
  .lane { stroke: #8c959f }
  .time, .remark { fill: #59636e }
  .note { color: #59636e }
  .connect { color: #0969da }
  .bytes { color: #1f2328 }
  .datagram { color: #8250df }
  .end { color: #9a6700 }
  .reset { color: #cf222e }
  .good { fill: #1a7f37 }
  .bad { fill: #cf222e }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117 }
    text { fill: #f0f6fc }
    .page { fill: #0d1117 }
    .box { fill: #151b23; stroke: #656c76 }
    .lane { stroke: #656c76 }
    .time, .remark { fill: #9198a1 }
    .note { color: #9198a1 }
    .connect { color: #4493f8 }
    .bytes { color: #f0f6fc }
    .datagram { color: #ab7df8 }
    .end { color: #d29922 }
    .reset { color: #f85149 }
    .good { fill: #3fb950 }
    .bad { fill: #f85149 }
  }
";

impl Caption {
    /// Of a check's ladder: what it earned, and why not more.
    pub fn of(text: &Messages, lesson: &str, report: &Report) -> Self {
        let points = msg!(text, "points", earned = report.earned(), points = report.points);
        let is_good = matches!(report.verdict, Verdict::Passed);
        let mut verdict = vec![format!("{} {points}", if is_good { "✓" } else { "✗" })];
        match &report.verdict {
            Verdict::Failed { sentence, evidence } => {
                verdict[0] = format!("{}: {sentence}", verdict[0]);
                verdict.extend(render::evidence(evidence, |label| label));
            }
            Verdict::NotWritten => {
                verdict[0] = format!("{}: {}", verdict[0], render::not_written(lesson));
            }
            Verdict::Passed | Verdict::Listed | Verdict::Broken { .. } => {}
        }
        Self { title: format!("{lesson}: {}", report.check), verdict, is_good }
    }
}

/// The width of a column of text: fonts differ, and none of those above is wider.
const COLUMN: f64 = 8.0;
/// The height of a line of text.
const LINE: f64 = 17.0;
/// Around everything.
const EDGE: f64 = 24.0;
/// The right end of the times.
const TIMES: f64 = 84.0;
/// The columns of a label.
const LABEL: usize = 64;
/// The height of a name's box, and where the boxes stand.
const BOX: f64 = 26.0;
const BOXES: f64 = 58.0;

/// The line of a program that holds a port.
const HEAVY: (&str, &str) = ("stroke-width", "4");

/// Draws the ladder.
pub fn draw(ladder: &Ladder, caption: &Caption) -> io::Result<String> {
    let places = Places::new(ladder);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let verdict: Vec<String> = caption.verdict.iter().flat_map(|line| wrap(line, places.columns())).collect();
    let below = verdict.len() + usize::from(ladder.legend.is_some());
    let height = places.bottom + EDGE + LINE * below as f64 + EDGE;
    let view = format!("0 0 {} {height}", places.width);
    let (width, height) = (places.width.to_string(), height.to_string());
    let svg = writer.create_element("svg").with_attributes([
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", view.as_str()),
        ("width", width.as_str()),
        ("height", height.as_str()),
        ("role", "img"),
        ("aria-labelledby", "title desc"),
    ]);
    svg.write_inner_content(|writer| {
        // What is read out. The description says all that the picture does.
        let title = writer.create_element("title").with_attribute(("id", "title"));
        title.write_text_content(BytesText::new(&caption.title))?;
        let description = description(ladder, &caption.verdict);
        let desc = writer.create_element("desc").with_attribute(("id", "desc"));
        desc.write_text_content(BytesText::new(&description))?;
        writer.create_element("style").write_text_content(BytesText::new(STYLE))?;
        let page = [("class", "page"), ("width", "100%"), ("height", "100%")];
        writer.create_element("rect").with_attributes(page).write_empty()?;

        write(writer, "title", "start", EDGE, EDGE + 14.0, &caption.title)?;
        write(writer, "time", "end", TIMES, BOXES + LINE, "ms")?;
        for (number, lane) in ladder.lanes.iter().enumerate() {
            draw_lane(writer, &places, lane, number)?;
        }
        for (number, row) in ladder.rows.iter().enumerate() {
            let heads: Vec<usize> = ladder.programs_at(number).collect();
            draw_row(writer, &places, row, places.rows[number], &heads)?;
        }
        let class = if caption.is_good { "good" } else { "bad" };
        for (number, line) in verdict.iter().enumerate() {
            let class = if number == 0 { class } else { "remark" };
            write(writer, class, "start", EDGE, places.bottom + EDGE + LINE * number as f64, line)?;
        }
        if let Some(legend) = &ladder.legend {
            let y = places.bottom + EDGE + LINE * verdict.len() as f64;
            path(writer, "lane", &format!("M{EDGE} {}h{EDGE}", y - 4.0), &[HEAVY])?;
            write(writer, "remark", "start", 2.5 * EDGE, y, legend)?;
        }
        Ok(())
    })?;
    let mut svg = String::from_utf8(writer.into_inner()).expect("it was written as text");
    svg.push('\n');
    Ok(svg)
}

/// Where things stand.
struct Places {
    /// The lanes, from the left.
    lanes: Vec<f64>,
    /// Where labels begin: right of all peers.
    labels: f64,
    /// The rows, from the top.
    rows: Vec<f64>,
    bottom: f64,
    width: f64,
    /// The number of the first program's lane.
    program: usize,
}

impl Places {
    fn new(ladder: &Ladder) -> Self {
        let half = |name: &str| (COLUMN * display_width(name) as f64 + EDGE) / 2.0;
        let (peers, programs) = ladder.lanes.split_at(ladder.program);
        let mut next = TIMES + EDGE;
        let mut lanes = Vec::new();
        for peer in peers {
            lanes.push(next + half(&peer.name));
            next += 2.0 * half(&peer.name) + EDGE / 2.0;
        }
        let labels = lanes.last().copied().unwrap_or(TIMES) + EDGE;
        let mut place = labels + COLUMN * LABEL as f64 + EDGE;
        for (number, program) in programs.iter().enumerate() {
            // The first stands where labels end; the others have room for their names.
            place += if number == 0 { 0.0 } else { half(&programs[number - 1].name) + half(&program.name) };
            lanes.push(place);
        }
        let last = programs.last().map_or(0.0, |program| half(&program.name));
        let mut rows = Vec::new();
        let mut bottom = BOXES + BOX + EDGE / 2.0;
        for row in &ladder.rows {
            rows.push(bottom);
            let line =
                if matches!(row.mark, Mark::Arrow { .. } | Mark::FanOut { .. }) { EDGE / 2.0 } else { EDGE / 4.0 };
            bottom += LINE * wrap(&row.label, LABEL).len() as f64 + line;
        }
        Self { lanes, labels, rows, bottom: bottom + EDGE / 2.0, width: place + last + EDGE, program: ladder.program }
    }

    /// The columns of text across the whole page.
    fn columns(&self) -> usize {
        ((self.width - 2.0 * EDGE) / COLUMN) as usize
    }
}

/// A name in its box, and the line below it for as long as the side is there.
fn draw_lane(writer: &mut Writer<Vec<u8>>, places: &Places, lane: &super::Lane, number: usize) -> io::Result<()> {
    let x = places.lanes[number];
    if let Some(rows) = &lane.rows {
        let from = places.rows[*rows.start()];
        let to = places.rows.get(rows.end() + 1).copied().unwrap_or(places.bottom);
        path(writer, "lane", &format!("M{x} {from}V{to}"), &[])?;
    }
    for rows in &lane.holds {
        let from = places.rows[*rows.start()];
        let to = places.rows.get(rows.end() + 1).copied().unwrap_or(places.bottom);
        path(writer, "lane", &format!("M{x} {from}V{to}"), &[HEAVY])?;
    }
    let width = COLUMN * display_width(&lane.name) as f64 + EDGE / 2.0;
    let (left, top) = ((x - width / 2.0).to_string(), BOXES.to_string());
    let (width, height) = (width.to_string(), BOX.to_string());
    let place = [("x", left.as_str()), ("y", &top), ("width", &width), ("height", &height), ("rx", "6")];
    writer.create_element("rect").with_attribute(("class", "box")).with_attributes(place).write_empty()?;
    write(writer, "name", "middle", x, BOXES + LINE, &lane.name)
}

/// One row. What goes to all programs has its `heads` at these lanes.
fn draw_row(writer: &mut Writer<Vec<u8>>, places: &Places, row: &Row, top: f64, heads: &[usize]) -> io::Result<()> {
    let label = wrap(&row.label, LABEL);
    if let Some(at) = &row.at {
        write(writer, "time", "end", TIMES, top + LINE - 4.0, at)?;
    }
    let (class, anchor, x) = match row.mark {
        Mark::Arrow { from, to, kind } => {
            // Below its label.
            let y = top + LINE * label.len() as f64 + 2.0;
            draw_arrow(writer, places.lanes[from], places.lanes[to], y, kind)?;
            ("label", "start", places.labels)
        }
        Mark::FanOut { from, kind } => {
            let y = top + LINE * label.len() as f64 + 2.0;
            for to in heads {
                draw_arrow(writer, places.lanes[from], places.lanes[*to], y, kind)?;
            }
            ("label", "start", places.labels)
        }
        Mark::Note { lane } => {
            let x = places.lanes[lane];
            let y = top + LINE / 2.0;
            path(
                writer,
                "note",
                &format!("M{} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0", x - 4.0),
                &[("fill", "currentColor")],
            )?;
            if lane >= places.program {
                ("label", "end", places.lanes[places.program] - EDGE / 2.0)
            } else {
                ("label", "start", places.labels)
            }
        }
        Mark::Remark => ("remark", "start", places.labels),
    };
    for (number, line) in label.iter().enumerate() {
        write(writer, class, anchor, x, top + LINE * number as f64 + LINE - 4.0, line)?;
    }
    Ok(())
}

/// An arrow, whose line and head tell its kind where colours do not.
fn draw_arrow(writer: &mut Writer<Vec<u8>>, from: f64, to: f64, y: f64, kind: Kind) -> io::Result<()> {
    let (class, width, dashes) = match kind {
        Kind::Connect => ("connect", "3", "none"),
        Kind::Bytes => ("bytes", "1.5", "none"),
        Kind::Datagram => ("datagram", "1.5", "8 4"),
        Kind::Lost => ("reset", "1.5", "8 4"),
        Kind::End => ("end", "1.5", "1.5 4"),
        Kind::Reset => ("reset", "1.5", "none"),
    };
    // What is lost gets only half of the way.
    let to = if kind == Kind::Lost { (from + to) / 2.0 } else { to };
    let back = if from < to { -1.0 } else { 1.0 };
    let tip = to + back;
    let line = format!("M{from} {y}H{}", tip + 8.0 * back);
    path(writer, class, &line, &[("stroke-width", width), ("stroke-dasharray", dashes)])?;
    let (near, far) = (tip + 3.0 * back, tip + 12.0 * back);
    match kind {
        Kind::Reset | Kind::Lost => {
            let cross = format!("M{near} {}L{far} {}M{near} {}L{far} {}", y - 4.5, y + 4.5, y + 4.5, y - 4.5);
            path(writer, class, &cross, &[("stroke-width", "2")])
        }
        Kind::Datagram => {
            path(writer, class, &format!("M{far} {}L{tip} {y}L{far} {}", y - 5.0, y + 5.0), &[("stroke-width", "1.5")])
        }
        _ => path(writer, class, &format!("M{tip} {y}L{far} {}V{}Z", y - 5.0, y + 5.0), &[("fill", "currentColor")]),
    }
}

/// A line, in the colour of its class.
fn path(writer: &mut Writer<Vec<u8>>, class: &str, data: &str, more: &[(&str, &str)]) -> io::Result<()> {
    let mut path = writer.create_element("path").with_attributes([("class", class), ("d", data)]);
    for (name, default) in [("fill", "none"), ("stroke", "currentColor")] {
        if !(class == "lane" && name == "stroke") && more.iter().all(|(other, _)| *other != name) {
            path = path.with_attribute((name, default));
        }
    }
    path.with_attributes(more.iter().copied()).write_empty().map(drop)
}

/// A line of text. Spaces in it are kept.
fn write(
    writer: &mut Writer<Vec<u8>>,
    class: &str,
    anchor: &str,
    x: impl Display,
    y: impl Display,
    text: &str,
) -> io::Result<()> {
    let (x, y) = (x.to_string(), y.to_string());
    let place = [("class", class), ("x", &x), ("y", &y), ("text-anchor", anchor), ("xml:space", "preserve")];
    writer.create_element("text").with_attributes(place).write_text_content(BytesText::new(text)).map(drop)
}

/// The ladder for those who do not see it: a line for each row, and the verdict.
fn description(ladder: &Ladder, verdict: &[String]) -> String {
    let name = |lane: usize| ladder.lanes[lane].name.as_str();
    let everybody = |row: usize| ladder.programs_at(row).map(name).collect::<Vec<_>>().join(", ");
    let row = |(number, row): (usize, &Row)| {
        let at = row.at.as_ref().map_or(String::new(), |at| format!("{at} ms: "));
        match row.mark {
            Mark::Arrow { from, to, .. } => format!("{at}{} → {}: {}", name(from), name(to), row.label),
            Mark::FanOut { from, .. } => format!("{at}{} → {}: {}", name(from), everybody(number), row.label),
            Mark::Note { lane } => format!("{at}{}: {}", name(lane), row.label),
            Mark::Remark => format!("{at}{}", row.label),
        }
    };
    ladder.rows.iter().enumerate().map(row).chain(verdict.iter().cloned()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use report::event::Action;
    use roxmltree::Document;

    use super::super::tests::{PROGRAM, client, connects, ladder, payload, sends, starts, transcript};
    use super::*;

    /// The names of all elements and their attributes, and all text, of a picture that is well-formed.
    fn parts(svg: &str) -> (BTreeSet<String>, String) {
        let picture = Document::parse(svg).expect("the picture is well-formed");
        let (mut names, mut text) = (BTreeSet::new(), String::new());
        for node in picture.descendants() {
            if node.is_text() {
                text.push_str(node.text().unwrap_or_default());
            } else {
                assert!(node.is_root() || node.is_element(), "{node:?}");
                names.insert(node.tag_name().name().to_string());
                names.extend(node.attributes().map(|attribute| attribute.name().to_string()));
            }
        }
        (names, text)
    }

    fn caption(verdict: &str) -> Caption {
        Caption { title: "lesson: check".to_string(), verdict: vec![verdict.to_string()], is_good: false }
    }

    #[test]
    fn what_a_program_said_stays_text() {
        let evil = r#""</text></desc></style><script>alert('1')</script><text onload='x' a=\"&amp;]]>""#;
        let harmless = ladder(&transcript([starts(1), (client(1), connects()), (client(1), sends("\"oi\"", 2))]));
        let hostile = ladder(&transcript([
            starts(1),
            (client(1), connects()),
            (client(1), sends(evil, 80)),
            (PROGRAM, Action::Prints { line: payload(evil, 80) }),
        ]));
        let (names, _) = parts(&draw(&harmless, &caption("fine")).unwrap());
        let (hostile_names, text) = parts(&draw(&hostile, &caption(evil)).unwrap());
        assert_eq!(names, hostile_names);
        assert!(!names.iter().any(|name| name.starts_with("on") || name == "script" || name.ends_with("href")));
        // Three times in the description, and once below the ladder. In the ladder it is wrapped.
        assert_eq!(text.matches(evil).count(), 4, "{text}");
    }

    #[test]
    fn a_picture_has_a_title_and_says_all_that_it_shows() {
        let ladder = ladder(&transcript([starts(1), (client(1), connects()), (client(1), Action::ReceivesReset)]));
        let svg = draw(&ladder, &caption("✗ 0 of 1 point")).unwrap();
        assert!(svg.contains(r#"<title id="title">lesson: check</title>"#), "{svg}");
        let description = "0.0 ms: program: starts: echo --port 0\n1.0 ms: client :1 → program: connects\n\
                           2.0 ms: program → client :1: RST: resets the connection\n✗ 0 of 1 point</desc>";
        assert!(svg.contains(description), "{svg}");
        assert!(svg.contains("prefers-color-scheme: dark"));
    }
}
