//! The ways to sleep, which only Linux has all of.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::thread::{clock_nanosleep_absolute, clock_nanosleep_relative};
use rustix::time::{
    ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, clock_gettime, timerfd_create,
    timerfd_settime,
};
use socket2::SockRef;

const A_WHILE: Duration = Duration::from_millis(150);
const TOO_LONG: Duration = Duration::from_secs(600);

/// Serves one client, and one message of it.
pub(super) fn serve(way: &str) -> io::Result<()> {
    match way {
        "a long start" => load(),
        "an endless start" => loop {
            std::hint::spin_loop();
        },
        _ => {}
    }
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("listening on {}", listener.local_addr()?);
    let (mut stream, _) = listener.accept()?;
    let mut message = [0; 100];
    let count = stream.read(&mut message)?;
    println!("it has begun");
    sleep(way, &listener, &mut stream)?;
    stream.write_all(&message[..count])?;
    // Whatever the check does with the connection, this end of it stays.
    thread::park();
    Ok(())
}

/// Needs the processor and more and more memory for a time, as an interpreter does that loads its modules.
fn load() {
    let began = Instant::now();
    let mut memory = Vec::new();
    while began.elapsed() < 3 * A_WHILE {
        memory.extend(std::iter::repeat_n(1_u8, 1 << 12));
        for _ in 0..100_000 {
            std::hint::spin_loop();
        }
    }
}

fn sleep(way: &str, listener: &TcpListener, stream: &mut TcpStream) -> io::Result<()> {
    let time = if way.starts_with("too long") { TOO_LONG } else { A_WHILE };
    match way.split_once(", ").map_or(way, |(_, how)| how) {
        "a long start" => Ok(()),
        "busy with each piece" => look_at_each_piece(stream),
        "busy with one piece" => loop {
            std::hint::spin_loop();
        },
        how if how.starts_with("in ") => sleep_in_a_call(how, time, listener, stream),
        how if how.starts_with("looking ") => look(how, time, stream),
        how => wait_for_another(how, time, stream),
    }
}

/// Reads on until the client has nothing more to send, and is busy with each piece for a while.
fn look_at_each_piece(stream: &mut TcpStream) -> io::Result<()> {
    let mut piece = [0; 100];
    while stream.read(&mut piece)? > 0 {
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(60) {
            std::hint::spin_loop();
        }
    }
    Ok(())
}

/// The thread sleeps in a call, which may have a timeout.
fn sleep_in_a_call(how: &str, time: Duration, listener: &TcpListener, stream: &mut TcpStream) -> io::Result<()> {
    let timespec = Timespec::try_from(time).expect("it is no longer than that");
    let mut byte = [0; 1];
    match how {
        "in a sleep" => thread::sleep(time),
        "in a sleep for a time" => {
            let _ = clock_nanosleep_relative(ClockId::Monotonic, &timespec);
        }
        "in a sleep until a time" => {
            let mut until = clock_gettime(ClockId::Monotonic);
            until = (Duration::try_from(until).expect("the clock runs") + time).try_into().expect("it is soon");
            clock_nanosleep_absolute(ClockId::Monotonic, &until)?;
        }
        "in a read with a timeout" => {
            stream.set_read_timeout(Some(time))?;
            assert!(stream.read(&mut byte).is_err());
        }
        "in an accept with a timeout" => {
            SockRef::from(listener).set_read_timeout(Some(time))?;
            assert!(listener.accept().is_err());
        }
        "in a poll with a timeout" => {
            poll(&mut [PollFd::new(listener, PollFlags::IN)], Some(&timespec))?;
        }
        "in a poll of a timer" => {
            let timer = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::empty())?;
            let once = Itimerspec { it_interval: Timespec { tv_sec: 0, tv_nsec: 0 }, it_value: timespec };
            timerfd_settime(&timer, TimerfdTimerFlags::empty(), &once)?;
            poll(&mut [PollFd::new(&timer, PollFlags::IN)], None)?;
        }
        "in a read" => {
            stream.read_exact(&mut byte)?;
        }
        "in an accept" => {
            listener.accept()?;
        }
        "in a poll" => {
            poll(&mut [PollFd::new(listener, PollFlags::IN), PollFd::new(&stream, PollFlags::IN)], None)?;
        }
        other => panic!("no such way: {other}"),
    }
    Ok(())
}

/// The thread looks again and again whether there is something to read.
fn look(how: &str, time: Duration, stream: &mut TcpStream) -> io::Result<()> {
    let mut byte = [0; 1];
    match how {
        "looking again and again" => {
            stream.set_nonblocking(true)?;
            for _ in 0..time.as_millis() {
                assert!(stream.read(&mut byte).is_err());
                thread::sleep(Duration::from_millis(1));
            }
            stream.set_nonblocking(false)?;
        }
        "looking every millisecond" => look_for_ever(stream, || thread::sleep(Duration::from_millis(1)))?,
        "looking every five milliseconds" => look_for_ever(stream, || thread::sleep(Duration::from_millis(5)))?,
        "looking without a pause" => look_for_ever(stream, || {})?,
        "looking whenever it is its turn" => look_for_ever(stream, thread::yield_now)?,
        other => panic!("no such way: {other}"),
    }
    Ok(())
}

/// The thread waits for another one, for a child, or for a client that it is itself.
fn wait_for_another(how: &str, time: Duration, stream: &TcpStream) -> io::Result<()> {
    let mut byte = [0; 1];
    match how {
        "for a condition with a timeout" => {
            let (mutex, condition) = (Mutex::new(()), Condvar::new());
            drop(condition.wait_timeout(mutex.lock().expect("nobody else has it"), time));
        }
        "for a thread that sleeps" => {
            let (sender, receiver) = mpsc::channel();
            thread::spawn(move || {
                thread::sleep(time);
                sender.send(()).expect("the other thread waits");
            });
            receiver.recv().expect("it is sent");
        }
        "for a child to end" => {
            Command::new("sleep").arg(time.as_secs_f64().to_string()).status()?;
        }
        "for a child to print" => {
            let script = format!("sleep {}; echo", time.as_secs_f64());
            let mut child = Command::new("sh").args(["-c", &script]).stdout(Stdio::piped()).spawn()?;
            child.stdout.take().expect("it was asked for").read_exact(&mut byte)?;
            child.wait()?;
        }
        "for one child after another" => {
            // Each comes when the shell has been seen without one, or with the one before.
            let script = "i=0; while [ $i -lt 40 ]; do word=$(sleep 0.01); i=$((i + 1)); done";
            Command::new("sh").args(["-c", script]).status()?;
        }
        "for a client of its own" => {
            // Its own other end is asleep for a while, and the first thread waits for what that sends.
            let own = TcpListener::bind("127.0.0.1:0")?;
            let address = own.local_addr()?;
            thread::spawn(move || {
                let mut client = TcpStream::connect(address).expect("it listens");
                thread::sleep(time);
                client.write_all(b"x").expect("it reads");
            });
            own.accept()?.0.read_exact(&mut byte)?;
        }
        "for a child that never sleeps" => {
            Command::new("sh").args(["-c", "while :; do :; done"]).status()?;
        }
        "for a condition" => {
            let pair = Arc::new((Mutex::new(()), Condvar::new()));
            drop(pair.1.wait(pair.0.lock().expect("nobody else has it")));
        }
        "for a thread that reads" => {
            let mut stream = stream.try_clone()?;
            drop(thread::spawn(move || stream.read_exact(&mut [0; 1])).join());
        }
        other => panic!("no such way: {other}"),
    }
    Ok(())
}

/// Asks again and again whether there is something to read, with this pause.
fn look_for_ever(stream: &mut TcpStream, pause: impl Fn()) -> io::Result<()> {
    stream.set_nonblocking(true)?;
    while stream.read(&mut [0; 1]).is_err() {
        pause();
    }
    Ok(())
}
