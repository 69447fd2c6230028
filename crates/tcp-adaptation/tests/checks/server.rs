//! What the server has to do in some of the checks, one situation after the other.

use grader::{Connection, Did, Result, Server, StreamScript, msg};

use crate::{LONGEST, NOT_TAKEN, SOME};

/// The answer to a line may have more bytes than the line: this letter has two, and its upper case three. Some languages may
/// know none of it.
pub fn longer_answer_than_line(client: &mut Connection) -> Result {
    let line = |letter: &str| letter.repeat(LONGEST / 2 - 1);
    client.send(line("ɐ") + "\n")?;
    client
        .expect_either(&line("Ɐ"), &line("ɐ"))
        .map_err(|failure| failure.because_it(Did::SendAnother, msg!("tcp-adaptation-cause-long-answer")))?;
    client.expect_line_and_space("")
}

/// The line of another client was too long: that is no end of this one, which was there before.
pub fn is_still_there_for(server: &Server, client: &mut Connection) -> Result {
    server.let_it_rest();
    let open = client.expect_open("PING 1\n").and_then(|()| client.send("ping 1\n"));
    open.and_then(|()| client.expect_line_and_space("PING 1"))
        .map_err(|failure| failure.because_it(Did::Leave, msg!("tcp-adaptation-cause-another-too-long")))
}

/// Clients that reset their connections. A server finds that when it reads, or when it waits for room to write.
pub fn reset_their_connections(server: &Server) -> Result {
    for writes in [false, true] {
        let before = server.holdings();
        for _ in 0..SOME {
            let mut rude = server.connect_with_small_window()?;
            if writes {
                // It may leave before it has read all of that: what it reads is the subject of another check.
                rude.deliver(&StreamScript::of("ping 1\n".repeat(NOT_TAKEN)))?;
                server.let_it_rest();
            }
            rude.reset()?;
            server.let_it_rest();
        }
        server.expect_no_leak_since(&before, SOME)?;
    }
    Ok(())
}

/// Clients that say that they send no more, and are gone before the answers: to the server, that is another error than a
/// reset alone (EPIPE), and to some programs a signal. Whether it is in time to meet it is not up to the check.
pub fn leave_without_the_answers(server: &Server) -> Result {
    let before = server.holdings();
    for _ in 0..SOME {
        let mut hasty = server.connect()?;
        hasty.send("ping 1\n".repeat(200))?;
        hasty.half_close()?;
        hasty.reset()?;
        server.let_it_rest();
    }
    server.expect_no_leak_since(&before, SOME)
}
