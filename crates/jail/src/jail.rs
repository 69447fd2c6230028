//! What lab asks of the jail: commands that start something in it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::found::{Found, THIS_PROGRAM};
use crate::level::Level;
use crate::order::{Compiler, Inmate, LAUNCHER, Order};

/// A jail for one submission.
#[derive(Debug)]
pub struct Jail {
    level: Level,
    /// A folder of the jail's own, for what is written in it. Nothing of it is kept.
    scratch: PathBuf,
    /// This program, where the checks find it: lab may be built anew while a class is graded.
    launcher: PathBuf,
}

impl Jail {
    /// A jail as good as this machine has, with this folder for its own, which is made anew.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(scratch: PathBuf) -> io::Result<Self> {
        let (level, launcher) = (Found::here().level, scratch.with_file_name("launcher"));
        make_anew(&scratch)?;
        put_this_program(&launcher)?;
        Ok(Self { level, scratch, launcher })
    }

    /// How much of it there is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The command that runs a lesson's checks where they and what they start are alone in a network.
    pub fn checks(&self, binary: &Path) -> Command {
        let mut command = self.command(Inmate::Checks);
        command.arg(binary);
        command
    }

    /// The words of the command that runs a program, for the checks to start.
    pub fn program(&self, program: &Path) -> Vec<OsString> {
        let order = self.order(Inmate::Program);
        vec![self.launcher.clone().into(), LAUNCHER.into(), order.into(), program.into()]
    }

    /// The command that runs a compiler. Its arguments are to be added.
    pub fn compiler(&self, needs: Compiler, program: &Path) -> Command {
        let mut command = self.command(Inmate::Compiler(needs));
        command.arg(program);
        command
    }

    fn command(&self, inmate: Inmate) -> Command {
        let mut command = Command::new(THIS_PROGRAM);
        command.arg(LAUNCHER).arg(self.order(inmate));
        command
    }

    fn order(&self, inmate: Inmate) -> String {
        let namespaces = self.level == Level::Full;
        Order { namespaces, scratch: self.scratch.clone(), inmate }.written()
    }
}

impl Drop for Jail {
    fn drop(&mut self) {
        // What cannot be removed now is when the next one is opened.
        let _ = fs::remove_dir_all(&self.scratch);
        let _ = fs::remove_file(&self.launcher);
    }
}

/// Puts this program there, in place of whatever file is there.
fn put_this_program(file: &Path) -> io::Result<()> {
    if file.symlink_metadata().is_ok() {
        fs::remove_file(file)?;
    }
    // Its own file may be on another disk or somebody else's, or there is another one in its place by now.
    fs::hard_link(env::current_exe()?, file).or_else(|_| fs::copy(THIS_PROGRAM, file).map(drop))
}

/// Makes an empty folder, in place of whatever is there. What was in it is removed as it is: no link is followed.
///
/// # Errors
/// It cannot be removed, or made.
pub fn make_anew(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(there) if there.is_dir() => fs::remove_dir_all(folder)?,
        Ok(_) => fs::remove_file(folder)?,
        Err(_) => {}
    }
    fs::create_dir_all(folder)
}
