//! A part of a class: the students that one of several processes grades, and what there has to be to join them again.

use std::fs;
use std::path::Path;
use std::str::FromStr;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::class::record::{self, Terms};
use crate::class::taking::hash_of_text;

/// The file that says so, beside the marks.
const FILE: &str = "part.json";

/// The version of the format of all that lies in the folder of a part.
pub const VERSION: u32 = 1;

/// One of so many shards of a class, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    pub index: u64,
    pub count: u64,
}

impl Shard {
    pub const WHOLE: Self = Self { index: 1, count: 1 };

    /// Whether a student belongs to it. Who comes late moves nobody else.
    pub fn has(self, student: &str) -> bool {
        let hash = u64::from_str_radix(&hash_of_text(student)[..16], 16).expect("a hash is hexadecimal");
        hash % self.count == self.index - 1
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/').and_then(|(index, count)| Some((index.parse().ok()?, count.parse().ok()?)));
        let (index, count) = numbers.ok_or("it is not I/N")?;
        if (1..=count).contains(&index) { Ok(Self { index, count }) } else { Err("I is not from 1 to N") }
    }
}

/// What is known of a part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub version: u32,
    pub shard: Shard,
    pub terms: Terms,
    /// What each lesson is worth.
    pub points: Vec<u32>,
    /// How many students are in it, once all of them have been graded.
    pub students: Option<usize>,
}

impl Part {
    pub fn read(folder: &Path) -> Result<Self> {
        let file = folder.join(FILE);
        let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
        serde_json::from_slice(&bytes).with_context(|| file.display().to_string())
    }

    pub fn save(&self, folder: &Path) -> Result<()> {
        record::save(&folder.join(FILE), &serde_json::to_vec_pretty(self)?)
    }

    /// The lessons, each with what it is worth.
    pub fn lessons(&self) -> Vec<(String, u32)> {
        self.terms.lessons.iter().cloned().zip(self.points.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_student_is_in_one_shard_wherever_it_is_asked() {
        let shards: Vec<Shard> = (1..=4).map(|index| Shard { index, count: 4 }).collect();
        for number in 0..100 {
            let student = format!("student {number}");
            assert_eq!(shards.iter().filter(|shard| shard.has(&student)).count(), 1, "{student}");
            assert!(Shard::WHOLE.has(&student));
        }
        // What was in a shard yesterday is in it today.
        assert_eq!(shards.iter().position(|shard| shard.has("ana")), Some(2));
    }

    #[test]
    fn a_shard_is_one_of_those_that_there_are() {
        assert_eq!("2/4".parse(), Ok(Shard { index: 2, count: 4 }));
        for wrong in ["0/4", "5/4", "1/0", "2", "a/b", "-1/4"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
