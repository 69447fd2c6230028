//! What a student can ask of lab: a file for each verb.

pub mod glance;
pub mod grade;
