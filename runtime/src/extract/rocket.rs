use super::{Unchecked, Validation, decode, extractors, is_form, is_json};
use crate::web::rocket::reject;
use crate::{ApiError, FieldErrors};
use rocket::data::{self, ByteUnit, Data, FromData, Limits};
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest, Request};
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

extractors! {
    /// A body of JSON, or which field of it is wrong.
    ///
    /// In rocket it is a guard, whose error reaches the client through `UniformErrors`: attach it.
    ///
    /// ```
    /// use error_catalog::rocket::{Json, UniformErrors};
    /// use error_catalog::{ErrorCatalog, FieldErrors};
    /// use rocket::{post, routes};
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
    /// #[post("/", data = "<order>")]
    /// fn create(order: Json<Order, OrderError>) -> String {
    ///     order.into_inner().name
    /// }
    ///
    /// let service = rocket::build().mount("/", routes![create]).attach(UniformErrors::new());
    /// # drop(service);
    /// ```
    Json;
    /// A body of a form (`application/x-www-form-urlencoded`), or which field of it is wrong.
    Form;
    /// The query, or which field of it is wrong.
    Query;
}

#[rocket::async_trait]
impl<'r, T, E, V> FromData<'r> for Json<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + ApiError + Send + Sync + 'static,
    V: Validation<T>,
{
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        if !is_json(content_type(request)) {
            return Outcome::Error((Status::UnsupportedMediaType, ()));
        }
        let limit = request.limits().get("json").unwrap_or(Limits::JSON);
        match read(data, limit).await {
            Ok(body) => outcome::<_, E, _>(request, decode::json::<T, V>(&body).map(Self::new)),
            Err(status) => Outcome::Error((status, ())),
        }
    }
}

#[rocket::async_trait]
impl<'r, T, E, V> FromData<'r> for Form<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + ApiError + Send + Sync + 'static,
    V: Validation<T>,
{
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        if !is_form(content_type(request)) {
            return Outcome::Error((Status::UnsupportedMediaType, ()));
        }
        let limit = request.limits().get("form").unwrap_or(Limits::FORM);
        match read(data, limit).await {
            Ok(body) => outcome::<_, E, _>(request, decode::form::<T, V>(&body).map(Self::new)),
            Err(status) => Outcome::Error((status, ())),
        }
    }
}

#[rocket::async_trait]
impl<'r, T, E, V> FromRequest<'r> for Query<T, E, V>
where
    T: DeserializeOwned,
    E: From<FieldErrors> + ApiError + Send + Sync + 'static,
    V: Validation<T>,
{
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let query = request.uri().query();
        let query = query.map_or("", |query| query.as_str());
        let value = decode::form::<T, V>(query.as_bytes());
        outcome::<_, E, _>(request, value.map(Self::new))
    }
}

fn content_type<'r>(request: &'r Request<'_>) -> Option<&'r str> {
    request.headers().get_one("content-type")
}

async fn read(data: Data<'_>, limit: ByteUnit) -> Result<Vec<u8>, Status> {
    match data.open(limit).into_bytes().await {
        Ok(body) if body.is_complete() => Ok(body.into_inner()),
        Ok(_) => Err(Status::PayloadTooLarge),
        Err(_) => Err(Status::BadRequest),
    }
}

fn outcome<T, E, F>(
    request: &Request<'_>,
    value: Result<T, FieldErrors>,
) -> Outcome<T, (Status, ()), F>
where
    E: From<FieldErrors> + ApiError + Send + Sync + 'static,
{
    match value {
        Ok(value) => Outcome::Success(value),
        Err(errors) => Outcome::Error((reject(request, E::from(errors)), ())),
    }
}
