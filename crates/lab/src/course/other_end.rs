//! Who the program of a lesson talks to, and what it has to be started with to meet them: its manifest says so, in
//! `[[package.metadata.course.talk]]`, so that lab knows no lesson by its name.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::Course;

/// One of the ways in which the program of a lesson can be talked to.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Talk {
    /// What lab is to it.
    pub other_end: OtherEnd,
    /// The first argument, of a program that is several.
    #[serde(default)]
    mode: Option<String>,
    /// The options that it needs to meet the other end, each with its value. `{port}` and `{group}` are the other end's.
    #[serde(default)]
    needs: BTreeMap<String, String>,
    /// What else it is given where a student gives it nothing.
    #[serde(default)]
    usually: Vec<String>,
}

/// What lab is to a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherEnd {
    /// It connects to the program.
    TcpClient,
    /// The program connects to it.
    TcpServer,
    /// It sends the first datagram.
    UdpClient,
    /// It answers datagrams.
    UdpServer,
    /// It is a member of a multicast group, and sends to it.
    Group,
}

#[derive(Deserialize)]
struct Manifest {
    package: Package,
}

#[derive(Deserialize)]
struct Package {
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Metadata {
    course: Lesson,
}

#[derive(Deserialize)]
struct Lesson {
    #[serde(default)]
    talk: Vec<Talk>,
}

impl Course {
    /// How the program of a lesson is talked to, when a student wants it to have these arguments. `None`: in no way.
    ///
    /// # Errors
    /// The manifest cannot be read.
    pub fn talk(&self, lesson: &str, given: &[OsString]) -> Result<Option<Talk>> {
        let path = self.root.join("crates").join(lesson).join("Cargo.toml");
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let manifest: Manifest = toml::from_str(&text).with_context(|| path.display().to_string())?;
        Ok(chosen(manifest.package.metadata.course.talk, given))
    }
}

/// The one of these whose mode is the first of the arguments, or else the first.
fn chosen(ways: Vec<Talk>, given: &[OsString]) -> Option<Talk> {
    let named = ways.iter().position(|way| way.is_named(given)).unwrap_or(0);
    ways.into_iter().nth(named)
}

impl Talk {
    fn is_named(&self, given: &[OsString]) -> bool {
        self.mode.as_deref().is_some_and(|mode| given.first().is_some_and(|first| first == mode))
    }

    /// What the student wants a place to be, `{port}` say: the value of the option that needs it.
    pub fn wanted(&self, place: &str, given: &[OsString]) -> Option<String> {
        let (option, _) = self.needs.iter().find(|(_, value)| *value == place)?;
        value_of(option, given)
    }

    /// All arguments of the program: what it needs where the student does not give that, and what the student gives it.
    pub fn arguments(&self, given: &[OsString], places: &[(&str, String)]) -> Vec<OsString> {
        let rest = if self.is_named(given) { &given[1..] } else { given };
        let mut arguments: Vec<OsString> = self.mode.iter().map(OsString::from).collect();
        for (option, value) in self.needs.iter().filter(|(option, _)| !is_given(option, rest)) {
            let value = places.iter().fold(value.clone(), |value, (place, there)| value.replace(place, there));
            arguments.extend([option.into(), value.into()]);
        }
        if rest.is_empty() {
            arguments.extend(self.usually.iter().map(OsString::from));
        }
        arguments.extend(rest.iter().cloned());
        arguments
    }
}

fn is_given(option: &str, given: &[OsString]) -> bool {
    given.iter().any(|argument| argument == option || after_equals(option, argument).is_some())
}

/// The value that an option is given, as `--port 5000` or as `--port=5000`.
fn value_of(option: &str, given: &[OsString]) -> Option<String> {
    let at = given.iter().position(|argument| argument == option || after_equals(option, argument).is_some())?;
    match after_equals(option, &given[at]) {
        Some(value) => Some(value),
        None => given.get(at + 1).map(|value| value.to_string_lossy().into_owned()),
    }
}

fn after_equals(option: &str, argument: &OsStr) -> Option<String> {
    Some(argument.to_str()?.strip_prefix(option)?.strip_prefix('=')?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(arguments: &str) -> Vec<OsString> {
        arguments.split_whitespace().map(OsString::from).collect()
    }

    fn way(text: &str, arguments: &str) -> Talk {
        let lesson: Lesson = toml::from_str(text).unwrap();
        chosen(lesson.talk, &given(arguments)).unwrap()
    }

    const BOTH: &str = r#"
        [[talk]]
        other-end = "tcp-client"
        mode = "server"
        needs = { --port = "0" }
        [[talk]]
        other-end = "tcp-server"
        mode = "client"
        needs = { --port = "{port}" }
        usually = ["--count", "3"]
    "#;

    #[test]
    fn the_first_argument_chooses_what_the_program_is() {
        for (arguments, other_end, all) in [
            ("", OtherEnd::TcpClient, "server --port 0"),
            ("--host ::1", OtherEnd::TcpClient, "server --port 0 --host ::1"),
            ("server --port 12000", OtherEnd::TcpClient, "server --port 12000"),
            ("client", OtherEnd::TcpServer, "client --port 4242 --count 3"),
            ("client --count 9", OtherEnd::TcpServer, "client --port 4242 --count 9"),
            ("client --port=7", OtherEnd::TcpServer, "client --port=7"),
        ] {
            let way = way(BOTH, arguments);
            let there = [("{port}", "4242".to_string())];
            assert_eq!((way.other_end, way.arguments(&given(arguments), &there)), (other_end, given(all)));
        }
    }

    #[test]
    fn a_place_may_stand_inside_of_a_value() {
        let relay = r#"
            [[talk]]
            other-end = "tcp-server"
            needs = { --forward = "127.0.0.1:0=127.0.0.1:{port}" }
        "#;
        let there = [("{port}", "4242".to_string())];
        assert_eq!(way(relay, "").arguments(&[], &there), given("--forward 127.0.0.1:0=127.0.0.1:4242"));
    }

    #[test]
    fn a_port_that_a_student_wants_is_the_other_ends() {
        for (arguments, port) in [
            ("client --port 7", Some("7")),
            ("client --port=8 --count 2", Some("8")),
            ("client --port", None),
            ("client --portal 7", None),
        ] {
            assert_eq!(way(BOTH, arguments).wanted("{port}", &given(arguments)).as_deref(), port);
        }
        assert_eq!(way(BOTH, "server").wanted("{port}", &given("server --port 7")), None);
    }
}
