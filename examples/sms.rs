//! The error contract of a public SMS API, which the examples share.

#[cfg(feature = "service")]
pub mod service;

use error_catalog::ErrorCatalog;

/// The errors that the SMS API answers with.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[catalog(codes = 1000..=2999, docs = required, kind = SmsErrorKind)]
pub enum SmsError {
    /// A parameter is missing, or of the wrong type or format.
    #[error("Invalid parameter")]
    #[catalog(status = 400, code = 1000)]
    InvalidParameter,

    /// The sub-account does not exist, or belongs to another account.
    #[error("Illegal SubAccountId")]
    #[catalog(status = 400, code = 1001)]
    IllegalSubAccountId,

    /// The destination is not an international (E.164) number.
    #[error("Invalid MSISDN")]
    #[catalog(status = 400, code = 1002)]
    InvalidMsisdn,

    /// The encoding is none of `AUTO`, `GSM7` and `UCS2`.
    #[error("Invalid Encoding")]
    #[catalog(status = 400, code = 1003)]
    InvalidEncoding,

    /// The text is empty, too long, or can't be written in the encoding.
    #[error("Invalid Text")]
    #[catalog(status = 400, code = 1004)]
    InvalidText,

    /// The sender is neither a number nor up to eleven letters and digits.
    #[error("Invalid Source")]
    #[catalog(status = 400, code = 1005)]
    InvalidSource,

    /// The expiry lies in the past, or too far ahead.
    #[error("Invalid Expiry")]
    #[catalog(status = 400, code = 1006)]
    InvalidExpiry,

    /// The template does not exist, or its parameters are not those given.
    #[error("Invalid SMS Template")]
    #[catalog(status = 400, code = 1007)]
    InvalidTemplate,

    /// The id is not a UUID.
    #[error("Invalid ID")]
    #[catalog(status = 400, code = 1008)]
    InvalidId,

    /// The country is not a two-letter ISO 3166 code.
    #[error("Invalid Country Code")]
    #[catalog(status = 400, code = 1009)]
    InvalidCountryCode,

    /// A number is smaller or larger than the parameter allows.
    #[error("Parameter out of range")]
    #[catalog(status = 400, code = 1010)]
    OutOfRange,

    /// The time of a scheduled message lies in the past, or too far ahead.
    #[error("Invalid Schedule Time")]
    #[catalog(status = 400, code = 1011)]
    InvalidScheduleTime,

    /// The address of the end user is neither IPv4 nor IPv6.
    #[error("Invalid Ip Address")]
    #[catalog(status = 400, code = 1012)]
    InvalidIpAddress,

    /// The destination's regulator asks for a newer version of TLS than the connection has.
    #[error("Insecure Protocol — unsupported TLS version")]
    #[catalog(status = UPGRADE_REQUIRED, code = 1014, header("upgrade" = "TLS/1.3"))]
    InsecureProtocol,

    /// A bulk request has more messages than one may have: split it.
    #[error("Bulk limit reached")]
    #[catalog(status = 400, code = 1100)]
    BulkLimit,

    /// The API key is missing, unknown or revoked.
    #[error("Unauthorized Access")]
    #[catalog(status = UNAUTHORIZED, code = 1200, header("www-authenticate" = "Bearer"))]
    Unauthorized,

    /// The API key is valid, but not for this.
    #[error("Access forbidden")]
    #[catalog(status = FORBIDDEN, code = 1201)]
    Forbidden,

    /// The message id is unknown, or its retention period has passed.
    #[error("Not found")]
    #[catalog(status = NOT_FOUND, code = 1300)]
    NotFound,

    /// The same text was sent to the same number a moment ago.
    #[error("Resending interval violation")]
    #[catalog(status = TOO_MANY_REQUESTS, code = 1400, header("retry-after" = "{seconds}"))]
    ResendingInterval {
        /// Until the number may be sent to again.
        seconds: u32,
    },

    /// Something failed on our side. The log has the cause, under the errorId.
    #[error("storage failed: {0}")]
    #[catalog(status = 500, code = 2000, message = "Internal Error")]
    Internal(#[from] std::io::Error),

    /// The API has this function, the account's region does not yet.
    #[error("Function not implemented")]
    #[catalog(status = 501, code = 2001, message = "Function not implemented")]
    NotImplemented,

    /// The version in the path is no longer served.
    #[error("Unsupported API version")]
    #[catalog(status = GONE, code = 2002)]
    UnsupportedVersion,

    /// The account has not booked the product.
    #[error("Unsupported product")]
    #[catalog(status = UNPROCESSABLE_ENTITY, code = 2003)]
    UnsupportedProduct,
}
