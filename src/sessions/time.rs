//! Waiting, by the timer of whatever runtime this runs on.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::env;

/// Something to wait for.
pub(crate) type Waiting = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A runtime's timer.
pub(crate) type Sleep = Box<dyn Fn(Duration) -> Waiting + Send + Sync>;

/// The longest wait between two tries. It decides what is left of a thousand requests that write one session at once: with two seconds,
/// about one try for each write that the service can take.
const LONGEST_MS: u64 = 2000;

/// What comes of a future; nothing if a time is over first. What is there at once needs no timer.
pub(crate) async fn within<T>(sleep: &Sleep, time: Duration, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut timer = None;
    poll_fn(|context| {
        if let Poll::Ready(done) = future.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        timer.get_or_insert_with(|| sleep(time)).as_mut().poll(context).map(|()| None)
    })
    .await
}

/// What comes of some futures, asked at the same time.
pub(crate) async fn together<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut all: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| {
        let mut is_done = true;
        for (future, outcome) in all.iter_mut().filter(|(_, outcome)| outcome.is_none()) {
            match future.as_mut().poll(context) {
                Poll::Ready(done) => *outcome = Some(done),
                Poll::Pending => is_done = false,
            }
        }
        if is_done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    all.into_iter().filter_map(|(_, outcome)| outcome).collect()
}

/// Waits longer each time, and never as long as the others; not at all after the first time.
pub(crate) async fn pause(sleep: &Sleep, tried: u32) {
    if tried > 0 {
        let most = 1_u64.checked_shl(tried).unwrap_or(LONGEST_MS).min(LONGEST_MS);
        sleep(Duration::from_millis(most).mul_f64(chance())).await;
    }
}

/// From 0 to 1.
pub(crate) fn chance() -> f64 {
    let mut bytes = [0; 4];
    // Without randomness all wait alike.
    if env::random(&mut bytes).is_err() {
        return 1.0;
    }
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

/// A time by which something has to be done, by the runtime's timer: not every platform has another clock that nobody sets.
pub(crate) struct Deadline(Option<Waiting>);

impl Deadline {
    pub(crate) fn new(sleep: &Sleep, time: Duration) -> Self {
        Self(Some(sleep(time)))
    }

    /// Whether it has passed.
    pub(crate) async fn is_over(&mut self) -> bool {
        poll_fn(|context: &mut Context<'_>| {
            if self.0.as_mut().is_some_and(|timer| timer.as_mut().poll(context).is_ready()) {
                self.0 = None;
            }
            Poll::Ready(self.0.is_none())
        })
        .await
    }
}
