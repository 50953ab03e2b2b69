//! One question to a service: its answer, or an error with its cause, and never a wait without an end.

use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
use crate::kv::{KvError, Nature};
use crate::sessions::any_kv::Asked;
use crate::sessions::time::{Sleep, chance, within};

/// The first wait before a question is asked again, and the longest.
const SHORTEST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(2);

/// Asks. What the service calls passing is asked again until nobody waits for it any more; `question` is told how often it was asked before.
pub(crate) async fn ask<'a, T>(
    operation: &'static str,
    sleep: &Sleep,
    timeout: Duration,
    question: impl Fn(u32) -> Asked<'a, T>,
) -> Result<T, Error> {
    let mut last = None;
    let patiently = async {
        let mut wait = SHORTEST;
        for tried in 0.. {
            match question(tried).await {
                Err(error) if error.nature == Nature::Passing => last = Some(error),
                done => return done,
            }
            // Not all at the same time, who met the same fault.
            sleep(wait.mul_f64(0.5 + chance() / 2.0)).await;
            wait = (wait * 2).min(LONGEST);
        }
        Err(KvError::new("it was asked too often"))
    };
    match within(sleep, timeout, patiently).await {
        Some(Ok(answer)) => Ok(answer),
        Some(Err(error)) if error.nature == Nature::Lasting => {
            Err(Error::store(format!("kv.{operation}: the service failed: {error}"), false, Some(error.source)))
        }
        Some(Err(error)) => Err(Error::store(format!("kv.{operation}: the service failed"), true, Some(error.source))),
        None => {
            let cause = last.map(|error| Arc::clone(&error.source));
            Err(Error::store(format!("kv.{operation}: no answer within {} ms", timeout.as_millis()), true, cause))
        }
    }
}
