//! Writes a Chrome trace of any size, to open it by hand:
//!
//! ```sh
//! cargo run --release -p asyncscope-tests --example make_large -- large.json 10000000
//! cargo run --release -- large.json
//! ```
//!
//! The second number is how many events it holds; ten million take about 1.3 GB.

#![expect(clippy::print_stderr, reason = "a program of its own")]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use support::random::Random;

/// Threads that the events are shared out among.
const N_THREADS: u64 = 4;
/// One task and what happens in it: from, to, in sixteenths of the task.
const TASK: [(u64, u64); 8] =
    [(0, 15), (0, 9), (1, 5), (2, 4), (6, 8), (10, 15), (10, 14), (11, 13)];
/// Microseconds that a task lasts at most.
const STEP: u64 = 160;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (path, n) = (arguments.next(), arguments.next());
    let n = n.map_or(Ok(10_000_000), |it| it.parse());
    let (Some(path), Ok(n)) = (path, n) else {
        eprintln!("usage: make_large FILE [EVENTS]");
        return ExitCode::from(2);
    };
    match File::create(&path).and_then(|it| write(BufWriter::new(it), n)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes `n` events: of ten, eight are spans, one begins or ends an asynchronous span, one is a
/// point of a counter.
fn write(mut file: impl Write, n: u64) -> io::Result<()> {
    file.write_all(b"{\"traceEvents\":[\n")?;
    for tid in 1..=N_THREADS {
        let name = if tid == 1 { "CrRendererMain".to_owned() } else { format!("Worker {tid}") };
        writeln!(
            file,
            "{{\"ph\":\"M\",\"pid\":1,\"tid\":{tid},\"ts\":0,\"name\":\"thread_name\",\
             \"args\":{{\"name\":\"{name}\"}}}},"
        )?;
    }
    let mut random = Random::new(1);
    let mut written = 0;
    let mut number = 0_u64;
    while written < n {
        let (tid, start) = (1 + number % N_THREADS, number / N_THREADS * STEP);
        task(&mut file, &mut random, tid, start)?;
        asynchronous(&mut file, number, tid, start)?;
        counter(&mut file, &mut random, start)?;
        written += 10;
        number += 1;
    }
    let end = number / N_THREADS * STEP + STEP;
    let last = "{\"ph\":\"I\",\"pid\":1,\"tid\":1,\"s\":\"t\",\"name\":\"end\",\"cat\":\"x\"";
    writeln!(file, "{last},\"ts\":{end}}}]}}")?;
    file.flush()
}

/// A task of uneven length with spans in it.
fn task(file: &mut impl Write, random: &mut Random, tid: u64, start: u64) -> io::Result<()> {
    let length = STEP / 2 + random.below(STEP / 2);
    for (at, (from, to)) in TASK.into_iter().enumerate() {
        let (ts, dur) = (start + length * from / 16, length * (to - from) / 16);
        let name =
            if at == 0 { "RunTask".to_owned() } else { format!("step{}", random.below(200)) };
        writeln!(
            file,
            "{{\"ph\":\"X\",\"pid\":1,\"tid\":{tid},\"ts\":{ts},\"dur\":{dur},\
             \"cat\":\"devtools.timeline\",\"name\":\"{name}\",\"args\":{{}}}},"
        )?;
    }
    Ok(())
}

/// Every second one ends the span that the one before began.
fn asynchronous(file: &mut impl Write, number: u64, tid: u64, start: u64) -> io::Result<()> {
    let (phase, id) = if number.is_multiple_of(2) { ('b', number) } else { ('e', number - 1) };
    let name = id / 2 % 25;
    writeln!(
        file,
        "{{\"ph\":\"{phase}\",\"pid\":1,\"tid\":{tid},\"ts\":{start},\"id\":\"0x{id:x}\",\
         \"cat\":\"blink.user_timing\",\"name\":\"operation {name}\",\"args\":{{}}}},"
    )
}

fn counter(file: &mut impl Write, random: &mut Random, start: u64) -> io::Result<()> {
    let bytes = 20_000_000 + random.below(60_000_000);
    writeln!(
        file,
        "{{\"ph\":\"C\",\"pid\":1,\"tid\":1,\"ts\":{start},\"cat\":\"x\",\"name\":\"heap\",\
         \"args\":{{\"jsHeapSizeUsed\":{bytes}}}}},"
    )
}
