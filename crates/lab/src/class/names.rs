//! Whose work a file or folder is, as its name says: each platform has its own way to name what an instructor downloads.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What the name of a file or folder says.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Who handed it in: the same for all that one student did.
    pub student: String,
    /// What the student is called.
    pub name: String,
    /// Whether the platform says that it came late.
    pub is_late: bool,
    /// Which of several attempts it belongs to: the highest is the last.
    pub attempt: u64,
    /// How often the file had been handed in before, as far as the platform says.
    pub again: u64,
    /// What the student had called the file, where the platform has put something before that.
    pub file: Option<String>,
}

/// What archives are called, and programs that are handed in alone.
const ENDINGS: [&str; 5] = [".tar.gz", ".tgz", ".tar", ".zip", ".rs"];

/// What a file or folder says by its name. One that holds no submission is nobody's.
pub fn read(name: &str, lessons: &[&str]) -> Option<Label> {
    // Systems differ in whether an accent is a character of its own.
    let name: String = name.nfc().collect();
    if is_junk(&name) {
        return None;
    }
    match of_moodle(&name) {
        Some(label) => label,
        None => of_canvas(&name).or_else(|| Some(of_anything(&name, lessons))),
    }
}

/// Whether it is what a system leaves in folders and archives, and nobody's work.
pub fn is_junk(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || matches!(name, "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

/// Whether an archive or a single program has this name, without which it says whose it is.
pub fn without_ending(name: &str) -> Option<&str> {
    ENDINGS.into_iter().find_map(|ending| {
        let at = name.len().checked_sub(ending.len())?;
        let is_it = name.is_char_boundary(at) && name[at..].eq_ignore_ascii_case(ending);
        is_it.then(|| &name[..at])
    })
}

/// Moodle: `Surname Name_12345_assignsubmission_file_`, with the name of the file behind it where there are no folders.
/// A text that was typed into a page is no program.
fn of_moodle(name: &str) -> Option<Option<Label>> {
    let (who, what) = name.split_once("_assignsubmission_")?;
    let (who, number) = who.rsplit_once('_').filter(|(_, number)| is_number(number))?;
    let Some(file) = what.strip_prefix("file") else { return Some(None) };
    let file = file.trim_start_matches('_');
    Some(Some(Label {
        student: number.to_string(),
        name: who.trim().to_string(),
        is_late: false,
        attempt: 0,
        again: 0,
        file: (!file.is_empty()).then(|| file.to_string()),
    }))
}

/// Canvas: `surnamename_LATE_123_456_main.rs`, with the numbers of the user and of the submission. What was handed in
/// again has the number of the attempt before its ending: `main-1.rs`.
fn of_canvas(name: &str) -> Option<Label> {
    let (who, rest) = name.split_once('_')?;
    let (is_late, rest) = rest.strip_prefix("LATE_").map_or((false, rest), |rest| (true, rest));
    let (user, rest) = rest.split_once('_').filter(|(user, _)| is_number(user))?;
    let (submission, file) = rest.split_once('_').filter(|(submission, _)| is_number(submission))?;
    let (file, again) = without_attempt(file);
    let attempt = submission.parse().ok()?;
    Some(Label { student: user.to_string(), name: who.to_string(), is_late, attempt, again, file: Some(file) })
}

/// The name of a file without the number that Canvas gives to a later attempt, and that number.
fn without_attempt(file: &str) -> (String, u64) {
    let stem = without_ending(file).unwrap_or(file);
    let numbered = stem.rsplit_once('-').and_then(|(stem, again)| Some((stem, again.parse().ok()?)));
    match numbered {
        Some((before, again)) => (format!("{before}{}", &file[stem.len()..]), again),
        None => (file.to_string(), 0),
    }
}

/// Anything else is called as its student is. A clone of GitHub's or Classroom 50's has the assignment before that.
fn of_anything(name: &str, lessons: &[&str]) -> Label {
    let stem = without_ending(name).unwrap_or(name).trim();
    let assignment = |lesson: &&str| stem.strip_prefix(lesson).and_then(|rest| rest.strip_prefix('-'));
    let student = lessons.iter().find_map(assignment).filter(|rest| !rest.is_empty()).unwrap_or(stem);
    let (student, name) = (student.to_string(), student.to_string());
    Label { student, name, is_late: false, attempt: 0, again: 0, file: None }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name by which others are put in order: without accents and capitals.
pub fn plain(name: &str) -> String {
    name.nfkd().filter(|char| !is_combining_mark(*char)).collect::<String>().to_lowercase()
}

/// A name as two lists may both have it: without accents, capitals and order, `Souza, José` is `Jose Souza`.
pub fn folded(name: &str) -> String {
    let plain = plain(name);
    let mut words: Vec<&str> = plain.split(|char: char| !char.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// The name of a file for this student, which no other has: what every system takes, and a few digits of a hash.
pub fn file_name(student: &str, hash: &str) -> String {
    const LONGEST: usize = 40;
    let plain = student.nfkd().filter(|char| !is_combining_mark(*char));
    let plain: String = plain.map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).take(LONGEST).collect();
    format!("{}-{}", plain.trim_matches('-'), &hash[..8]).trim_start_matches('-').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(student: &str, name: &str, is_late: bool, (attempt, again): (u64, u64), file: &str) -> Option<Label> {
        let file = (!file.is_empty()).then(|| file.to_string());
        Some(Label { student: student.to_string(), name: name.to_string(), is_late, attempt, again, file })
    }

    #[test]
    fn each_platform_says_in_its_own_way_who_it_was() {
        for (name, expected) in [
            ("Souza José_12345_assignsubmission_file_", label("12345", "Souza José", false, (0, 0), "")),
            ("Jose\u{301}_7_assignsubmission_file", label("7", "José", false, (0, 0), "")),
            ("Ana_Lima_8_assignsubmission_file_main.rs", label("8", "Ana_Lima", false, (0, 0), "main.rs")),
            ("Ana_8_assignsubmission_onlinetext_", None),
            ("limaana_123_456_main.rs", label("123", "limaana", false, (456, 0), "main.rs")),
            ("limaana_LATE_123_457_main-2.rs", label("123", "limaana", true, (457, 2), "main.rs")),
            ("limaana_123_456_work_1_2.zip", label("123", "limaana", false, (456, 0), "work_1_2.zip")),
            ("tcp-server-ana-lima", label("ana-lima", "ana-lima", false, (0, 0), "")),
            ("ana.tar.gz", label("ana", "ana", false, (0, 0), "")),
            ("ana_lima.RS", label("ana_lima", "ana_lima", false, (0, 0), "")),
            ("ana é", label("ana é", "ana é", false, (0, 0), "")),
            ("submission_123", label("submission_123", "submission_123", false, (0, 0), "")),
            ("__MACOSX", None),
            (".DS_Store", None),
        ] {
            assert_eq!(read(name, &["tcp-server"]), expected, "{name}");
        }
    }

    #[test]
    fn names_are_the_same_whatever_their_accents_and_order() {
        assert_eq!(folded("Souza, JOSÉ"), folded("Jose\u{301} Souza"));
        assert_ne!(folded("Ana Lima"), folded("Ana Lime"));
    }

    #[test]
    fn a_students_file_can_have_its_name_on_every_system() {
        let hash = "0123456789abcdef";
        assert_eq!(file_name("José/../ \u{1b}", hash), "jose-01234567");
        assert_eq!(file_name("日本", hash), "01234567");
        assert!(file_name(&"é".repeat(500), hash).len() < 60);
    }
}
