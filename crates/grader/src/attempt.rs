//! One attempt of a check: what all that takes part in it shares. That is its recording, and the programs that it has
//! started.

use std::io;
use std::net::UdpSocket;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use report::event::{Action, Actor, Event};

use crate::heard::Heard;
use crate::load::Load;
use crate::process::Process;
use crate::recording::Recording;
use crate::scratch::Scratch;
use crate::sync::lock;

/// One attempt of a check, as it goes on. Everything that a check uses holds it in an [`Arc`].
pub(crate) struct Attempt {
    started: Instant,
    recording: Mutex<Recording>,
    processes: Mutex<Vec<Arc<Process>>>,
    /// The load of the machine, in a try that is about time.
    pub(crate) load: Mutex<Option<Load>>,
    /// Bytes that the programs have been sent in streams.
    streamed: AtomicUsize,
    heard: Mutex<Heard>,
    needs: Mutex<Needs>,
    /// Sockets whose ports nobody else may have while a program runs. They are dropped behind the programs.
    kept: Mutex<Vec<UdpSocket>>,
    /// Folders of files for the programs. They are dropped behind them.
    folders: Mutex<Vec<Scratch>>,
}

/// What a check needed of the machine beside what all need.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Needs {
    /// Multicast over the loopback interface.
    pub(crate) multicast: bool,
    /// A name for the loopback interface.
    pub(crate) localhost: bool,
}

impl Attempt {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            started: Instant::now(),
            recording: Mutex::default(),
            processes: Mutex::default(),
            load: Mutex::default(),
            streamed: AtomicUsize::new(0),
            heard: Mutex::default(),
            needs: Mutex::default(),
            kept: Mutex::default(),
            folders: Mutex::default(),
        })
    }

    /// Adds what just happened to the transcript. Text from a program or the network must have been through `escape`.
    pub(crate) fn note(&self, actor: &Actor, action: Action) {
        self.note_at(Instant::now(), actor, action);
    }

    /// Adds what happened at this moment, which may be earlier than what the transcript tells last.
    pub(crate) fn note_at(&self, moment: Instant, actor: &Actor, action: Action) {
        let at = (moment - self.started).as_micros() as f64 / 1e6;
        lock(&self.recording).add(Event { at, actor: actor.clone(), action });
    }

    /// The transcript until now.
    pub(crate) fn transcript(&self) -> report::Transcript {
        lock(&self.recording).transcript()
    }

    /// The programs have been sent this number of further bytes in a stream, and may read them one by one.
    pub(crate) fn has_streamed(&self, bytes: usize) {
        self.streamed.fetch_add(bytes, Ordering::Relaxed);
    }

    /// How many bytes the programs have been sent in streams.
    pub(crate) fn streamed(&self) -> u32 {
        self.streamed.load(Ordering::Relaxed).try_into().unwrap_or(u32::MAX)
    }

    /// The programs have been sent something of this kind.
    pub(crate) fn hear(&self, add: impl FnOnce(&mut Heard)) {
        add(&mut lock(&self.heard));
    }

    /// What the programs have been sent.
    pub(crate) fn heard(&self) -> Heard {
        *lock(&self.heard)
    }

    /// The check rests on something that not every check needs of the machine.
    pub(crate) fn need(&self, add: impl FnOnce(&mut Needs)) {
        add(&mut lock(&self.needs));
    }

    /// What the check has needed of the machine beside what all need.
    pub(crate) fn needs(&self) -> Needs {
        *lock(&self.needs)
    }

    /// Watches a program from now on: its end decides a wait, and it is ended with the check.
    pub(crate) fn add(&self, process: Arc<Process>) {
        lock(&self.processes).push(process);
    }

    /// The programs that the check has started, in order.
    pub(crate) fn processes(&self) -> Vec<Arc<Process>> {
        lock(&self.processes).clone()
    }

    /// What has happened until now, to go back to.
    pub(crate) fn save(&self) -> Recording {
        lock(&self.recording).clone()
    }

    /// Keeps a socket until the programs have ended.
    pub(crate) fn keep(&self, socket: UdpSocket) {
        lock(&self.kept).push(socket);
    }

    /// Makes a folder that is there as long as this attempt is.
    pub(crate) fn make_folder(&self) -> io::Result<PathBuf> {
        let made = Scratch::make()?;
        let path = made.path().to_path_buf();
        lock(&self.folders).push(made);
        Ok(path)
    }

    /// The folders that have been made.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        lock(&self.folders).iter().map(|made| made.path().to_path_buf()).collect()
    }

    /// Ends every program that the check has started, and forgets them and what has happened since `saved`, but that it
    /// has been tried.
    pub(crate) fn begin_anew(&self, saved: &Recording) {
        self.end_all();
        lock(&self.processes).clear();
        lock(&self.kept).clear();
        lock(&self.recording).clone_from(saved);
        self.note(&Actor::Grader, Action::TriesAgain);
    }

    /// Ends every program that the check has started, with its descendants, and forgets none.
    pub(crate) fn end_all(&self) {
        for process in self.processes() {
            process.end();
        }
    }
}
