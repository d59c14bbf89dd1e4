use pin_project_lite::pin_project;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The text of a panic, for the log alone.
#[derive(Clone, Debug)]
pub(crate) struct Panic(pub(crate) String);

impl Panic {
    fn new(payload: Box<dyn Any + Send>) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref().map(String::as_str));
        let text = text.unwrap_or("with a payload that is not a string");
        let panic = Self(text.to_owned());
        // A payload may panic when it is dropped, and so may the payload of that panic.
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            std::mem::forget(payload);
        }
        panic
    }
}

/// What is seen of the service after a panic is what the framework shares among all requests anyway,
/// as if each had a thread of its own.
#[inline]
pub(crate) fn catch<T>(call: impl FnOnce() -> T) -> Result<T, Panic> {
    catch_unwind(AssertUnwindSafe(call)).map_err(Panic::new)
}

pin_project! {
    /// A future that turns a panic into an error: of the call that makes it, of each poll, and of
    /// its own end.
    #[project = Projection]
    pub(crate) enum CatchPanic<F> {
        Running {
            #[pin]
            future: F,
        },
        Panicked {
            panic: Option<Panic>,
        },
        Done,
    }
}

impl<F> CatchPanic<F> {
    #[inline]
    pub(crate) fn new(call: impl FnOnce() -> F) -> Self {
        match catch(call) {
            Ok(future) => Self::Running { future },
            Err(panic) => Self::panicked(panic),
        }
    }

    pub(crate) fn panicked(panic: Panic) -> Self {
        Self::Panicked { panic: Some(panic) }
    }
}

impl<F: Future> CatchPanic<F> {
    /// Polls in place: a response is large, and each move of it costs more than the rest. A future
    /// that is ready is dropped at once, and the output stays where its drop panics.
    #[inline]
    pub(crate) fn poll_into(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        output: &mut Poll<F::Output>,
    ) -> Result<(), Panic> {
        let polled = match self.as_mut().project() {
            Projection::Running { future } => catch(|| *output = future.poll(cx)),
            // Nothing comes after the first answer.
            Projection::Panicked { panic } => panic.take().map_or(Ok(()), Err),
            Projection::Done => Ok(()),
        };
        if polled.is_err() || output.is_ready() {
            let dropped = catch(|| self.set(Self::Done));
            #[cfg(feature = "tracing")]
            if let (Ok(()), Err(panic)) = (&polled, dropped) {
                crate::log::log_late_panic(&panic.0);
            }
            #[cfg(not(feature = "tracing"))]
            drop(dropped);
        }
        polled
    }
}

impl<F: Future> Future for CatchPanic<F> {
    type Output = Result<F::Output, Panic>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut output = Poll::Pending;
        match self.poll_into(cx, &mut output) {
            Ok(()) => output.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    }
}
