//! The checkout that a program was built in, and whether it is the program of the sources that stand there now.
//!
//! Cargo goes by the times of files, and keeps two checkouts of a workspace apart neither by their paths nor by what is in
//! their files. In a copy that has its `target/` with it, or in a second checkout with the same CARGO_TARGET_DIR, it would
//! take the other one's program for built. So all packages depend on this one, directly or not, and `build.rs` has cargo
//! build it anew where the folder is another one. What cargo does not notice even then, [`Executable`] does.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A program as cargo has built it, when it was looked at.
#[derive(Debug, Clone)]
pub struct Executable {
    program: PathBuf,
    stamp: Stamp,
}

/// When a program was built, and how long it is: two builds of it differ in this. Nothing, where there is no such file.
type Stamp = Option<(SystemTime, u64)>;

/// This file has come to the place of one that the program was built from. It says that it is older than the program, so
/// cargo does not compile it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced(pub PathBuf);

impl Executable {
    /// Looks at a program that cargo says is built from this `main.rs`.
    ///
    /// What the sources were is remembered beside the program when it is looked at for the first time.
    ///
    /// # Errors
    /// It was built from something else.
    pub fn of(program: &Path, main: &Path) -> Result<Self, Replaced> {
        let built = Self { program: program.to_path_buf(), stamp: stamp(program) };
        let mut sources = Vec::new();
        collect_sources(main.parent().unwrap_or(main), &mut sources);
        let now: BTreeMap<&Path, String> = sources.iter().map(|source| (source.as_path(), content(source))).collect();
        let record = program.with_extension("sources");
        let stamp = format!("{:?}", built.stamp);
        let known = fs::read_to_string(&record).unwrap_or_default();
        let mut known = known.lines();
        if known.next() == Some(&stamp) {
            let before = known.filter_map(|line| line.split_once(' '));
            let changed = before.filter(|(content, source)| now.get(Path::new(source)).is_some_and(|it| it != content));
            // What is newer and was not compiled is no part of the program, or was saved while it was built.
            let replaced = changed.map(|(_, source)| PathBuf::from(source)).find(|source| built.is_newer_than(source));
            return replaced.map_or(Ok(built), |source| Err(Replaced(source)));
        }
        if built.is_newer_than(main) && came_later(main, program) {
            return Err(Replaced(main.to_path_buf()));
        }
        let lines = now.iter().map(|(source, content)| format!("{content} {}\n", source.display()));
        // Where it cannot be remembered, less is noticed the next time.
        let _ = fs::write(record, format!("{stamp}\n{}", lines.collect::<String>()));
        Ok(built)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.program
    }

    /// Whether it is still there as it was, and no other has been built in its place.
    pub fn is_unchanged(&self) -> bool {
        stamp(&self.program) == self.stamp
    }

    /// Whether the file says that it is as old as the program, or older.
    fn is_newer_than(&self, source: &Path) -> bool {
        stamp(source).is_some_and(|(time, _)| self.stamp.is_some_and(|(built, _)| time <= built))
    }
}

fn stamp(file: &Path) -> Stamp {
    let known = fs::metadata(file).ok()?;
    Some((known.modified().ok()?, known.len()))
}

/// A number for what is in a file.
fn content(source: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(&fs::read(source).unwrap_or_default());
    format!("{:016x}", hasher.finish())
}

/// All Rust files in a folder, and in those in it.
fn collect_sources(folder: &Path, sources: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
}

/// Whether a source came to its place after the program, whatever its time says.
#[cfg(unix)]
fn came_later(source: &Path, program: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let came = |file: &Path| fs::metadata(file).ok().map(|known| (known.ctime(), known.ctime_nsec()));
    came(program).zip(came(source)).is_some_and(|(program, source)| source > program)
}

/// Elsewhere the system does not tell.
#[cfg(not(unix))]
fn came_later(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    /// An exercise whose sources were written some minutes ago, and a program that was built from them now.
    struct Exercise(tempfile::TempDir);

    impl Exercise {
        fn new() -> Self {
            let exercise = Self(tempfile::tempdir().unwrap());
            exercise.write("main.rs", "mod part;", 3);
            exercise.write("part.rs", "one", 3);
            exercise.build();
            exercise
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn write(&self, name: &str, text: &str, minutes_ago: u32) {
            fs::write(self.path(name), text).unwrap();
            let file = File::options().write(true).open(self.path(name)).unwrap();
            file.set_modified(SystemTime::now() - MINUTE * minutes_ago).unwrap();
        }

        fn build(&self) {
            // Where the system counts in milliseconds, the program has to be newer than what it is built from.
            std::thread::sleep(Duration::from_millis(20));
            fs::write(self.path("program"), "").unwrap();
        }

        fn look(&self) -> Result<Executable, Replaced> {
            Executable::of(&self.path("program"), &self.path("main.rs"))
        }
    }

    #[test]
    fn a_source_that_was_replaced_by_an_older_one_is_noticed_until_the_program_is_built_again() {
        for name in ["main.rs", "part.rs"] {
            let exercise = Exercise::new();
            assert!(exercise.look().is_ok());
            assert!(exercise.look().is_ok());
            exercise.write(name, "two", 2);
            for _ in 0..2 {
                assert_eq!(exercise.look().unwrap_err(), Replaced(exercise.path(name)));
            }
            exercise.build();
            assert!(exercise.look().is_ok());
        }
    }

    #[test]
    fn what_cargo_would_have_compiled_or_what_is_new_is_no_replacement() {
        let exercise = Exercise::new();
        assert!(exercise.look().is_ok());
        exercise.write("part.rs", "no part of the program", 0);
        exercise.write("main.old.rs", "kept aside", 2);
        fs::remove_file(exercise.path("part.rs")).unwrap();
        assert!(exercise.look().is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_main_file_that_came_after_the_program_is_noticed_though_nobody_has_looked_before() {
        let exercise = Exercise::new();
        std::thread::sleep(Duration::from_millis(20));
        exercise.write("other.rs", "two", 2);
        fs::rename(exercise.path("other.rs"), exercise.path("main.rs")).unwrap();
        assert_eq!(exercise.look().unwrap_err(), Replaced(exercise.path("main.rs")));
    }

    #[test]
    fn a_program_that_is_built_anew_is_another_one() {
        let exercise = Exercise::new();
        let built = exercise.look().unwrap();
        assert!(built.is_unchanged());
        exercise.build();
        assert!(!built.is_unchanged());
        fs::remove_file(exercise.path("program")).unwrap();
        assert!(!built.is_unchanged());
    }
}
