//! A room as the grader plays it: who is in it hears who comes, who says what, and who leaves.
//!
//! How the program's lines look is the subject of two checks; here they are read in whatever words, as long as the names and
//! what happened stand in them.

use std::net::SocketAddr;

use grader::{Connection, Did, Message, Result, Server, StreamScript};

/// The members of a conversation, in the order in which they came.
pub struct Room<'a> {
    server: &'a Server,
    members: Vec<(String, Connection)>,
}

impl<'a> Room<'a> {
    /// Lets these in, one after the other.
    pub fn of(server: &'a Server, names: &[&str]) -> Result<Self> {
        let mut room = Self { server, members: Vec::new() };
        for name in names {
            room.enter(name)?;
        }
        Ok(room)
    }

    /// Lets one more in: it is welcomed, and the others hear of it.
    pub fn enter(&mut self, name: &str) -> Result {
        let connection = self.server.connect()?;
        self.enter_by(name, connection)
    }

    /// The same where `cause` is why one may not be welcomed.
    pub fn enter_unless(&mut self, name: &str, cause: Message) -> Result {
        let mut connection = self.server.connect()?;
        is_welcomed(&mut connection, name).map_err(|failure| failure.because_it(Did::SendAnother, cause))?;
        self.hear_of(name, connection)
    }

    /// The same for one who is connected already.
    pub fn enter_by(&mut self, name: &str, mut connection: Connection) -> Result {
        is_welcomed(&mut connection, name)?;
        self.hear_of(name, connection)
    }

    /// The others hear of one who has been welcomed, and is one of them from now on.
    fn hear_of(&mut self, name: &str, connection: Connection) -> Result {
        self.all_hear(&[name, "joined"])?;
        self.members.push((name.to_string(), connection));
        Ok(())
    }

    /// The connection of a member.
    pub fn member(&mut self, name: &str) -> &mut Connection {
        let member = self.members.iter_mut().find(|(member, _)| member == name);
        &mut member.expect("a check speaks of those who are there").1
    }

    /// One says a line, and each of the others hears it next.
    pub fn says(&mut self, name: &str, line: &str) -> Result {
        self.member(name).send(format!("{line}\n"))?;
        self.others_hear(name, &[name, line])
    }

    /// One says a word, and from what the others hear it is known how its lines look.
    pub fn form_of(&mut self, name: &str) -> Result<Form> {
        const WORD: &str = "palavra";
        self.member(name).send(format!("{WORD}\n"))?;
        let mut form = Form::default();
        for (_, other) in self.members.iter_mut().filter(|(other, _)| other != name) {
            let line = other.expect_line_with(&[name, WORD])?;
            let (before, after) = line.split_once(WORD).unwrap_or_default();
            form = Form { before: before.to_string(), after: after.to_string() };
        }
        Ok(form)
    }

    /// One comes and leaves, and from what the server prints of it is known how such a line looks. `None`: it prints none.
    pub fn form_of_leaving(&mut self) -> Result<Option<FormOfLeaving>> {
        const NAME: &str = "eva";
        self.enter(NAME)?;
        let address = self.member(NAME).address();
        self.leaves(NAME)?;
        // The others may be told before it is printed.
        self.server.let_it_rest();
        let stdout = self.server.stdout();
        let mut parts = stdout.lines().filter_map(|line| {
            let (name, after) = line.split_once(&address.to_string())?;
            let (before, between) = name.split_once(NAME)?;
            Some([before, between, after].map(str::to_string))
        });
        Ok(parts.next_back().map(FormOfLeaving))
    }

    /// All but this one hear next a line that has these words in it.
    pub fn others_hear(&mut self, name: &str, words: &[&str]) -> Result {
        for (_, other) in self.members.iter_mut().filter(|(other, _)| other != name) {
            other.expect_line_with(words)?;
        }
        Ok(())
    }

    /// All hear next a line that has these words in it.
    pub fn all_hear(&mut self, words: &[&str]) -> Result {
        self.others_hear("", words)
    }

    /// One closes its connection, and the others hear that it has left.
    pub fn leaves(&mut self, name: &str) -> Result {
        self.take_out(name).close();
        self.all_hear(&[name, "left"])
    }

    /// The same by a reset.
    pub fn leaves_rudely(&mut self, name: &str) -> Result {
        self.take_out(name).reset()?;
        self.all_hear(&[name, "left"])
    }

    /// The connection of a member who does not count as one from now on.
    pub fn take_out(&mut self, name: &str) -> Connection {
        let place = self.members.iter().position(|(member, _)| member == name);
        self.members.remove(place.expect("a check speaks of those who are there")).1
    }

    /// The connections of all.
    pub fn all(&mut self) -> impl Iterator<Item = (&str, &mut Connection)> {
        self.members.iter_mut().map(|(name, connection)| (name.as_str(), connection))
    }
}

/// Somebody says its name, and is welcomed.
fn is_welcomed(connection: &mut Connection, name: &str) -> Result {
    connection.send(format!("{name}\n"))?;
    connection.expect_line_with(&["welcome", name]).map(drop)
}

/// What stands around that which somebody has said.
#[derive(Default)]
pub struct Form {
    before: String,
    after: String,
}

impl Form {
    /// The line that others hear.
    pub fn of(&self, text: &str) -> String {
        format!("{}{text}{}", self.before, self.after)
    }
}

/// What stands around the name and the address of one who has left, where the server prints them.
pub struct FormOfLeaving([String; 3]);

impl FormOfLeaving {
    /// The line that it prints of this one.
    pub fn of(&self, name: &str, address: SocketAddr) -> String {
        let [before, between, after] = &self.0;
        format!("{before}{name}{between}{address}{after}")
    }
}

/// Somebody comes with this first line, is told of an error, and loses the connection, and nothing else. Who is turned away
/// at the door cannot even say it.
pub fn is_refused(server: &Server, first_line: impl AsRef<[u8]>, why: &str) -> Result {
    let mut refused = server.connect()?;
    refused.deliver(&StreamScript::of(first_line))?;
    let words = ["error: ", why];
    refused.expect_line_with(if why.is_empty() { &words[..1] } else { &words })?;
    refused.expect_nothing_more()
}
