//! Which course it is that grades: two with the same version give the same marks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::class::taking;
use crate::course::Course;
use crate::engine::intake::Files;
use crate::engine::submission;

/// What a mark depends on, beside the crates and what belongs to each lesson.
const PARTS: [&str; 5] = ["Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain.toml", "crates/lab/src/engine"];

/// The crates that no mark depends on, but for lab's engine.
const OTHERS: [&str; 4] = ["book", "corpus", "lab", "proof"];

/// A hash of what grades, wherever the course lies and however it came there.
pub fn of(course: &Course) -> Result<String> {
    let mut parts: Vec<PathBuf> = PARTS.map(PathBuf::from).to_vec();
    for entry in fs::read_dir(course.root.join("crates")).with_context(|| course.root.display().to_string())? {
        let name = entry?.file_name();
        if !OTHERS.iter().any(|other| name == *other) {
            parts.push(Path::new("crates").join(name));
        }
    }
    let of_lesson =
        |lesson: &String| ["main.rs", "starter.rs"].map(|file| Path::new("solutions").join(lesson).join(file));
    parts.extend(course.lessons.iter().flat_map(of_lesson));
    let mut files = Files::new();
    for part in parts.iter().filter(|part| course.root.join(part).exists()) {
        submission::read(&course.root, part, &mut files)?;
    }
    // Git may write lines as the system ends them.
    files.values_mut().for_each(|bytes| bytes.retain(|byte| *byte != b'\r'));
    Ok(taking::hash(&files))
}
