use super::{Unchecked, Validation, decode, extractors, is_form, is_json};
use crate::FieldErrors;
use poem::http::{Method, StatusCode};
use poem::{Error, FromRequest, Request, RequestBody, Result};
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

extractors! {
    /// A body of JSON, or which field of it is wrong.
    ///
    /// ```
    /// use error_catalog::poem::Json;
    /// use error_catalog::{ErrorCatalog, FieldErrors};
    /// use poem::handler;
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
    /// #[handler]
    /// async fn create(order: Json<Order, OrderError>) -> String {
    ///     order.into_inner().name
    /// }
    /// # let _ = poem::Route::new().at("/", poem::post(create));
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

impl<'a, T, E, V> FromRequest<'a> for Json<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + Into<Error>,
    V: Validation<T>,
{
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let body = read(request, body, is_json).await?;
        decode::json::<T, V>(body.as_ref())
            .map(Self::new)
            .map_err(rejection::<E>)
    }
}

impl<'a, T, E, V> FromRequest<'a> for Form<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + Into<Error>,
    V: Validation<T>,
{
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            let query = Query::<T, E, V>::from_request(request, body).await?;
            return Ok(Self::new(query.into_inner()));
        }
        let body = read(request, body, is_form).await?;
        decode::form::<T, V>(body.as_ref())
            .map(Self::new)
            .map_err(rejection::<E>)
    }
}

impl<'a, T, E, V> FromRequest<'a> for Query<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + Into<Error>,
    V: Validation<T>,
{
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let query = request.uri().query().unwrap_or_default();
        decode::form::<T, V>(query.as_bytes())
            .map(Self::new)
            .map_err(rejection::<E>)
    }
}

impl<'a, T, E, V> FromRequest<'a> for Path<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + Into<Error>,
    V: Validation<T>,
{
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let params = request.path_params()?;
        decode::path::<T, V>(&params)
            .map(Self::new)
            .map_err(rejection::<E>)
    }
}

/// The body, if it is of the media type.
async fn read(
    request: &Request,
    body: &mut RequestBody,
    is_right: fn(Option<&str>) -> bool,
) -> Result<impl AsRef<[u8]>> {
    if !is_right(request.content_type()) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into());
    }
    Ok(body.take()?.into_bytes().await?)
}

fn rejection<E: From<FieldErrors> + Into<Error>>(errors: FieldErrors) -> Error {
    E::from(errors).into()
}
