//! `respond = false`: the application writes the frameworks' impls, with a body of its own.

use error_catalog::{ApiError as _, ErrorCatalog, ErrorInfo, Exempt, Occurrence};

#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("the token is not valid")]
#[catalog(status = 401, code = 1600, respond = false, header("www-authenticate" = "Bearer"))]
struct InvalidToken;

const BODY: &str = r#"{"error":"invalid_token","code":1600}"#;

impl axum::response::IntoResponse for InvalidToken {
    fn into_response(self) -> axum::response::Response {
        let (mut parts, _) = Occurrence::new(self).into_response().into_parts();
        parts.extensions.insert(Exempt);
        axum::response::Response::from_parts(parts, BODY.into())
    }
}

impl actix_web::ResponseError for InvalidToken {
    fn status_code(&self) -> actix_web::http::StatusCode {
        actix_web::ResponseError::status_code(&Occurrence::new(self))
    }

    fn error_response(&self) -> actix_web::HttpResponse {
        let mut response = Occurrence::new(self).error_response();
        response.extensions_mut().insert(Exempt);
        response.set_body(BODY).map_into_boxed_body()
    }
}

impl From<InvalidToken> for poem::Error {
    fn from(error: InvalidToken) -> Self {
        let mut response = Self::from(Occurrence::new(error)).into_response();
        response.set_body(BODY);
        let mut error = Self::from_response(response);
        // The extensions of the error become those of the response.
        error.set_data(Exempt);
        error
    }
}

impl<'r> rocket::response::Responder<'r, 'static> for InvalidToken {
    fn respond_to(self, request: &'r rocket::Request<'_>) -> rocket::response::Result<'static> {
        let mut response = Occurrence::new(self).respond_to(request)?;
        response.set_sized_body(BODY.len(), std::io::Cursor::new(BODY));
        error_catalog::rocket::exempt(request);
        Ok(response)
    }
}

#[tokio::test]
async fn axum_keeps_the_body_status_and_headers_of_the_application() {
    use axum::http::Request;
    use tower::ServiceExt as _;

    let app = axum::Router::new()
        .route("/", axum::routing::get(async || InvalidToken))
        .layer(error_catalog::axum::UniformErrors::new());
    let request = Request::get("/").body(axum::body::Body::empty()).unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()["www-authenticate"], "Bearer");
    let info: &ErrorInfo = response.extensions().get().unwrap();
    assert_eq!(info.entry(), InvalidToken.entry());
    let body = axum::body::to_bytes(response.into_body(), 1000)
        .await
        .unwrap();
    assert_eq!(body, BODY);
}

#[actix_web::test]
async fn actix_keeps_the_body_status_and_headers_of_the_application() {
    use actix_web::{App, test, web};

    let route = web::get().to(async || Err::<&str, _>(InvalidToken));
    let uniform = error_catalog::actix::UniformErrors::new();
    let app = App::new().wrap(uniform).route("/", route);
    let app = test::init_service(app).await;
    let response = test::call_service(&app, test::TestRequest::get().to_request()).await;
    assert_eq!(response.status(), 401);
    assert_eq!(
        response.headers().get("www-authenticate").unwrap(),
        "Bearer"
    );
    assert_eq!(test::read_body(response).await, BODY);
}

#[tokio::test]
async fn poem_keeps_the_body_status_and_headers_of_the_application() {
    use poem::{Endpoint as _, EndpointExt as _, Request, endpoint};

    let handler = endpoint::make(async |_| Err::<&str, poem::Error>(InvalidToken.into()));
    let app = handler.with(error_catalog::poem::UniformErrors::new());
    let response = app.get_response(Request::default()).await;
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()["www-authenticate"], "Bearer");
    assert_eq!(response.into_body().into_string().await.unwrap(), BODY);
}

#[tokio::test]
async fn rocket_keeps_the_body_status_and_headers_of_the_application() {
    #[rocket::get("/")]
    fn token() -> InvalidToken {
        InvalidToken
    }

    let rocket = rocket::build()
        .attach(error_catalog::rocket::UniformErrors::new())
        .mount("/", rocket::routes![token]);
    let client = rocket::local::asynchronous::Client::untracked(rocket)
        .await
        .unwrap();
    let response = client.get("/").dispatch().await;
    assert_eq!(response.status().code, 401);
    let header = response.headers().get_one("www-authenticate");
    assert_eq!(header, Some("Bearer"));
    assert_eq!(response.into_string().await.unwrap(), BODY);
}
