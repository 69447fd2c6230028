//! Whether a server gives back what it needed for its clients.

use std::thread;

use report::message::{Message, msg};

use crate::deadline::LOOK_AGAIN;
use crate::failure::{Failure, Result};
use crate::holdings::{Amounts, Holdings};
use crate::picture::Picture;
use crate::server::Server;
use crate::system;

impl Server {
    /// What it holds by now of what a system has a limited number of.
    pub fn holdings(&self) -> Holdings {
        Holdings(system::holdings(self.running.process.pid()))
    }

    /// Whether it holds more by now than before, where it had the chance to give it back and where the system tells.
    pub fn holds_more_than(&self, before: &Holdings) -> bool {
        self.let_it_rest();
        self.holdings().counted() > before.counted() && before.0.is_some()
    }

    /// Lets these clients come and go, and waits until it holds hardly more than before. A start that goes on behind the
    /// ready line, and a pool that grows with each client until it is full, are no leaks: so they come again, a few times,
    /// unless nothing is left of them.
    ///
    /// # Errors
    /// Each time something is left of the clients, as for [`expect_no_leak_since`](Self::expect_no_leak_since); or they fail.
    pub fn expect_no_leak(&self, clients: usize, mut come_and_go: impl FnMut() -> Result) -> Result {
        /// No pool has more than some hundred threads or processes.
        const TIMES: usize = 8;
        for _ in 1..TIMES {
            let before = self.holdings();
            come_and_go()?;
            self.let_it_rest();
            match (before.counted(), self.holdings().counted()) {
                (Some(before), Some(now)) if now > before + clients / 2 => {}
                _ => return Ok(()),
            }
        }
        let before = self.holdings();
        come_and_go()?;
        self.expect_no_leak_since(&before, clients)
    }

    /// Expects that it has hardly more threads and processes than before, though it has so many more clients by now: a few
    /// may come that are nobody's. Nothing is expected where the system does not tell.
    ///
    /// # Errors
    /// It has one more for every eight of the clients.
    pub fn expect_no_thread_for_each(&self, clients: usize, before: &Holdings) -> Result {
        self.let_it_rest();
        let (Some(before), Some(now)) = (before.0, self.holdings().0) else { return Ok(()) };
        let more = now.tasks.saturating_sub(before.tasks);
        if more < clients / 8 {
            return Ok(());
        }
        let cause = msg!("cause-a-thread-for-each", more = more, clients = clients);
        Err(Failure::new(msg!("more-threads", before = before.tasks, now = now.tasks)).because(cause))
    }

    /// Waits until it holds hardly more than before: what it needed for its clients, it has given back. A pool that has
    /// grown is no leak, so `clients`, which have come and gone since, has to be a large number.
    ///
    /// # Errors
    /// More than one descriptor, thread or process is left for every two of the clients.
    pub fn expect_no_leak_since(&self, before: &Holdings, clients: usize) -> Result {
        let Some(before) = before.counted() else { return Ok(()) };
        let most = before + clients / 2;
        let too_many = || self.holdings().counted().filter(|now| *now > most);
        self.expect_given_back(msg!("holdings-given-back", most = most, clients = clients), too_many, |failure, now| {
            let picture = failure.clues.pictures.get(self.running.number - 1);
            let kept = picture.map_or(0, Picture::connections_without_peer);
            // Those that were reset are connections no more, and hold a descriptor all the same.
            let cause = if kept > clients / 2 {
                msg!("cause-keeps-its-connections", count = kept)
            } else {
                msg!("cause-gives-nothing-back", clients = clients)
            };
            let failure = failure.likely_because(Some(cause));
            failure.with(msg!("held"), msg!("holdings", before = before, now = now))
        })
    }

    /// Waits until hardly anything is left of its clients, who have all come since and left, and are many: no connection,
    /// no descriptor, and of a thread no stack either. What it gives back only when the next client comes may be left, and
    /// so may what the threads of a pool hold that has grown, or a program that compiles itself as it goes.
    ///
    /// # Errors
    /// More is left, and stays.
    pub fn expect_nothing_left_since(&self, before: &Holdings, clients: usize) -> Result {
        const CONNECTIONS: usize = 2;
        const DESCRIPTORS: usize = 8;
        let too_many = || {
            let held = system::tcp_sockets_held(self.running.process.pid())?;
            Some(held.iter().filter(|socket| !socket.listens).count()).filter(|left| *left > CONNECTIONS)
        };
        self.expect_given_back(msg!("connections-given-back", most = CONNECTIONS), too_many, |failure, left| {
            failure.likely_because(Some(msg!("cause-keeps-its-connections", count = left)))
        })?;

        let Some(before) = before.0 else { return Ok(()) };
        let more_than = |spare: usize, of: fn(Amounts) -> usize| {
            let now = self.holdings().0?;
            let of_a_pool = 4 * now.tasks.saturating_sub(before.tasks);
            Some(of(now)).filter(|held| *held > of(before) + spare + of_a_pool)
        };
        let too_many = || more_than(DESCRIPTORS, |amounts| amounts.descriptors);
        self.expect_given_back(msg!("descriptors-given-back", clients = clients), too_many, |failure, now| {
            let failure = failure.likely_because(Some(msg!("cause-gives-nothing-back", clients = clients)));
            failure.with(msg!("held"), msg!("descriptors-held", before = before.descriptors, now = now))
        })?;
        let too_many = || more_than(clients / 2, |amounts| amounts.mappings);
        self.expect_given_back(msg!("stacks-given-back", clients = clients), too_many, |failure, now| {
            let failure = failure.likely_because(Some(msg!("cause-joins-no-thread", clients = clients)));
            failure.with(msg!("held"), msg!("mappings-held", before = before.mappings, now = now))
        })
    }

    /// Waits until there is not too much any more: `too_many` says how many there are, if they are. `because` adds to the
    /// failure why they are still there.
    fn expect_given_back(
        &self,
        what: Message,
        too_many: impl Fn() -> Option<usize>,
        because: impl FnOnce(Failure, usize) -> Failure,
    ) -> Result {
        // Clients that it has not taken yet hold nothing.
        self.let_it_rest();
        let mut wait = self.running.attempt.wait(what);
        while let Some(now) = too_many() {
            match wait.next_poll_timeout() {
                Ok(timeout) => thread::sleep(timeout.min(LOOK_AGAIN)),
                Err(failure) => return Err(because(failure, now)),
            }
        }
        Ok(())
    }
}
