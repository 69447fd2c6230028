//! Which course it is that grades: two with the same version give the same marks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::class::taking;
use crate::course::Course;
use crate::engine::intake::Files;

/// What a mark depends on.
const PARTS: [&str; 6] = ["Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain.toml", "crates", "solutions"];

/// A hash of the course, wherever it lies and however it came there.
pub fn of(course: &Course) -> Result<String> {
    let mut files = Files::new();
    for part in PARTS.map(PathBuf::from).into_iter().filter(|part| course.root.join(part).exists()) {
        read(&course.root, &part, &mut files)?;
    }
    Ok(taking::hash(&files))
}

fn read(root: &Path, name: &Path, files: &mut Files) -> Result<()> {
    let path = root.join(name);
    if path.is_dir() {
        for entry in fs::read_dir(&path).with_context(|| path.display().to_string())? {
            read(root, &name.join(entry?.file_name()), files)?;
        }
    } else {
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        // Git may write lines as the system ends them.
        files.insert(name.to_path_buf(), bytes.into_iter().filter(|byte| *byte != b'\r').collect());
    }
    Ok(())
}
