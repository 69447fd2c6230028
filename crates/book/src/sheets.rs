//! The task sheets in other languages: the English one, paragraph by paragraph, with the translations of the PO file.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, anyhow};
use mdbook_i18n_helpers::{extract_events, extract_messages, reconstruct_markdown, translate_events};
use polib::catalog::Catalog;

use crate::project::{Language, Project, read};

/// What stands at the head of each, for whoever wants to change it. It is no part of the sheet.
const HEAD: &str = "<!-- Made from README.md and docs/book/po by `cargo run -p book -- update`: change those. -->\n\n";

/// A lesson's sheet in a language.
pub struct Sheet {
    /// Where it stands.
    pub file: PathBuf,
    /// What has to stand there, if all of it is translated.
    pub text: Option<String>,
    /// The messages that are not.
    pub missing: Vec<String>,
}

/// The sheets of all lessons in a language; none, where it is the sources' own.
///
/// # Errors
/// A sheet cannot be read.
pub fn sheets(project: &Project, language: &Language, translated: &Catalog) -> Result<Vec<Sheet>> {
    let Some(name) = &language.sheet else { return Ok(Vec::new()) };
    let sheet = |lesson: &String| {
        let folder = project.exercise(lesson);
        let text = read(&folder.join("README.md"))?;
        let missing = missing(&text, translated)?;
        let text = if missing.is_empty() { Some(format!("{HEAD}{}\n", in_language(&text, translated)?)) } else { None };
        Ok(Sheet { file: folder.join(name), text, missing })
    };
    project.lessons.iter().map(sheet).collect()
}

/// Writes those that are not what they have to be, and says which these were.
///
/// # Errors
/// One cannot be written.
pub fn write(sheets: &[Sheet]) -> Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for sheet in sheets {
        let Some(text) = &sheet.text else { continue };
        if !sheet.is_current() {
            fs::write(&sheet.file, text)?;
            written.push(sheet.file.clone());
        }
    }
    Ok(written)
}

impl Sheet {
    /// Whether it is there, and is what it has to be.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.text.is_some() && fs::read_to_string(&self.file).ok() == self.text
    }
}

fn missing(text: &str, translated: &Catalog) -> Result<Vec<String>> {
    let messages = extract_messages(text).map_err(|error| anyhow!("{error}"))?;
    let is_missing =
        |id: &String| translated.find_message(None, id, None).is_none_or(|it| !it.is_translated() || it.is_fuzzy());
    Ok(messages.into_iter().map(|(_, message)| message.message).filter(is_missing).collect())
}

fn in_language(text: &str, translated: &Catalog) -> Result<String> {
    let events = extract_events(text, None);
    let done = translate_events(&events, translated).map_err(|error| anyhow!("{error}"))?;
    let (markdown, _) = reconstruct_markdown(&done, None).map_err(|error| anyhow!("{error}"))?;
    Ok(with_room_in_tables(&markdown))
}

/// The same, with the cells of tables apart, as a person writes them: a student may read the sheet in an editor.
fn with_room_in_tables(markdown: &str) -> String {
    let mut is_code = false;
    let line = |line: &str| {
        is_code ^= line.trim_start().starts_with("```");
        let row = line.strip_prefix('|').and_then(|line| line.strip_suffix('|'));
        row.filter(|_| !is_code).map_or_else(|| line.to_string(), with_room)
    };
    markdown.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The row of a table, of which the outer bars are gone.
fn with_room(row: &str) -> String {
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in row.chars() {
        match c {
            '|' if !is_escaped => cells.push(String::new()),
            c => cells.iter_mut().last().into_iter().for_each(|cell| cell.push(c)),
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    let is_rule = |cell: &String| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'));
    if cells.iter().all(is_rule) {
        return format!("|{}", "---|".repeat(cells.len()));
    }
    cells.iter().fold("|".to_string(), |row, cell| match cell.trim() {
        "" => format!("{row} |"),
        cell => format!("{row} {cell} |"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_table_stand_apart() {
        let table = "|a|`b`|\n|-|---|\n|a \\| b||\n\n```text\n|a|b|\n```";
        let apart = "| a | `b` |\n|---|---|\n| a \\| b | |\n\n```text\n|a|b|\n```";
        assert_eq!(with_room_in_tables(table), apart);
    }
}
