//! Errors over gRPC: a server and a client on a real socket.

use crate::log;
use crate::orders::{OrderError, OrderErrorKind, Quota, gone, quota};
use axum::body::Bytes;
use error_catalog::tonic::NoErrorBody;
use error_catalog::{
    ErrorBody, ErrorCatalog, ErrorInfo, Exempt, FieldError, FieldErrors, Occurrence, UniformErrors,
};
use http::uri::PathAndQuery;
use http_body_util::Full;
use std::convert::Infallible;
use std::error::Error;
use std::future::{self, Ready};
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;
use tonic::body::Body;
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::transport::{Channel, Endpoint, Server};
use tonic::{Code, Request, Response, Status};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt as _;
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

/// `orders.Orders`, whose methods take a text and return one.
#[derive(Clone)]
struct Orders;

impl NamedService for Orders {
    const NAME: &'static str = "orders.Orders";
}

impl<B> Service<http::Request<B>> for Orders
where
    B: http_body::Body<Error: Into<Box<dyn Error + Send + Sync>> + Send> + Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        Box::pin(async {
            let mut grpc = Grpc::new(ProstCodec::<String, String>::default());
            Ok(grpc.unary(Get, request).await)
        })
    }
}

struct Get;

impl UnaryService<String> for Get {
    type Response = String;
    type Future = Ready<Result<Response<String>, Status>>;

    fn call(&mut self, request: Request<String>) -> Self::Future {
        future::ready(get(request.get_ref()))
    }
}

fn get(name: &str) -> Result<Response<String>, Status> {
    match name {
        "gone" => Err(Occurrence::new(gone()))?,
        "quota" => Err(quota())?,
        "storage" => Err(OrderError::Storage(7))?,
        "fields" => Err(OrderError::Invalid(fields(2)))?,
        "many" => Err(OrderError::Invalid(fields(1000)))?,
        "long" => Err(OrderError::Gone {
            name: "Zoë ".repeat(1000),
        })?,
        "panic" => panic!("on purpose"),
        "foreign" => Err(Status::not_found("not of a catalog")),
        _ => Ok(Response::new(format!("order {name}"))),
    }
}

fn fields(count: usize) -> FieldErrors {
    let errors = (0..count).map(|index| {
        FieldError::new(format!("/items/{index}"), "length", "is empty").with_param("min", 1)
    });
    errors.collect()
}

/// tonic's server, and axum's, which answers what it does not know with HTTP's 404.
fn urls() -> [&'static str; 2] {
    static URLS: OnceLock<[String; 2]> = OnceLock::new();
    URLS.get_or_init(|| {
        log::listen();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let of_tonic = format!("http://{}", listener.local_addr().unwrap());
        listener.set_nonblocking(true).unwrap();
        std::thread::spawn(|| {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let mut server = Server::builder().layer(UniformErrors::new());
                let incoming = tonic::transport::server::TcpIncoming::from(listener);
                server
                    .add_service(Orders)
                    .serve_with_incoming(incoming)
                    .await
                    .unwrap();
            });
        });
        let router = axum::Router::new()
            .route_service("/orders.Orders/Get", Orders)
            .layer(UniformErrors::new().problem_details("urn:errors:"));
        [of_tonic, crate::axum::serve(router)]
    })
    .each_ref()
    .map(|url| &**url)
}

async fn call(url: &'static str, method: &'static str, name: &str) -> Result<String, Status> {
    let channel: Channel = Endpoint::from_static(url).connect().await.unwrap();
    let mut client = tonic::client::Grpc::new(channel);
    client.ready().await.unwrap();
    let path = PathAndQuery::from_static(method);
    let codec = ProstCodec::<String, String>::default();
    let request = Request::new(name.to_owned());
    let response = client.unary(request, path, codec).await?;
    Ok(response.into_inner())
}

async fn failure(url: &'static str, name: &str) -> Status {
    call(url, "/orders.Orders/Get", name).await.unwrap_err()
}

#[tokio::test]
async fn an_error_arrives_as_a_status_and_comes_back_as_its_body() {
    for url in urls() {
        let order = call(url, "/orders.Orders/Get", "7").await.unwrap();
        assert_eq!(order, "order 7");

        let status = failure(url, "gone").await;
        assert_eq!(status.code(), Code::NotFound);
        assert_eq!(status.message(), "\"Zoë\" is gone");
        let body = ErrorBody::try_from(&status).unwrap();
        assert_eq!(body.kind(), Ok(OrderErrorKind::Gone));
        assert_eq!(body.message(), "\"Zoë\" is gone");
        let id = body.error_id().to_string();
        assert_eq!(log::of(&id).len(), 1);

        let info = status.get_details_error_info().unwrap();
        assert_eq!(info.reason, "GONE");
        assert_eq!(info.domain, "orders.example");
        assert_eq!(info.metadata["code"], "1404");
        assert_eq!(info.metadata["timestamp"], body.timestamp().to_string());
        let request = status.get_details_request_info().unwrap();
        assert_eq!(request.request_id, id);
        assert!(status.get_details_retry_info().is_none());
        assert!(status.get_details_bad_request().is_none());
    }
}

#[tokio::test]
async fn headers_and_details_have_their_place() {
    let [url, _] = urls();
    let status = failure(url, "quota").await;
    assert_eq!(status.code(), Code::ResourceExhausted);
    let retry = status.get_details_retry_info().unwrap();
    assert_eq!(retry.retry_delay, Some(Duration::from_secs(60)));
    let body = ErrorBody::try_from(&status).unwrap();
    let expected = Quota {
        limit: 100,
        used: 101,
    };
    assert_eq!(body.details().unwrap(), Some(expected));

    // The entry says which code it has.
    let status = failure(url, "fields").await;
    assert_eq!(status.code(), Code::InvalidArgument);
    let request = status.get_details_bad_request().unwrap();
    let violations = request.field_violations;
    assert_eq!(violations.len(), 2);
    assert_eq!(violations[1].field, "items[1]");
    assert_eq!(violations[1].description, "is empty");
    let body = ErrorBody::try_from(&status).unwrap();
    assert_eq!(body.details().unwrap(), Some(fields(2)));
}

#[tokio::test]
async fn an_internal_failure_reveals_nothing() {
    for url in urls() {
        for name in ["storage", "panic"] {
            let status = failure(url, name).await;
            assert_eq!(status.code(), Code::Internal, "{name}");
            assert_eq!(status.message(), "Internal Server Error", "{name}");
            let body = ErrorBody::try_from(&status).unwrap();
            let code = if name == "panic" { 500 } else { 1500 };
            assert_eq!(body.code(), code, "{name}");
            let said = format!("{status:?} {:?}", String::from_utf8_lossy(status.details()));
            assert!(
                !said.contains("disk") && !said.contains("purpose"),
                "{said}"
            );
            let logged = log::of(&body.error_id().to_string());
            assert_eq!(logged.len(), 1, "{name}");
        }
    }
}

#[tokio::test]
async fn a_method_that_nobody_implements_is_a_status() {
    let [of_tonic, of_axum] = urls();
    let status = call(of_tonic, "/other.Service/Get", "7").await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);

    let status = call(of_axum, "/orders.Orders/Put", "7").await.unwrap_err();
    assert_eq!(status.code(), Code::Unimplemented);
    let body = ErrorBody::try_from(&status).unwrap();
    assert_eq!((body.code(), body.message()), (404, "Not Found"));
    let info = status.get_details_error_info().unwrap();
    assert_eq!((&*info.reason, &*info.domain), ("NOT_FOUND", "http"));

    // A client of HTTP still reads JSON.
    let response = crate::client::get(&format!("{of_axum}/orders.Orders/Put"));
    assert_eq!(response.status(), 404);
    assert_eq!(crate::client::body(&response).code(), 404);
}

#[tokio::test]
async fn what_no_client_would_accept_is_cut() {
    for url in urls() {
        let status = failure(url, "long").await;
        assert_eq!(status.code(), Code::NotFound);
        assert!(status.message().starts_with("\"Zoë Zoë "));
        assert!(status.message().ends_with('…'));
        assert!(status.message().len() < 520);

        let status = failure(url, "many").await;
        assert!(status.details().len() <= 4096);
        let body = ErrorBody::try_from(&status).unwrap();
        let errors: FieldErrors = body.details().unwrap().unwrap();
        let count = errors.iter().count();
        assert!(count > 50, "{count}");
        let first = errors.iter().next().unwrap();
        assert_eq!((first.field(), first.message()), ("/items/0", "is empty"));
    }
}

#[tokio::test]
async fn a_foreign_status_has_no_body() {
    let [url, _] = urls();
    let status = failure(url, "foreign").await;
    assert_eq!(status.message(), "not of a catalog");
    let error: NoErrorBody = ErrorBody::try_from(&status).unwrap_err();
    assert!(error.to_string().contains("google.rpc.ErrorInfo"));
}

#[test]
fn each_status_of_http_has_the_code_that_google_gives_it() {
    use error_catalog::{Entry, Status};
    for (status, code) in [
        (400, Code::InvalidArgument),
        (401, Code::Unauthenticated),
        (402, Code::FailedPrecondition),
        (403, Code::PermissionDenied),
        (404, Code::NotFound),
        (409, Code::Aborted),
        (412, Code::FailedPrecondition),
        (416, Code::OutOfRange),
        (429, Code::ResourceExhausted),
        (499, Code::Cancelled),
        (500, Code::Internal),
        (501, Code::Unimplemented),
        (502, Code::Internal),
        (503, Code::Unavailable),
        (504, Code::DeadlineExceeded),
        (599, Code::Internal),
    ] {
        let entry = Entry::new("E", Status::new(status).unwrap(), 1);
        assert_eq!(Code::from_i32(entry.grpc().into()), code, "{status}");
        let entry = entry.with_grpc(16);
        assert_eq!(entry.grpc(), 16);
    }
}

#[test]
#[should_panic(expected = "a gRPC code of an error is from 1 to 16")]
fn ok_is_no_code_of_an_error() {
    let status = error_catalog::Status::new(404).unwrap();
    let _ = error_catalog::Entry::new("E", status, 1).with_grpc(0);
}

/// What a client of gRPC's gets of an error, through a layer.
async fn through(
    layer: UniformErrors,
    of: fn(&mut http::Response<Full<Bytes>>),
) -> http::HeaderMap {
    let service = service_fn(move |_: http::Request<()>| {
        let response: http::Response<Vec<u8>> = Occurrence::new(gone()).into();
        let mut response = response.map(|body| Full::<Bytes>::new(body.into()));
        of(&mut response);
        async { Ok::<_, Infallible>(response) }
    });
    let request = http::Request::get("/")
        .header("content-type", "application/grpc")
        .header("accept-language", "de");
    let response = layer
        .layer(service)
        .oneshot(request.body(()).unwrap())
        .await;
    response.unwrap().into_parts().0.headers
}

#[tokio::test]
async fn an_exempt_response_stays_as_it_is() {
    let headers = through(UniformErrors::new(), |response| {
        response.extensions_mut().insert(Exempt);
    });
    assert!(!headers.await.contains_key("grpc-status"));
}

#[tokio::test]
async fn a_function_for_translations_that_panics_takes_the_translation_alone() {
    let layer = UniformErrors::new().translate(|_: &ErrorInfo, field| {
        assert!(field.is_empty(), "on purpose");
        None
    });
    assert_eq!(through(layer, |_| {}).await["grpc-status"], "5");
}

#[test]
fn a_nested_error_is_of_its_own_domain() {
    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[catalog(domain = "billing.example")]
    enum BillingError {
        #[error("no invoice")]
        #[catalog(status = 404, code = 3000)]
        NotFound,
    }

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    enum StockError {
        #[error("no place")]
        #[catalog(status = 404, code = 4000)]
        NotFound,
    }

    #[derive(Debug, thiserror::Error, ErrorCatalog)]
    #[catalog(domain = "shop.example")]
    enum ShopError {
        #[error("no order")]
        #[catalog(status = 404, code = 1000)]
        NotFound,
        #[error(transparent)]
        #[catalog(transparent)]
        Billing(BillingError),
        #[error(transparent)]
        #[catalog(transparent)]
        Stock(StockError),
    }

    for (error, domain) in [
        (ShopError::NotFound, "shop.example"),
        (
            ShopError::Billing(BillingError::NotFound),
            "billing.example",
        ),
        (ShopError::Stock(StockError::NotFound), "shop.example"),
    ] {
        let info = Status::from(error).get_details_error_info().unwrap();
        assert_eq!((&*info.reason, &*info.domain), ("NOT_FOUND", domain));
    }
}
