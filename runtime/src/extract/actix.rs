use super::{Unchecked, Validation, decode, extractors, is_form, is_json};
use crate::FieldErrors;
use actix_web::dev::Payload;
use actix_web::error::ErrorUnsupportedMediaType;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Bytes;
use actix_web::{Error, FromRequest, HttpRequest, ResponseError};
use serde::de::DeserializeOwned;
use std::fmt;
use std::future::{self, Ready};
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

extractors! {
    /// A body of JSON, or which field of it is wrong.
    ///
    /// ```
    /// use actix_web::web;
    /// use error_catalog::actix::Json;
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
    /// # let _ = actix_web::App::new().route("/", web::post().to(create));
    /// ```
    Json;
    /// A body of a form (`application/x-www-form-urlencoded`), or which field of it is wrong.
    Form;
    /// The query, or which field of it is wrong.
    Query;
    /// The parameters of the path, or which of them is wrong: a struct by their names, a tuple in
    /// their order, or the only one.
    Path;
}

type BoxFuture<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

impl<T, E, V> FromRequest for Json<T, E, V>
where
    T: DeserializeOwned + 'static,
    E: From<FieldErrors> + ResponseError + 'static,
    V: Validation<T> + 'static,
{
    type Error = Error;
    type Future = BoxFuture<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload, is_json, "the body is not JSON");
        Box::pin(async move {
            decode::json::<T, V>(&body.await?)
                .map(Self::new)
                .map_err(rejection::<E>)
        })
    }
}

impl<T, E, V> FromRequest for Form<T, E, V>
where
    T: DeserializeOwned + 'static,
    E: From<FieldErrors> + ResponseError + 'static,
    V: Validation<T> + 'static,
{
    type Error = Error;
    type Future = BoxFuture<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = read(request, payload, is_form, "the body is not a form");
        Box::pin(async move {
            decode::form::<T, V>(&body.await?)
                .map(Self::new)
                .map_err(rejection::<E>)
        })
    }
}

impl<T, E, V> FromRequest for Query<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + ResponseError + 'static,
    V: Validation<T>,
{
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = request.query_string().as_bytes();
        future::ready(
            decode::form::<T, V>(query)
                .map(Self::new)
                .map_err(rejection::<E>),
        )
    }
}

impl<T, E, V> FromRequest for Path<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + ResponseError + 'static,
    V: Validation<T>,
{
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let params = request.match_info().load();
        let params = params.map_err(actix_web::error::ErrorBadRequest);
        future::ready(params.and_then(|params| {
            decode::path::<T, V>(&params)
                .map(Self::new)
                .map_err(rejection::<E>)
        }))
    }
}

/// The body, if it is of the media type.
fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    is_right: fn(Option<&str>) -> bool,
    otherwise: &'static str,
) -> impl Future<Output = Result<Bytes, Error>> + use<> {
    let content_type = request.headers().get(CONTENT_TYPE);
    let is_right = is_right(content_type.and_then(|value| value.to_str().ok()));
    let body = Bytes::from_request(request, payload);
    async move {
        if !is_right {
            return Err(ErrorUnsupportedMediaType(otherwise));
        }
        body.await
    }
}

fn rejection<E: From<FieldErrors> + ResponseError + 'static>(errors: FieldErrors) -> Error {
    E::from(errors).into()
}
