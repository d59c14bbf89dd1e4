use super::{Unchecked, Validation, decode, extractors, is_form, is_json};
use crate::FieldErrors;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

extractors! {
    /// A body of JSON, or which field of it is wrong.
    ///
    /// ```
    /// use error_catalog::axum::Json;
    /// use error_catalog::{ErrorCatalog, FieldErrors};
    ///
    /// #[derive(Debug, thiserror::Error, ErrorCatalog)]
    /// enum OrderError {
    ///     /// One of the fields has a value that is not allowed.
    ///     #[error("The order is invalid")]
    ///     #[catalog(status = 422, code = 1422)]
    ///     Invalid(#[from] #[catalog(details)] FieldErrors),
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Order {
    ///     name: String,
    /// }
    ///
    /// async fn create(order: Json<Order, OrderError>) -> String {
    ///     order.into_inner().name
    /// }
    /// # let _: axum::Router = axum::Router::new().route("/", axum::routing::post(create));
    /// ```
    Json;
    /// A body of a form (`application/x-www-form-urlencoded`) or, of a GET, the query, or which field of it is wrong.
    Form;
    /// The query, or which field of it is wrong.
    Query;
    /// The parameters of the path, or which of them is wrong: a struct by their names, a tuple in
    /// their order, or the only one.
    Path;
}

impl<T, E, V, S> FromRequest<S> for Json<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + IntoResponse,
    V: Validation<T>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = read(request, state, is_json).await?;
        decode::json::<T, V>(&body)
            .map(Self::new)
            .map_err(rejection::<E>)
    }
}

impl<T, E, V, S> FromRequest<S> for Form<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + IntoResponse,
    V: Validation<T>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut parts = request.into_parts().0;
            let query = Query::<T, E, V>::from_request_parts(&mut parts, state).await?;
            return Ok(Self::new(query.into_inner()));
        }
        let body = read(request, state, is_form).await?;
        decode::form::<T, V>(&body)
            .map(Self::new)
            .map_err(rejection::<E>)
    }
}

impl<T, E, V, S> FromRequestParts<S> for Query<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + IntoResponse,
    V: Validation<T>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let query = parts.uri.query().unwrap_or_default();
        decode::form::<T, V>(query.as_bytes())
            .map(Self::new)
            .map_err(rejection::<E>)
    }
}

impl<T, E, V, S> FromRequestParts<S> for Path<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + IntoResponse,
    V: Validation<T>,
    S: Send + Sync,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let params = axum::extract::Path::from_request_parts(parts, state).await;
        let params = params.map_err(IntoResponse::into_response)?;
        decode::path::<T, V>(&params)
            .map(Self::new)
            .map_err(rejection::<E>)
    }
}

/// The body, if it is of the media type.
async fn read<S: Send + Sync>(
    request: Request,
    state: &S,
    is_right: fn(Option<&str>) -> bool,
) -> Result<Bytes, Response> {
    let content_type = request.headers().get(CONTENT_TYPE);
    if !is_right(content_type.and_then(|value| value.to_str().ok())) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let body = Bytes::from_request(request, state).await;
    body.map_err(IntoResponse::into_response)
}

fn rejection<E: From<FieldErrors> + IntoResponse>(errors: FieldErrors) -> Response {
    E::from(errors).into_response()
}
