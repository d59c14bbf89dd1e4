//! Times, as ratios to the limit within one run: `cargo bench -p benches`.

mod rounds;

use axum::body::Body;
use axum_core::response::IntoResponse as _;
use benches::{by_hand, limit, ours};
use error_catalog::tower::UniformService;
use error_catalog::{Catalog, Entry, Status, UniformErrors};
use http::Request;
use rounds::{Case, compare, compare_two_threads};
use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::future::{PollFn, poll_fn};
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use tower::util::MapResponse;
use tower_layer::Layer as _;
use tower_service::Service;

fn main() {
    bodies();
    buffers();
    responses();
    uniform_errors();
    lookups();
    threads();
}

fn bodies() {
    compare("static message to its body", &static_cases());
    compare("one `String` field to its body", &interpolated_cases());
}

fn static_cases() -> [Case<'static>; 3] {
    [
        Case::new("limit", || limit::body(black_box(&limit::Error::NotFound))),
        Case::new("ours", || ours::body(black_box(&ours::Error::NotFound))),
        Case::new("by hand", || {
            by_hand::body(black_box(&by_hand::Error::NotFound))
        }),
    ]
}

fn interpolated_cases() -> [Case<'static>; 3] {
    let msisdn = "+6512345678".to_owned();
    let limit = limit::Error::InvalidMsisdn {
        msisdn: msisdn.clone(),
    };
    let ours = ours::Error::InvalidMsisdn {
        msisdn: msisdn.clone(),
    };
    let by_hand = by_hand::Error::InvalidMsisdn { msisdn };
    [
        Case::new("limit", move || limit::body(black_box(&limit))),
        Case::new("ours", move || ours::body(black_box(&ours))),
        Case::new("by hand", move || by_hand::body(black_box(&by_hand))),
    ]
}

fn buffers() {
    thread_local! {
        static BUFFER: RefCell<Vec<u8>> = RefCell::new(Vec::with_capacity(1024));
    }
    fn buffered(write: impl Fn(&mut Vec<u8>)) {
        BUFFER.with_borrow_mut(|buffer| {
            buffer.clear();
            write(buffer);
            black_box(buffer);
        });
    }
    let limit = limit::Error::NotFound;
    let ours = ours::Error::NotFound;
    compare(
        "static message into a buffer with room",
        &[
            Case::new("limit", move || {
                buffered(|buffer| limit::write_body(black_box(&limit), buffer));
            }),
            Case::new("ours", move || {
                buffered(|buffer| ours::write_body(black_box(&ours), buffer));
            }),
        ],
    );
}

fn responses() {
    /// As large as ours, by which middleware knows what happened.
    #[derive(Clone)]
    #[allow(dead_code)]
    struct ErrorInfo([u64; 6]);

    compare(
        "bare error to an axum response",
        &[
            Case::new("limit", || {
                limit::response(black_box(&limit::Error::NotFound))
            }),
            Case::new("limit, with a marker in the extensions", || {
                let mut response = limit::response(black_box(&limit::Error::NotFound));
                response
                    .extensions_mut()
                    .insert(black_box(ErrorInfo([0; 6])));
                response
            }),
            Case::new("ours", || black_box(ours::Error::NotFound).into_response()),
            Case::new("by hand", || {
                by_hand::response(black_box(&by_hand::Error::NotFound))
            }),
        ],
    );
}

/// What the layer adds to a response below 400.
fn uniform_errors() {
    type Response = http::Response<Body>;
    type Mapped = MapResponse<Inner, fn(Response) -> Response>;

    #[derive(Clone)]
    struct Inner;

    impl Service<Request<()>> for Inner {
        type Response = Response;
        type Error = Infallible;
        // As in a handler, there is a response once the future is polled.
        type Future = PollFn<fn(&mut Context<'_>) -> Poll<Result<Self::Response, Infallible>>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request<()>) -> Self::Future {
            drop(black_box(request));
            poll_fn(|_| Poll::Ready(Ok(black_box(Response::new(Body::from("fine"))))))
        }
    }

    fn call<S: Service<Request<()>>>(service: &RefCell<S>) -> S::Response {
        let future = service.borrow_mut().call(Request::new(()));
        let mut future = pin!(future);
        match future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(Ok(response)) => response,
            _ => unreachable!("the service is ready and never fails"),
        }
    }

    thread_local! {
        static BARE: RefCell<Inner> = const { RefCell::new(Inner) };
        static MAPPED: RefCell<Mapped> =
            RefCell::new(MapResponse::new(Inner, |response| response));
        static LAYERED: RefCell<UniformService<Inner>> =
            RefCell::new(UniformErrors::new().layer(Inner));
    }
    compare(
        "a response below 400",
        &[
            Case::new("without any layer", || BARE.with(call)),
            Case::new("a layer that does nothing", || MAPPED.with(call)),
            Case::new("UniformErrors", || LAYERED.with(call)),
            // As for any layer with a body of its own, such as tower-http's `TraceLayer`.
            Case::new("UniformErrors, with axum's box for the body", || {
                LAYERED.with(call).map(Body::new)
            }),
        ],
    );
}

fn threads() {
    compare_two_threads("static message, two threads against one", &static_cases());
}

/// Codes as real catalogs have them: in blocks, with gaps.
fn lookups() {
    let status = Status::new(400).expect("an error's status");
    let codes: Vec<u32> = (0..10_000).map(|n| n / 37 * 100 + n % 37 * 2).collect();
    let entries: Vec<Entry> = codes
        .iter()
        .map(|&code| Entry::new("Error::Variant", status, code))
        .collect();
    let catalog = Catalog::new("Error", Vec::leak(entries));
    // A fixed walk through all of them that no prefetcher knows.
    let walk: Vec<u32> = (0..10_000)
        .map(|step| codes[step * 6_007 % codes.len()])
        .collect();

    thread_local! {
        static STEP: Cell<usize> = const { Cell::new(0) };
    }
    compare(
        "look-up of a code among 10,000",
        &[Case::new("ours", move || {
            let step = STEP.get();
            STEP.set(if step + 1 == walk.len() { 0 } else { step + 1 });
            catalog.find(walk[step])
        })],
    );
}
