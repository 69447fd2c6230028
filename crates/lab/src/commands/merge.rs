//! `cargo lab merge`: the parts of a class that several processes have graded, joined to one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::arguments::MergeArguments;
use crate::class::ledger::{self, Row, State};
use crate::class::part::{self, Part, Shard};
use crate::class::publish::{self, Publishing};
use crate::class::record::Records;
use crate::commands::class::{self, LEDGER, RECORDS};
use crate::msg;
use crate::session::{Session, WrongUsage};
use crate::ui::{style, terminal};

/// Joins parts, if there is each of them once and whole.
pub fn merge(session: &Session, arguments: &MergeArguments) -> Result<ExitCode> {
    let roster = publish::roster(session, arguments.grades, arguments.roster.as_ref())?;
    let parts = read(session, &arguments.parts)?;
    let out = class::out_folder(session, &arguments.out, None)?;
    let _lock = class::lock(session, &out)?;
    let records = Records::in_folder(out.join(RECORDS))?;
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for (folder, part) in &parts {
        let theirs = ledger::read(&folder.join(LEDGER))?;
        let wrong =
            |why: String| WrongUsage(msg!(session.text, "merge-wrong", folder = style::path(folder), why = why));
        if Some(theirs.len()) != part.students {
            bail!(wrong(msg!(session.text, "merge-unfinished")));
        }
        let from = Records::in_folder(folder.join(RECORDS))?;
        for row in theirs {
            let student = style::source(&row.student);
            if !part.shard.has(&row.student) || rows.contains_key(&row.student) {
                bail!(wrong(msg!(session.text, "merge-foreign", student = student)));
            }
            if let Some(record) = row.record.as_ref().filter(|_| row.state == State::Graded) {
                let copied = fs::copy(from.file(record), records.file(record));
                copied.with_context(|| style::path(&from.file(record)))?;
            }
            rows.insert(row.student.clone(), row);
        }
    }
    let rows: Vec<Row> = rows.into_values().collect();
    ledger::write(&out.join(LEDGER), &rows)?;
    let whole = Part { shard: Shard::WHOLE, students: Some(rows.len()), ..parts[0].1.clone() };
    whole.save(&out)?;
    terminal::print(&publish::summary(session, &rows))?;
    let (gradebook, roster) = (arguments.grades, roster.as_ref());
    Publishing { session, out: &out, part: &whole, rows: &rows, records: &records, gradebook, roster }.publish()?;
    Ok(publish::status(&rows))
}

/// The parts, each with its folder: of one class and one course, and each of them once.
fn read(session: &Session, folders: &[PathBuf]) -> Result<Vec<(PathBuf, Part)>> {
    let text = &session.text;
    let mut parts: Vec<(PathBuf, Part)> = Vec::new();
    for folder in folders {
        let named = |folder: &Path| style::path(folder);
        let wrong = |why: String| WrongUsage(msg!(text, "merge-wrong", folder = named(folder), why = why));
        let part = Part::read(folder).map_err(|error| wrong(format!("{error:#}")))?;
        if part.version != part::VERSION
            || parts.first().is_some_and(|(_, first)| first.terms.course != part.terms.course)
        {
            bail!(wrong(msg!(text, "merge-other-course")));
        }
        if parts.first().is_some_and(|(_, first)| first.terms != part.terms) {
            bail!(wrong(msg!(text, "merge-other-settings")));
        }
        if parts.first().is_some_and(|(_, first)| first.shard.count != part.shard.count) {
            bail!(wrong(msg!(text, "merge-other-count")));
        }
        if let Some((other, _)) = parts.iter().find(|(_, known)| known.shard == part.shard) {
            bail!(wrong(msg!(text, "merge-doubled", other = named(other))));
        }
        if part.students.is_none() {
            bail!(wrong(msg!(text, "merge-unfinished")));
        }
        parts.push((folder.clone(), part));
    }
    let count = parts.first().map_or(0, |(_, part)| part.shard.count);
    let there: BTreeSet<u64> = parts.iter().map(|(_, part)| part.shard.index).collect();
    let missing: Vec<String> =
        (1..=count).filter(|index| !there.contains(index)).map(|index| format!("{index}/{count}")).collect();
    if !missing.is_empty() {
        bail!(WrongUsage(msg!(text, "merge-missing", shards = missing.join(", "))));
    }
    Ok(parts)
}
