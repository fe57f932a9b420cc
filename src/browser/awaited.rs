//! A value that comes later: one side gives it, the other waits. Knows nothing of what it is.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

struct Place<T> {
    value: Option<T>,
    waiting: Option<Waker>,
}

/// The side that gives the value.
pub(super) struct Giver<T>(Rc<RefCell<Place<T>>>);

/// The side that waits. It waits for ever if the giver is dropped without a word, so givers answer whatever happens.
pub struct Awaited<T>(Rc<RefCell<Place<T>>>);

/// Both sides of a new value.
pub(super) fn awaited<T>() -> (Giver<T>, Awaited<T>) {
    let place = Rc::new(RefCell::new(Place { value: None, waiting: None }));
    (Giver(Rc::clone(&place)), Awaited(place))
}

impl<T> Giver<T> {
    pub(super) fn give(self, value: T) {
        let waiting = {
            let mut place = self.0.borrow_mut();
            place.value = Some(value);
            place.waiting.take()
        };
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }
}

impl<T> Future for Awaited<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut place = self.0.borrow_mut();
        match place.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                place.waiting = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
