//! A busy machine, for as long as it is wanted.

use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};

/// Processes that keep the processors busy until this is dropped.
pub struct Busy(Vec<Child>);

impl Busy {
    /// The argument that makes the calling program one of these processes: see [`Busy::spin`].
    pub const ARGUMENT: &str = "keep-a-processor-busy";

    /// Starts this number of them. The calling program must call [`Busy::spin`] when it is given [`Busy::ARGUMENT`].
    ///
    /// # Errors
    /// A process cannot be started.
    pub fn start(count: usize) -> Result<Self> {
        let this = std::env::current_exe()?;
        let mut busy = Self(Vec::new());
        for _ in 0..count {
            // Its stdin closes when this program ends, however it ends; see `spin`.
            let child = Command::new(&this).arg(Self::ARGUMENT).stdin(Stdio::piped()).spawn();
            busy.0.push(child.context("cannot start a busy process")?);
        }
        Ok(busy)
    }

    /// Keeps a processor busy until the program that started this has gone.
    pub fn spin() -> ! {
        std::thread::spawn(|| {
            // Nothing is ever sent. The read returns when the other end of the pipe is closed.
            let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
            std::process::exit(0);
        });
        let mut number = 1_u64;
        loop {
            number = std::hint::black_box(number.wrapping_mul(6_364_136_223_846_793_005));
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // One that has ended already needs no ending.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
