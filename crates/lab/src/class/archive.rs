//! An archive that a student handed in, unpacked into a folder where nothing else is.
//!
//! It is a stranger's: no path leads out of the folder, no link is made, and there are limits on how much comes out of it.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Component, Path, PathBuf};

use flate2::read::MultiGzDecoder;
use thiserror::Error;
use zip::ZipArchive;

/// As many bytes come out of an archive, and are read of one.
const MOST_BYTES: u64 = 64 * MEBIBYTE;
const MEBIBYTE: u64 = 1024 * 1024;

/// As many files and folders.
const MOST_ENTRIES: usize = 5_000;

/// As many times its own size, once it is more than a mebibyte: sources shrink to a fifth, a bomb to a thousandth.
const MOST_TIMES: u64 = 100;

/// The longest path, in bytes, and the longest name in it.
const LONGEST_PATH: usize = 500;
const LONGEST_NAME: usize = 200;

/// Why an archive is not unpacked.
#[derive(Debug, Error)]
pub enum Refused {
    #[error("more than {mebibytes} MiB come out of it")]
    TooLarge { mebibytes: u64 },
    #[error("there are more than {entries} entries in it")]
    TooMany { entries: usize },
    #[error("more than {times} times its size comes out of it")]
    Bomb { times: u64 },
    #[error("it is not a zip, a tar or a tar.gz")]
    Unknown,
    #[error(transparent)]
    Damaged(#[from] io::Error),
}

impl From<zip::result::ZipError> for Refused {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Damaged(io::Error::other(error))
    }
}

/// Unpacks an archive into this folder. Returns what was left out, since it is no regular file or would lie elsewhere.
pub fn unpack(archive: &Path, into: &Path) -> Result<Vec<String>, Refused> {
    let mut file = File::open(archive)?;
    let size = file.metadata()?.len();
    if size > MOST_BYTES {
        return Err(Refused::TooLarge { mebibytes: MOST_BYTES / MEBIBYTE });
    }
    let mut beginning = Vec::new();
    Read::by_ref(&mut file).take(512).read_to_end(&mut beginning)?;
    file.seek(SeekFrom::Start(0))?;
    let mut unpacking = Unpacking { into, size, bytes: 0, entries: 0, left_out: Vec::new() };
    let file = BufReader::new(file);
    if beginning.starts_with(b"PK") {
        unpacking.zip(file)?;
    } else if beginning.starts_with(b"\x1f\x8b") {
        unpacking.tar(MultiGzDecoder::new(file))?;
    } else if beginning.get(257..262) == Some(b"ustar") {
        unpacking.tar(file)?;
    } else {
        return Err(Refused::Unknown);
    }
    Ok(unpacking.left_out)
}

struct Unpacking<'a> {
    into: &'a Path,
    /// How large the archive is.
    size: u64,
    /// What has come out of it.
    bytes: u64,
    entries: usize,
    left_out: Vec<String>,
}

impl Unpacking<'_> {
    fn zip(&mut self, file: BufReader<File>) -> Result<(), Refused> {
        let mut archive = ZipArchive::new(file)?;
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index)?;
            self.count()?;
            let name = PathBuf::from(entry.name()?.replace('\\', "/"));
            if entry.is_dir() {
                continue;
            }
            if entry.is_file() { self.write(&name, &mut entry)? } else { self.leave_out(&name) }
        }
        Ok(())
    }

    fn tar(&mut self, reader: impl Read) -> Result<(), Refused> {
        // Also what is skipped has to be read, and takes its time.
        let mut archive = tar::Archive::new(reader.take(2 * MOST_BYTES));
        for entry in archive.entries()? {
            let mut entry = entry?;
            self.count()?;
            let (name, kind) = (entry.path()?.into_owned(), entry.header().entry_type());
            if kind.is_dir() || kind.is_pax_global_extensions() {
                continue;
            }
            if kind.is_file() { self.write(&name, &mut entry)? } else { self.leave_out(&name) }
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), Refused> {
        self.entries += 1;
        if self.entries > MOST_ENTRIES { Err(Refused::TooMany { entries: MOST_ENTRIES }) } else { Ok(()) }
    }

    fn leave_out(&mut self, name: &Path) {
        self.left_out.push(name.display().to_string());
    }

    /// Writes a file, as far as it may be there.
    fn write(&mut self, name: &Path, content: &mut impl Read) -> Result<(), Refused> {
        let Some(inside) = inside(name) else {
            self.leave_out(name);
            return Ok(());
        };
        let path = self.into.join(inside);
        let folder = path.parent().unwrap_or(self.into);
        // A file may stand where another one has a folder.
        let Ok(mut file) = fs::create_dir_all(folder).and_then(|()| File::create(&path)) else {
            self.leave_out(name);
            return Ok(());
        };
        let most = MOST_BYTES.min((self.size * MOST_TIMES).max(MEBIBYTE));
        self.bytes += io::copy(&mut content.take(most + 1 - self.bytes), &mut file)?;
        match self.bytes > most {
            true if most == MOST_BYTES => Err(Refused::TooLarge { mebibytes: MOST_BYTES / MEBIBYTE }),
            true => Err(Refused::Bomb { times: MOST_TIMES }),
            false => Ok(()),
        }
    }
}

/// The path of an entry below the folder that it is unpacked to. One that leads out of it, or that some system does not
/// take, has none.
fn inside(name: &Path) -> Option<PathBuf> {
    let mut inside = PathBuf::new();
    for component in name.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => {
                let text = part.to_str()?;
                let is_odd = |char: char| char.is_control() || char == ':';
                if text.len() > LONGEST_NAME || text.contains(is_odd) {
                    return None;
                }
                inside.push(part);
            }
            Component::Prefix(_) | Component::RootDir | Component::ParentDir => return None,
        }
    }
    let length = inside.as_os_str().len();
    (length > 0 && length <= LONGEST_PATH).then_some(inside)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tempfile::TempDir;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.add_symlink("link.rs", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        zip.finish().unwrap().into_inner()
    }

    fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, bytes) in files {
            let mut header = tar::Header::new_ustar();
            // The crate makes no path that leads out of a folder.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(bytes.len() as u64);
            header.set_mode(0o4755);
            header.set_cksum();
            tar.append(&header, *bytes).unwrap();
        }
        for kind in [tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Fifo] {
            let mut header = tar::Header::new_ustar();
            header.set_entry_type(kind);
            header.set_size(0);
            header.set_path("link.rs").unwrap();
            header.set_link_name("/etc/passwd").unwrap();
            header.set_cksum();
            tar.append(&header, io::empty()).unwrap();
        }
        tar.into_inner().unwrap()
    }

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    }

    /// What comes of these bytes: the folder around that of the files, and what was left out.
    fn unpacked(bytes: &[u8]) -> (TempDir, Result<Vec<String>, Refused>) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("archive"), bytes).unwrap();
        let into = folder.path().join("in/here");
        fs::create_dir_all(&into).unwrap();
        let left_out = unpack(&folder.path().join("archive"), &into);
        (folder, left_out)
    }

    #[test]
    fn an_archive_of_each_kind_is_unpacked_and_nothing_lies_elsewhere() {
        let files: [(&str, &[u8]); 6] = [
            ("./tcp-server/main.rs", b"fn main() {}"),
            ("tcp-server/parts/echo.rs", b""),
            ("../out.rs", b"out"),
            ("/tmp/../../out.rs", b"out"),
            ("tcp-server/main.rs/below.rs", b""),
            ("bell\x07.rs", b""),
        ];
        for archive in [zipped(&files), tarred(&files), gzipped(&tarred(&files))] {
            let (folder, left_out) = unpacked(&archive);
            let here = folder.path().join("in/here");
            assert_eq!(fs::read_to_string(here.join("tcp-server/main.rs")).unwrap(), "fn main() {}");
            assert!(here.join("tcp-server/parts/echo.rs").is_file());
            for name in ["out.rs", "in/out.rs", "in/here/out.rs", "in/here/link.rs", "in/here/tmp"] {
                assert!(folder.path().join(name).symlink_metadata().is_err(), "{name}");
            }
            let left_out = left_out.unwrap();
            assert!(
                ["../out.rs", "link.rs", "tcp-server/main.rs/below.rs", "bell\x07.rs"]
                    .iter()
                    .all(|name| left_out.iter().any(|it| it == name)),
                "{left_out:?}"
            );
        }
    }

    #[test]
    fn what_is_too_much_is_refused_before_it_is_there() {
        let zeros = vec![0; 2 * MEBIBYTE as usize];
        let bomb: [(&str, &[u8]); 1] = [("main.rs", &zeros)];
        for archive in [zipped(&bomb), gzipped(&tarred(&bomb))] {
            assert!(matches!(unpacked(&archive).1, Err(Refused::Bomb { .. })));
        }
        let large = vec![0; MOST_BYTES as usize];
        assert!(matches!(unpacked(&tarred(&[("main.rs", &large)])).1, Err(Refused::TooLarge { .. })));
        let names: Vec<String> = (0..MOST_ENTRIES).map(|number| format!("{number}.rs")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        for archive in [zipped(&many), tarred(&many)] {
            assert!(matches!(unpacked(&archive).1, Err(Refused::TooMany { .. })));
        }
    }

    #[test]
    fn what_is_no_archive_or_half_of_one_is_said_to_be() {
        assert!(matches!(unpacked(b"Rar!").1, Err(Refused::Unknown)));
        let whole = zipped(&[("main.rs", b"fn main() {}")]);
        assert!(matches!(unpacked(&whole[..whole.len() - 30]).1, Err(Refused::Damaged(_))));
        let whole = gzipped(&tarred(&[("main.rs", b"fn main() {}")]));
        assert!(matches!(unpacked(&whole[..whole.len() / 2]).1, Err(Refused::Damaged(_))));
    }
}
