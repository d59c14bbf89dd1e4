//! The routes that `service.sh` compares: a body that was written once and for all, an error, the
//! error under a layer that does nothing, and the error under `UniformErrors`.

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use benches::ours::Error;
use error_catalog::UniformErrors;
use std::io;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;
use tower::util::MapResponseLayer;

#[tokio::main]
async fn main() -> io::Result<()> {
    let identity = MapResponseLayer::new(|response: Response| response);
    let app = Router::new()
        .route("/ready-made/{id}", get(ready_made))
        .route("/error/{id}", get(error))
        .route("/layer/{id}", get(error).layer(identity))
        .route("/uniform/{id}", get(error).layer(UniformErrors::new()));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}

async fn error(Path(_): Path<String>) -> Result<(), Error> {
    Err(Error::NotFound)
}

async fn ready_made(Path(_): Path<String>) -> impl IntoResponse {
    (
        StatusCode::NOT_FOUND,
        [(header::CONTENT_TYPE, "application/json")],
        r#"{"code":1300,"message":"Object wasn't found or is already expired","errorId":"1cc1eda1-f5dd-ea11-8288-0263195dd35a","timestamp":"2020-12-22T05:52:01.85Z"}"#,
    )
}
