//! Work in the background.

use std::time::Duration;

use asyncscope::answers::Answer;
use asyncscope::jobs::{Job, JobState};

#[test]
fn a_job_that_is_dropped_stops() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let ctx = egui::Context::default();
    let job = Job::spawn("Waiting", &ctx, move |task| {
        while task.advance(0).is_ok() {
            std::thread::yield_now();
        }
        sender.send(()).expect("the test waits");
        Ok(())
    });
    drop(job.expect("a thread"));
    receiver.recv_timeout(Duration::from_secs(20)).expect("the work ends");
}

#[test]
fn a_bug_in_a_job_is_told_and_not_spread() {
    let ctx = egui::Context::default();
    let job: Job<()> = Job::spawn("Failing", &ctx, |_| panic!("on purpose")).expect("a thread");
    let outcome = loop {
        match job.poll() {
            JobState::Running => std::thread::yield_now(),
            other => break other,
        }
    };
    assert_eq!(outcome, JobState::Panicked("on purpose".to_owned()));
}

#[test]
fn a_question_that_was_cancelled_is_asked_again_only_on_request() {
    let ctx = egui::Context::default();
    let mut answer: Answer<u8, u8> = Answer::default();
    let (sender, stopped) = std::sync::mpsc::channel();
    answer.ask(1, || {
        Job::spawn("Waiting", &ctx, move |task| {
            while task.advance(0).is_ok() {
                std::thread::yield_now();
            }
            sender.send(()).expect("the test waits");
            Ok(1)
        })
    });
    answer.cancel();
    stopped.recv_timeout(Duration::from_secs(20)).expect("the work ends");
    assert!(!answer.is_working());
    assert_eq!(answer.failure(), Some("Cancelled."));
    answer.ask(1, || panic!("not by itself"));

    answer.ask_again();
    answer.ask(1, || Job::spawn("Answering", &ctx, |_| Ok(7)));
    while answer.is_working() {
        assert_eq!(answer.poll(), None);
        std::thread::yield_now();
    }
    assert_eq!((answer.current(), answer.failure()), (Some(&7), None));
}
