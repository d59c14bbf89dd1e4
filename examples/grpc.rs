//! Errors over gRPC: a service on tonic, and its client, which gets the body and the kind of an error
//! back.
//!
//! ```toml
//! [dependencies]
//! error-catalog = { version = "0.1", features = ["tonic"] }
//! prost = "0.14"
//! thiserror = "2"
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
//! tonic = "0.14"
//! tonic-prost = "0.14"
//! ```
//!
//! ```text
//! $ cargo run --example grpc --features grpc
//! http://127.0.0.1:50051
//!
//! $ cargo run --example grpc --features grpc -- http://127.0.0.1:50051 Zoë 0
//! InvalidArgument: The order is invalid
//! 1422 Invalid, errorId …
//! FieldErrors([FieldError { field: "/price", code: "range", message: "is below 1", params: {"min": Number(1)} }])
//!
//! $ cargo run --example grpc --features grpc -- http://127.0.0.1:50051 nobody 7
//! NotFound: no customer nobody
//! 1404 NoCustomer, errorId …
//!
//! $ cargo run --example grpc --features grpc -- http://127.0.0.1:50051 panic 7
//! Internal: Internal Server Error
//! error code 500 stands for a bare status 500 Internal Server Error, errorId …
//!
//! $ cargo run --example grpc --features grpc -- http://127.0.0.1:50051 Zoë 7
//! order 1
//! ```

use error_catalog::{ErrorBody, ErrorCatalog, FieldError, FieldErrors, UniformErrors};
use orders::orders_client::OrdersClient;
use orders::orders_server::{self, OrdersServer};
use orders::{Created, Order};
use std::error::Error;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};

#[allow(missing_docs, unreachable_pub, unused_qualifications, clippy::pedantic)]
mod orders {
    tonic::include_proto!("orders");
}

/// The errors of the orders API.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(domain = "orders.example", kind = OrderErrorKind)]
enum OrderError {
    /// No customer has this name.
    #[error("no customer {name}")]
    #[catalog(status = 404, code = 1404)]
    NoCustomer { name: String },
    /// One of the fields has a value that is not allowed.
    #[error("The order is invalid")]
    #[catalog(status = 422, code = 1422, grpc = INVALID_ARGUMENT)]
    Invalid(#[catalog(details)] FieldErrors),
}

struct Orders;

#[tonic::async_trait]
impl orders_server::Orders for Orders {
    async fn create(&self, request: Request<Order>) -> Result<Response<Created>, Status> {
        let Order { customer, price } = request.into_inner();
        match (&*customer, price) {
            ("nobody", _) => Err(OrderError::NoCustomer { name: customer })?,
            ("panic", _) => panic!("there is always one"),
            (_, 0) => {
                let error = FieldError::new("/price", "range", "is below 1").with_param("min", 1);
                Err(OrderError::Invalid(error.into()))?
            }
            _ => Ok(Response::new(Created { id: 1 })),
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next(), arguments.next(), arguments.next()) {
        (Some(url), Some(customer), Some(price)) => {
            let price = price.parse()?;
            order(url, Order { customer, price }).await
        }
        _ => serve().await,
    }
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let port = std::env::var("PORT").unwrap_or("50051".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}", listener.local_addr()?);
    Server::builder()
        .layer(UniformErrors::new())
        .add_service(OrdersServer::new(Orders))
        .serve_with_incoming(TcpIncoming::from(listener))
        .await?;
    Ok(())
}

async fn order(url: String, order: Order) -> Result<(), Box<dyn Error>> {
    let mut client = OrdersClient::connect(url).await?;
    match client.create(order).await {
        Ok(created) => println!("order {}", created.get_ref().id),
        Err(status) => {
            println!("{:?}: {}", status.code(), status.message());
            let body = ErrorBody::try_from(&status)?;
            match body.kind::<OrderErrorKind>() {
                Ok(kind) => println!("{kind}, errorId {}", body.error_id()),
                Err(unknown) => println!("{unknown}, errorId {}", body.error_id()),
            }
            if let Some(errors) = body.details::<FieldErrors>()? {
                println!("{errors:?}");
            }
        }
    }
    Ok(())
}
