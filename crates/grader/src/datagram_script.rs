//! What a network does to datagrams, which it may lose, double, delay and swap: a script, and never by accident.

use std::collections::HashMap;
use std::time::Duration;

use report::event::Action;
use report::message::msg;

use crate::failure::Result;
use crate::udp::{Datagram, UdpServer};

/// What becomes of a server's answers on their way to the program. They are counted from 1.
#[derive(Default)]
pub struct DatagramScript(HashMap<usize, Impairment>);

/// What the network does to one answer.
#[derive(Clone, Copy)]
struct Impairment {
    copies: usize,
    delay: Duration,
    order: Order,
    /// From another port, or another host, or both. Else it comes from the server.
    from_stranger: bool,
    from_another_host: bool,
    /// A copy from another port arrives just before it.
    after_a_strangers: bool,
    /// A datagram of the server's that is no answer arrives just before it.
    after_no_answer: bool,
}

/// When an answer arrives, beside the one that follows it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    InTurn,
    JustBeforeTheNext,
    JustAfterTheNext,
}

impl Default for Impairment {
    fn default() -> Self {
        Self {
            copies: 1,
            delay: Duration::ZERO,
            order: Order::InTurn,
            from_stranger: false,
            from_another_host: false,
            after_a_strangers: false,
            after_no_answer: false,
        }
    }
}

impl DatagramScript {
    /// Everything is delivered once, at once and in order.
    pub fn unimpaired() -> Self {
        Self::default()
    }

    /// The answer is lost.
    #[must_use]
    pub fn drop(self, answer: usize) -> Self {
        self.with(answer, |it| it.copies = 0)
    }

    /// The answer arrives twice.
    #[must_use]
    pub fn duplicate(self, answer: usize) -> Self {
        self.with(answer, |it| it.copies = 2)
    }

    /// The answer takes so long.
    #[must_use]
    pub fn delay(self, answer: usize, pause: Duration) -> Self {
        self.with(answer, |it| it.delay = pause)
    }

    /// The answer takes until the program has sent its next datagram, and arrives before the answer to that.
    #[must_use]
    pub fn delay_until_next(self, answer: usize) -> Self {
        self.with(answer, |it| it.order = Order::JustBeforeTheNext)
    }

    /// The answer and the next one change places.
    #[must_use]
    pub fn swap(self, answer: usize) -> Self {
        self.with(answer, |it| it.order = Order::JustAfterTheNext)
    }

    /// The answer arrives from another port than the one that was asked.
    #[must_use]
    pub fn from_stranger(self, answer: usize) -> Self {
        self.with(answer, |it| it.from_stranger = true)
    }

    /// The answer arrives from that port of another host than the one that was asked; from another port, where this
    /// machine cannot be two hosts. With [`from_stranger`](Self::from_stranger) it arrives from both.
    #[must_use]
    pub fn from_another_host(self, answer: usize) -> Self {
        self.with(answer, |it| it.from_another_host = true)
    }

    /// The answer arrives just after the same from another port than the one that was asked.
    #[must_use]
    pub fn after_a_strangers(self, answer: usize) -> Self {
        self.with(answer, |it| it.after_a_strangers = true)
    }

    /// The answer arrives just after a datagram from the same server that is no answer.
    #[must_use]
    pub fn after_no_answer(self, answer: usize) -> Self {
        self.with(answer, |it| it.after_no_answer = true)
    }

    fn with(mut self, answer: usize, change: impl FnOnce(&mut Impairment)) -> Self {
        change(self.0.entry(answer).or_default());
        self
    }

    fn impairment(&self, answer: usize) -> Impairment {
        self.0.get(&answer).copied().unwrap_or_default()
    }
}

impl UdpServer {
    /// Answers as many datagrams as there are `answers`, whatever they say, as the script says; returns them.
    ///
    /// # Errors
    /// One of them does not come.
    pub fn answer(&self, answers: &[impl AsRef<str>], script: &DatagramScript) -> Result<Vec<Datagram>> {
        let stranger = self.stranger()?;
        let mut neighbour = None;
        let mut datagrams: Vec<Datagram> = Vec::new();
        let mut held = None;
        for number in 1..=answers.len() {
            let datagram = self.receive_any(msg!("datagram-of", number = number, count = answers.len()))?;
            let mut deliver = |number: usize| {
                let impairment = script.impairment(number);
                if impairment.copies == 0 {
                    self.note(Action::DoesNotAnswer { datagram: number });
                } else if !impairment.delay.is_zero() {
                    self.note(Action::Waits { seconds: impairment.delay.as_secs_f64() });
                    self.delay(impairment.delay);
                }
                if impairment.after_no_answer {
                    self.send("pong", datagram.from)?;
                }
                let mut senders = Vec::new();
                if impairment.from_stranger {
                    senders.push(&stranger);
                }
                if impairment.from_another_host {
                    senders.push(neighbour.insert(self.neighbour()?));
                }
                if impairment.after_a_strangers {
                    senders.extend([&stranger, self]);
                }
                if senders.is_empty() {
                    senders.push(self);
                }
                let mut copies = (0..impairment.copies).flat_map(|_| &senders);
                copies.try_for_each(|sender| sender.send(answers[number - 1].as_ref(), datagram.from))
            };
            let order = script.impairment(number).order;
            if order != Order::InTurn {
                self.note(Action::HoldsBack { datagram: number });
            }
            // What was held back, and the answer to this one, unless that is held back in its turn.
            let (before, after) = match held.take() {
                Some((last, Order::JustBeforeTheNext)) => (Some(last), None),
                last => (None, last.map(|(last, _)| last)),
            };
            let now = (order == Order::InTurn).then_some(number);
            [before, now, after].into_iter().flatten().try_for_each(&mut deliver)?;
            held = (order != Order::InTurn).then_some((number, order));
            datagrams.push(datagram);
        }
        Ok(datagrams)
    }
}
