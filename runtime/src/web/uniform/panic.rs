use pin_project_lite::pin_project;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

/// What a panic said, for the log alone.
pub(crate) struct Panic(pub(crate) String);

impl Panic {
    fn new(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref().map(String::as_str));
        Self(text.unwrap_or("with a value that is no text").to_owned())
    }
}

/// What is seen of the service after a panic is what the framework shares among all requests anyway,
/// as if each had a thread of its own.
#[inline]
pub(crate) fn catch<T>(call: impl FnOnce() -> T) -> Result<T, Panic> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|payload| Panic::new(&*payload))
}

pin_project! {
    /// A future that panics into an error, and so does the call that makes it.
    #[project = Projection]
    pub(crate) enum CatchPanic<F> {
        Running {
            #[pin]
            future: F,
        },
        Panicked {
            panic: Option<Panic>,
        },
    }
}

impl<F> CatchPanic<F> {
    #[inline]
    pub(crate) fn new(call: impl FnOnce() -> F) -> Self {
        match catch(call) {
            Ok(future) => Self::Running { future },
            Err(panic) => Self::Panicked { panic: Some(panic) },
        }
    }
}

impl<F: Future> CatchPanic<F> {
    /// Polls in place: a response is large, and each move of it costs more than the rest.
    #[inline]
    pub(crate) fn poll_into(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        output: &mut Poll<F::Output>,
    ) -> Result<(), Panic> {
        match self.project() {
            Projection::Running { future } => catch(|| *output = future.poll(cx)),
            // Nothing comes after the first answer.
            Projection::Panicked { panic } => panic.take().map_or(Ok(()), Err),
        }
    }
}

impl<F: Future> Future for CatchPanic<F> {
    type Output = Result<F::Output, Panic>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut output = Poll::Pending;
        match self.poll_into(cx, &mut output) {
            Ok(()) => output.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    }
}
