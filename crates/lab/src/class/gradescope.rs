//! Gradescope's `submission_metadata.yml`: who submitted what lies in its export's folders, `submission_123`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use saphyr::{LoadableYamlNode as _, Scalar, Yaml};

/// The file, beside the folders.
pub const FILE: &str = "submission_metadata.yml";

/// One of those who submitted something together.
#[derive(Debug, PartialEq)]
pub struct Submitter {
    /// The number or the address that the grade book knows them by, or else the name.
    pub student: String,
    pub name: String,
    pub email: Option<String>,
}

/// Who submitted what lies in each folder; nothing, where the folder is no such export.
pub fn submitters(folder: &Path) -> BTreeMap<String, Vec<Submitter>> {
    let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    let documents = Yaml::load_from_str(&text).unwrap_or_default();
    let submissions = documents.first().and_then(|document| document.as_mapping());
    let of = |(name, submission): (&Yaml<'_>, &Yaml<'_>)| {
        let submitters = field(submission, "submitters")?.as_sequence()?.iter().filter_map(submitter).collect();
        Some((name.as_str()?.to_string(), submitters))
    };
    submissions.into_iter().flatten().filter_map(of).collect()
}

fn submitter(submitter: &Yaml<'_>) -> Option<Submitter> {
    let text = |name| field(submitter, name).and_then(text).filter(|text| !text.trim().is_empty());
    let (name, number, email) = (text("name"), text("sid"), text("email"));
    let student = number.or_else(|| email.clone()).or_else(|| name.clone())?;
    Some(Submitter { name: name.unwrap_or_else(|| student.clone()), student, email })
}

/// A field, whose name Ruby writes with a colon before it.
fn field<'a>(of: &'a Yaml<'a>, name: &str) -> Option<&'a Yaml<'a>> {
    of.as_mapping_get(&format!(":{name}")).or_else(|| of.as_mapping_get(name))
}

/// A number of a student that is not quoted is text, too.
fn text(value: &Yaml<'_>) -> Option<String> {
    match value {
        Yaml::Value(Scalar::String(text)) => Some(text.to_string()),
        Yaml::Value(Scalar::Integer(number)) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_submitted_together_are_all_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(submitters(folder.path()), BTreeMap::new());
        let text = "---\nsubmission_12:\n  :submitters:\n  - :name: José Souza\n    :sid: '0042'\n    :email: j@x.br\n  \
                    - :name: Ana\n    :sid: ''\n    :email: a@x.br\n  :created_at: 2026-11-01 12:00:00.5 Z\n  :score: 0.0\n\
                    submission_13:\n  :submitters:\n  - :name: Rui\n    :sid: 7\n  :history:\n  - :score: 1.0\n";
        fs::write(folder.path().join(FILE), text).unwrap();
        let submitter = |student: &str, name: &str, email: Option<&str>| Submitter {
            student: student.to_string(),
            name: name.to_string(),
            email: email.map(str::to_string),
        };
        let twelve = vec![submitter("0042", "José Souza", Some("j@x.br")), submitter("a@x.br", "Ana", Some("a@x.br"))];
        let expected =
            [("submission_12".to_string(), twelve), ("submission_13".to_string(), vec![submitter("7", "Rui", None)])];
        assert_eq!(submitters(folder.path()), BTreeMap::from(expected));
    }
}
