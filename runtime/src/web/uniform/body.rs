use super::watch::Watch;
use bytes::Buf;
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

pin_project! {
    /// The body of a response under `UniformErrors`: that of the service, or the standard body.
    #[derive(Debug)]
    pub struct UniformBody<B> {
        #[pin]
        state: State<B>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = Projection]
    enum State<B> {
        Inner {
            #[pin]
            body: B,
            watch: Watch,
        },
        Standard {
            bytes: Option<Vec<u8>>,
        },
        Unsaid,
    }
}

impl<B> UniformBody<B> {
    #[inline]
    pub(crate) fn inner(body: B, status: u16) -> Self {
        let watch = Watch::new(status);
        Self {
            state: State::Inner { body, watch },
        }
    }

    pub(crate) fn standard(bytes: Vec<u8>) -> Self {
        Self {
            state: State::Standard { bytes: Some(bytes) },
        }
    }

    /// No body, in answer to HEAD. It does not say how long it is, as a server would tell the client.
    pub(crate) fn unsaid() -> Self {
        Self {
            state: State::Unsaid,
        }
    }

    pub(crate) fn into_inner(self) -> Option<B> {
        match self.state {
            State::Inner { body, .. } => Some(body),
            _ => None,
        }
    }
}

/// Empty: what a layer such as CORS answers by itself.
impl<B> Default for UniformBody<B> {
    fn default() -> Self {
        Self {
            state: State::Standard { bytes: None },
        }
    }
}

impl<B> Body for UniformBody<B>
where
    B: Body<Data: From<Vec<u8>>, Error: fmt::Display>,
{
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let (body, watch) = match self.project().state.project() {
            Projection::Inner { body, watch } => (body, watch),
            Projection::Standard { bytes } => {
                let bytes = bytes.take().filter(|bytes| !bytes.is_empty());
                return Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes.into()))));
            }
            Projection::Unsaid => return Poll::Ready(None),
        };
        let polled = watch.polled(|| body.poll_frame(cx));
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                watch.sent(frame.data_ref().map_or(0, Buf::remaining));
            }
            Poll::Ready(Some(Err(error))) => watch.failed(error),
            _ => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        match &self.state {
            State::Inner { body, .. } => body.is_end_stream(),
            State::Standard { bytes } => bytes.is_none(),
            State::Unsaid => true,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.state {
            State::Inner { body, .. } => body.size_hint(),
            State::Standard { bytes } => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, Vec::len) as u64)
            }
            State::Unsaid => SizeHint::default(),
        }
    }
}
