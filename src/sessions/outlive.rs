//! A task of its own for what must not stop halfway, and its outcome.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use crate::error::Error;
use crate::sessions::site::Hooks;

/// What comes of a future that goes on though nobody waits for it any more, if there is a way to run tasks. Should that be stopped, the error says `what` was.
pub(crate) async fn outlive<T: Send + 'static>(
    hooks: &Hooks,
    what: &'static str,
    future: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    let Some(spawn) = &hooks.spawn else { return future.await };
    let shared = Arc::new(Mutex::new(Outcome { done: None, waker: None }));
    let teller = Teller { what, outcome: Arc::clone(&shared) };
    spawn(Box::pin(async move {
        let done = future.await;
        teller.tell(done);
    }));
    poll_fn(|context| {
        let mut outcome = shared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(done) = outcome.done.take() {
            return Poll::Ready(done);
        }
        outcome.waker = Some(context.waker().clone());
        Poll::Pending
    })
    .await
}

struct Outcome<T> {
    done: Option<Result<T, Error>>,
    waker: Option<Waker>,
}

/// Tells the outcome, or that there will be none: the task was stopped, or panicked.
struct Teller<T> {
    what: &'static str,
    outcome: Arc<Mutex<Outcome<T>>>,
}

impl<T> Teller<T> {
    fn tell(&self, done: Result<T, Error>) {
        let mut outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        outcome.done.get_or_insert(done);
        if let Some(waker) = outcome.waker.take() {
            waker.wake();
        }
    }
}

impl<T> Drop for Teller<T> {
    fn drop(&mut self) {
        let message = format!("{} was stopped: the task that it ran in is gone", self.what);
        self.tell(Err(Error::store(message, true, None)));
    }
}
