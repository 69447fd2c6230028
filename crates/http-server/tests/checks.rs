//! What the server of HTTP must do.
//!
//! Each answer is read as strictly as clients read them, but only what a check is about is compared. Only the first two look
//! at the headers, only the last at what is printed; and a request comes on a connection of its own, unless that is what a
//! check is about: who gets one of these wrong loses that check and no others.

// Beside this file, cargo would take it for a test of its own.
#[path = "checks/http.rs"]
mod http;
#[path = "checks/reports.rs"]
mod reports;
#[path = "checks/seats.rs"]
mod seats;
#[path = "checks/site.rs"]
mod site;
#[path = "checks/slow.rs"]
mod slow;
#[path = "checks/targets.rs"]
mod targets;

use grader::{Asked, msg};
use http::{
    answers, because_it_waits, expect_file, expect_head, expect_head_of, expect_status, get, is_one_of, request,
};
use seats::{WAYS, expect_full, expect_place, leave, seats};
use site::{INDEX, NOTE, STYLE, serve, serves_another, small, talk, with_large};

grader::lesson!("http-server");

/// GET gives the file: a status line, `Content-Length`, `Content-Type`, and its bytes. `/` is `index.html`; what is written
/// with `%` is decoded, once; a query is passed over.
#[test]
fn answers_with_the_file() {
    check(1, |program| {
        let folder = program.folder()?;
        let files = targets::files();
        for file in &files {
            folder.put(file.name, &file.content)?;
        }
        let server = serve(program, &folder, &[])?;
        for file in &files {
            for target in file.targets {
                let mut client = server.connect()?;
                client.send(get(target))?;
                let head = expect_file(&mut client, &file.content)?;
                targets::is_of_this_version(&head)?;
                targets::is_of_kind(&head, file)?;
                client.finish()?;
            }
        }
        // Which is taken in parts.
        let long = site::numbers(300_000);
        folder.put("long.bin", &long)?;
        let mut client = server.connect_with_small_window()?;
        client.send(get("/long.bin"))?;
        expect_file(&mut client, &long)?;
        client.finish()
    });
}

/// HEAD gives the headers of GET and no body. What is not there gets 404, another method 405 with `Allow`, what is no request
/// 400, and a head that is too long 431 or 414: each with a length, and the server goes on.
#[test]
fn answers_head_and_says_why_not() {
    check(1, |program| {
        let folder = small(program)?;
        folder.put("sub/index.html", INDEX)?;
        let server = serve(program, &folder, &[])?;
        let mut client = server.connect()?;
        client.send(request("HEAD", "/note.txt", ""))?;
        let head = expect_head_of(&mut client, NOTE.len())?;
        client.finish()?;
        targets::is_plain_text(&head)?;
        for target in ["/missing.txt", "/sub", "/sub/", "/sub/missing.txt", "/note.txt/more", "/note.tx", "/ote.txt"] {
            for method in ["GET", "HEAD"] {
                let mut client = server.connect()?;
                client.send(request(method, target, ""))?;
                expect_status(&mut client, &[404], method == "GET")?;
                client.finish()?;
            }
        }
        let there = ["POST", "PUT", "DELETE", "GETS", "get"].map(|method| (method, "/note.txt"));
        for (method, target) in there.into_iter().chain([("POST", "/missing.txt"), ("OPTIONS", "*")]) {
            let mut client = server.connect()?;
            client.send(request(method, target, ""))?;
            targets::allows_two_methods(&expect_status(&mut client, &[405], true)?)?;
            client.finish()?;
        }
        for (bytes, statuses) in targets::no_requests() {
            let mut client = server.connect()?;
            client.send(bytes)?;
            expect_status(&mut client, statuses, true)?;
            client.expect_nothing_more()?;
        }
        targets::heads_up_to_their_limit(&server)?;
        serves_another(&server)?.finish()
    });
}

/// Nothing outside of ROOT is given, however the target is written. A name with dots in it is a name like any other.
#[test]
fn gives_nothing_outside_of_its_folder() {
    check(1, |program| {
        let folder = small(program)?;
        folder.put("sub/page.html", INDEX)?;
        let dotted = ["..note.txt", "a..b.txt", "sub/...", "note.txt..css"];
        for name in dotted {
            folder.put(name, STYLE)?;
        }
        let server = serve(program, &folder, &[])?;
        for target in targets::outside(&folder) {
            let mut client = server.connect()?;
            client.send(get(&target))?;
            let head = expect_head(&mut client)?;
            let is_right = is_one_of(&head, &[400, 403, 404]);
            is_right.map_err(|failure| targets::because_it_leaves(failure, &mut client, &head, &folder))?;
        }
        for name in dotted {
            let mut client = server.connect()?;
            client.send(get(&format!("/{name}")))?;
            expect_file(&mut client, STYLE)?;
        }
        serves_another(&server)?.finish()
    });
}

/// A connection brings request after request: heads in pieces, or several in one segment, are answered in order, each as soon
/// as it is whole. `Connection: close` and HTTP/1.0 end it behind the answer.
#[test]
fn answers_many_requests_on_a_connection() {
    check(1, |program| {
        let folder = small(program)?;
        let server = serve(program, &folder, &[])?;
        let mut client = server.connect()?;
        for _ in 0..3 {
            talk(&mut client).map_err(because_it_waits)?;
        }
        for byte in get("/style.css").as_bytes() {
            client.send([*byte])?;
            client.wait_until_read();
        }
        expect_file(&mut client, STYLE)?;
        // Behind these too it goes on.
        client.send(request("HEAD", "/note.txt", ""))?;
        expect_head_of(&mut client, NOTE.len())?;
        client.send(get("/missing.txt"))?;
        expect_status(&mut client, &[404], true)?;
        client.send(request("DELETE", "/note.txt", ""))?;
        expect_status(&mut client, &[405], true)?;
        talk(&mut client)?;

        // Three and a half in one segment: the three are not held up by the half.
        let several = [get("/note.txt"), request("HEAD", "/style.css", ""), get("/missing.txt"), get("/style.css")];
        let all = several.concat();
        let (first, last) = all.split_at(all.len() - 20);
        client.send(first)?;
        expect_file(&mut client, NOTE)?;
        expect_head_of(&mut client, STYLE.len())?;
        expect_status(&mut client, &[404], true)?;
        client.wait_until_read();
        client.send(last)?;
        expect_file(&mut client, STYLE)?;
        client.finish()?;

        let closing = ["Connection: close\r\n", "cOnNeCtIoN:CLOSE\r\n", "Connection: \t keep-alive , Close \t\r\n"];
        let closing = closing.iter().map(|line| request("GET", "/note.txt", line));
        // What comes behind them is nobody's.
        let closing = closing.map(|last| last + &get("/style.css"));
        let old = "GET /note.txt HTTP/1.0\r\n\r\n".to_string();
        for last in closing.chain([old]) {
            let mut client = server.connect()?;
            talk(&mut client)?;
            client.send(last)?;
            expect_file(&mut client, NOTE)?;
            client.expect_nothing_more()?;
        }
        serves_another(&server)?.finish()
    });
}

/// A request with a body is answered once, and its body is not taken for the next request.
#[test]
fn passes_over_the_body_of_a_request() {
    check(1, |program| {
        let folder = small(program)?;
        let server = serve(program, &folder, &[])?;
        for body in targets::bodies() {
            let mut client = server.connect()?;
            let (first, rest) = body.pieces();
            client.send(first)?;
            if !rest.is_empty() {
                client.wait_until_read();
                // It may have answered and left by now. What is left of the body comes together with the next request.
                let _ = client.send(rest.clone() + &get("/note.txt"));
            }
            expect_status(&mut client, body.statuses, true)?;
            if rest.is_empty() {
                let _ = client.send(get("/note.txt"));
            }
            // It may end the connection instead, but nothing else may come.
            if answers(&mut client)? {
                expect_file(&mut client, NOTE).map_err(targets::because_of_a_body)?;
                client.finish()?;
            }
        }
        serves_another(&server)?.finish()
    });
}

/// Nobody waits for another: neither for sixty-four clients with half a head, nor for one that downloads 20 MiB and reads
/// nothing, nor for one that leaves in the middle of it.
#[test]
fn lets_nobody_wait_for_another() {
    check(1, |program| {
        let (folder, large) = with_large(program)?;
        let server = serve(program, &folder, &[])?;
        let (first, last) = ("GET /style.css HTTP/1.1\r\nHost: loc", "alhost\r\n\r\n");
        let mut halves = Vec::new();
        for _ in 0..64 {
            let mut client = server.connect()?;
            client.send(first)?;
            halves.push(client);
        }
        serves_another(&server)?;
        let mut slow = server.connect()?;
        slow.send(get("/large.bin"))?;
        expect_head_of(&mut slow, large.len())?;
        server.let_it_rest();
        serves_another(&server)?;
        for is_rude in [true, false] {
            let mut leaves = server.connect()?;
            leaves.send(get("/large.bin"))?;
            expect_head_of(&mut leaves, large.len())?;
            if is_rude {
                leaves.reset()?
            } else {
                leaves.close()
            }
            server.let_it_rest();
            serves_another(&server)?;
        }
        slow.expect(&large)?;
        slow.finish()?;
        for mut client in halves {
            client.send(last)?;
            expect_file(&mut client, STYLE)?;
        }
        serves_another(&server)?.finish()
    });
}

/// A head that is not whole `--header-timeout` after its first byte gets 408 or the end, however it drips; a connection
/// without a request ends after `--idle-timeout`. No download is cut by either.
#[test]
fn ends_connections_that_take_too_long() {
    check(1, |program| {
        let (folder, large) = with_large(program)?;
        program.timed(|unit| slow::heads(program, &folder, unit))?;
        program.timed(|unit| slow::clients_without_a_request(program, &folder, unit))?;
        program.timed(|unit| slow::downloads(program, &folder, &large, unit))
    });
}

/// There are `--max-connections` at once, 100 without that. One more waits, or gets 503 and the end; when one leaves, in
/// whatever way, the next is served.
#[test]
fn limits_its_connections() {
    check(1, |program| {
        let (folder, _) = with_large(program)?;
        let server = serve(program, &folder, &["--max-connections", "3"])?;
        let mut seated = seats(&server, 3)?;
        let waiting = expect_full(&server, &mut seated)?;
        seated.remove(1).close();
        let waiting = expect_place(waiting)?;
        drop((seated, waiting));
        for way in WAYS {
            // One after the other may leave something behind.
            for client in seats(&server, 3)? {
                leave(client, way)?;
            }
        }
        let mut seated = seats(&server, 3)?;
        let waiting = expect_full(&server, &mut seated)?;
        for client in seated {
            client.close();
        }
        drop(expect_place(waiting)?);

        let server = serve(program, &folder, &[])?;
        let mut seated = seats(&server, 100)?;
        expect_full(&server, &mut seated)?;
        seats::silent_ones_count(program, &folder)
    });
}

/// Asked to end by Ctrl-C or SIGTERM, it accepts nobody any more, ends who has no answer on its way, finishes the answers that
/// have begun, and exits with 0. Asked again, it ends at once.
#[test]
fn finishes_what_it_has_begun_and_ends() {
    check(1, |program| {
        let (folder, large) = with_large(program)?;
        for asked in [Asked::ByCtrlC, Asked::ByTheSystem] {
            let server = serve(program, &folder, &[])?;
            let mut idle = serves_another(&server)?;
            let mut silent = server.connect()?;
            let mut half = server.connect()?;
            half.send("GET /note.txt HT")?;
            let mut slow = server.connect()?;
            slow.send(get("/large.bin"))?;
            expect_head_of(&mut slow, large.len())?;
            server.let_it_rest();
            if !server.ask_to_end(asked) {
                return slow.expect(&large);
            }
            server.expect_no_more_connections(msg!("http-server-cause-still-accepts"))?;
            for client in [&mut idle, &mut silent, &mut half] {
                client.expect_gone()?;
            }
            server.expect_still_running(&msg!("http-server-a-download-goes-on"))?;
            slow.expect(&large)?;
            slow.expect_nothing_more()?;
            server.finish()?.code(0)?;

            let server = serve(program, &folder, &[])?;
            let mut slow = server.connect()?;
            slow.send(get("/large.bin"))?;
            expect_head_of(&mut slow, large.len())?;
            // Some programs are still on their way to where they wait for signals.
            server.let_it_rest();
            server.ask_to_end(asked);
            server.expect_no_more_connections(msg!("http-server-cause-still-accepts"))?;
            server.expect_still_running(&msg!("http-server-a-download-goes-on"))?;
            server.ask_to_end(asked);
            server.finish()?;
        }
        let server = serve(program, &folder, &[])?;
        server.let_it_rest();
        server.ask_to_end(Asked::ByCtrlC);
        server.finish()?.code(0)?;
        Ok(())
    });
}

/// It says where it listens and prints a line for each answer, in which nothing commands a terminal. It uses no CPU time while
/// nothing happens, starts again at once on its port, and reports what it cannot do.
#[test]
fn says_what_it_does_and_reports_what_it_cannot_do() {
    check(1, |program| {
        let (folder, large) = with_large(program)?;
        reports::says_where_it_listens(program, &folder)?;
        reports::prints_a_line_for_each_answer(program, &folder, &large)?;
        reports::commands_no_terminal(program, &folder)?;
        reports::rests(program, &folder)?;
        reports::starts_again(program, &folder)?;
        reports::reports_what_it_cannot_do(program, &folder)
    });
}
