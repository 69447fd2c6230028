//! A program that is said as its difference from another.

use std::cmp::Reverse;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::{BASE, Error, Header, Result};

const REPLACE: &str = "--- replace";
const BY: &str = "+++ by";

/// A file `.edit`: a header, then one replacement or more of whole lines.
///
/// ```text
/// //! Misconception: every letter is an ASCII letter.
/// //! Caught by: `answers_in_upper_case`
/// --- replace
///     message.to_uppercase()
/// +++ by
///     message.to_ascii_uppercase()
/// ```
///
/// What is replaced stands exactly once in the base: the lesson's `mistakes/base.rs`, or what the header names from
/// there (`//! Base: ../main.rs`). The header takes the place of the base's own. All replacements are made in the base at
/// once: none sees what another has changed.
#[derive(Debug)]
pub struct Edit {
    file: PathBuf,
    header: Vec<String>,
    base: String,
    replacements: Vec<Replacement>,
}

#[derive(Debug)]
struct Replacement {
    /// The line of the file where it begins.
    line: usize,
    old: Vec<String>,
    new: Vec<String>,
}

/// A line of a program that differs from its base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Both have it.
    Kept(String),
    /// Only the base has it.
    Old(String),
    /// Only this program has it.
    New(String),
}

impl Edit {
    /// Reads the text of this file.
    pub(crate) fn parse(file: &Path, text: &str) -> Result<Self> {
        let lines: Vec<&str> = text.lines().collect();
        let header: Vec<String> = lines[..header_length(&lines)].iter().map(ToString::to_string).collect();
        let mut replacements: Vec<Replacement> = Vec::new();
        let mut in_new = false;
        for (index, line) in lines.iter().enumerate().skip(header.len()) {
            let line_number = index + 1;
            match (*line, replacements.last_mut()) {
                (REPLACE, last) => {
                    if last.is_some() && !in_new {
                        return Err(Error::at(file, line_number, format!("\"{BY}\" is missing above this line")));
                    }
                    replacements.push(Replacement { line: line_number, old: Vec::new(), new: Vec::new() });
                    in_new = false;
                }
                (BY, Some(_)) if !in_new => in_new = true,
                (BY, _) => {
                    return Err(Error::at(file, line_number, format!("\"{REPLACE}\" is missing above this line")));
                }
                (line, Some(last)) => if in_new { &mut last.new } else { &mut last.old }.push(line.to_string()),
                ("", None) => {}
                (_, None) => return Err(Error::at(file, line_number, format!("neither header nor \"{REPLACE}\""))),
            }
        }
        if !in_new {
            return Err(Error::at(file, lines.len(), format!("ends without \"{BY}\"")));
        }
        for Replacement { line, old, new } in &replacements {
            if old.iter().all(|line| line.trim().is_empty()) || old == new {
                return Err(Error::at(file, *line, "replaces nothing"));
            }
        }
        let base = Header::of(text).base().unwrap_or(BASE).to_string();
        Ok(Self { file: file.to_path_buf(), header, base, replacements })
    }

    /// The file that it differs from, as a path from the lesson's `mistakes/`.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The lines that come of the base's text.
    pub(crate) fn apply(&self, base: &Path, text: &str) -> Result<Vec<Line>> {
        let lines: Vec<&str> = text.lines().collect();
        let mut replaced: Vec<(Range<usize>, &Replacement)> = Vec::new();
        for replacement in &self.replacements {
            let range = self.find(replacement, base, &lines)?;
            if let Some((_, other)) =
                replaced.iter().find(|(other, _)| range.start < other.end && other.start < range.end)
            {
                let why = format!("replaces what the replacement in line {} replaces too", other.line);
                return Err(Error::at(&self.file, replacement.line, why));
            }
            replaced.push((range, replacement));
        }
        replaced.sort_by_key(|(range, _)| range.start);

        let kept = |lines: &[&str]| lines.iter().map(|line| Line::Kept(line.to_string())).collect::<Vec<_>>();
        let mut result: Vec<Line> = self.header.iter().cloned().map(Line::Kept).collect();
        let mut next = header_length(&lines);
        for (range, replacement) in replaced {
            result.extend(kept(&lines[next..range.start]));
            result.extend(replacement.lines());
            next = range.end;
        }
        result.extend(kept(&lines[next..]));
        Ok(result)
    }

    /// The lines of the base that are replaced.
    fn find(&self, Replacement { line, old, .. }: &Replacement, base: &Path, lines: &[&str]) -> Result<Range<usize>> {
        let starts = header_length(lines)..lines.len();
        let places: Vec<usize> = starts.clone().filter(|start| agree(old, &lines[*start..]) == old.len()).collect();
        let base = base.display();
        match places[..] {
            [start] => Ok(start..start + old.len()),
            [] => {
                // The place where most of it stands is the one that was meant.
                let most = starts.map(|start| (agree(old, &lines[start..]), Reverse(start))).max();
                let (agreeing, Reverse(start)) = most.unwrap_or((0, Reverse(0)));
                let why = match agreeing {
                    0 => format!("no line of {base} is {:?}", old[0]),
                    _ => format!("line {} of {base} is not {:?}", start + agreeing + 1, old[agreeing]),
                };
                Err(Error::at(&self.file, line + 1 + agreeing, why))
            }
            _ => {
                let places: Vec<String> = places.iter().map(|start| (start + 1).to_string()).collect();
                let why =
                    format!("what is replaced stands in {base} more than once, in lines {}", places.join(" and "));
                Err(Error::at(&self.file, *line, why))
            }
        }
    }
}

impl Replacement {
    /// What becomes of the lines. One that is repeated, since what is replaced has to be found, does not differ.
    fn lines(&self) -> Vec<Line> {
        let Self { old, new, .. } = self;
        let before = agree(old, new);
        let ends = old[before..].iter().rev().zip(new[before..].iter().rev());
        let after = ends.take_while(|(old, new)| old == new).count();
        let mut lines: Vec<Line> = old[..before].iter().cloned().map(Line::Kept).collect();
        lines.extend(old[before..old.len() - after].iter().cloned().map(Line::Old));
        lines.extend(new[before..new.len() - after].iter().cloned().map(Line::New));
        lines.extend(old[old.len() - after..].iter().cloned().map(Line::Kept));
        lines
    }
}

/// How many lines at the beginning are comments on the whole program.
fn header_length(lines: &[&str]) -> usize {
    lines.iter().take_while(|line| line.starts_with("//!")).count()
}

/// How many lines are the same, from the first one on.
fn agree(old: &[String], lines: &[impl AsRef<str>]) -> usize {
    old.iter().zip(lines).take_while(|(old, line)| *old == line.as_ref()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "//! Right.\n\nfn main() {\n    one();\n    two();\n    one();\n}\n";

    fn applied(edit: &str) -> std::result::Result<String, String> {
        let edit = Edit::parse(Path::new("wrong.edit"), edit).map_err(|error| error.to_string())?;
        let lines = edit.apply(Path::new("base.rs"), PROGRAM).map_err(|error| error.to_string())?;
        let text = lines.iter().filter_map(|line| match line {
            Line::Kept(line) | Line::New(line) => Some(format!("{line}\n")),
            Line::Old(_) => None,
        });
        Ok(text.collect())
    }

    #[test]
    fn the_header_and_the_lines_are_replaced() {
        let wrong = applied(
            "//! Wrong.\n--- replace\nfn main() {\n+++ by\nfn main() {\n    zero();\n--- replace\n    two();\n+++ by\n",
        );
        assert_eq!(wrong.as_deref(), Ok("//! Wrong.\n\nfn main() {\n    zero();\n    one();\n    one();\n}\n"));
    }

    #[test]
    fn only_what_differs_is_marked() {
        let edit = "--- replace\n    two();\n    one();\n+++ by\n    two();\n    three();\n    one();\n";
        let edit = Edit::parse(Path::new("wrong.edit"), edit).unwrap();
        let lines = edit.apply(Path::new("base.rs"), PROGRAM).unwrap();
        let marked: Vec<&Line> = lines.iter().filter(|line| !matches!(line, Line::Kept(_))).collect();
        assert_eq!(marked, [&Line::New("    three();".to_string())]);
    }

    #[test]
    fn the_base_is_the_lessons_unless_the_header_names_another() {
        let base = |text: &str| Edit::parse(Path::new("wrong.edit"), text).unwrap().base;
        assert_eq!(base("--- replace\none\n+++ by\n"), "base.rs");
        assert_eq!(base("//! Base: ../main.rs\n--- replace\none\n+++ by\n"), "../main.rs");
    }

    #[test]
    fn what_does_not_fit_is_refused_with_the_place() {
        let refused = |edit: &str| applied(edit).unwrap_err();
        let gone = refused("--- replace\n    three();\n+++ by\n");
        assert_eq!(gone, "wrong.edit:2: no line of base.rs is \"    three();\"");
        let differs = refused("\n--- replace\n    two();\n    three();\n+++ by\n");
        assert_eq!(differs, "wrong.edit:4: line 6 of base.rs is not \"    three();\"");
        let twice = refused("--- replace\n    one();\n+++ by\n");
        assert_eq!(twice, "wrong.edit:1: what is replaced stands in base.rs more than once, in lines 4 and 6");
        let overlap = refused("--- replace\n    two();\n+++ by\n--- replace\n    one();\n    two();\n+++ by\n");
        assert!(overlap.starts_with("wrong.edit:4: replaces what the replacement in line 1"), "{overlap}");
    }

    #[test]
    fn what_is_no_edit_is_refused_with_the_place() {
        let refused = |edit: &str| applied(edit).unwrap_err();
        assert_eq!(refused("fn main() {}\n"), "wrong.edit:1: neither header nor \"--- replace\"");
        assert_eq!(refused("--- replace\none\n"), "wrong.edit:2: ends without \"+++ by\"");
        assert_eq!(refused("--- replace\none\n--- replace\n"), "wrong.edit:3: \"+++ by\" is missing above this line");
        assert_eq!(refused("+++ by\n"), "wrong.edit:1: \"--- replace\" is missing above this line");
        assert_eq!(
            refused("--- replace\none\n+++ by\n+++ by\n"),
            "wrong.edit:4: \"--- replace\" is missing above this line"
        );
        for nothing in ["--- replace\n+++ by\nnew\n", "--- replace\n    two();\n+++ by\n    two();\n"] {
            assert_eq!(refused(nothing), "wrong.edit:1: replaces nothing");
        }
    }
}
