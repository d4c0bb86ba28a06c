//! The ids of a request: the service's own, and the one that the client sent to be echoed.

use axum::http::HeaderMap;
use uuid::Uuid;

use crate::params::Params;
use crate::random;

/// The header by which a client names its request, and which both services echo.
pub(crate) const CLIENT_REQUEST_ID: &str = "client-request-id";

/// The ids of one request.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    /// `request-id` of Graph, `x-ms-request-id` and "Trace ID" of Entra.
    pub(crate) request: String,
    /// `client-request-id`; "Correlation ID" of Entra. Made up when the client sent none, as the services do.
    pub(crate) client: String,
}

impl Ids {
    /// New ids for a request with these headers, and with these parameters: MSAL sends the client's id in the query and
    /// in the form as well. Only a GUID is taken over from the client.
    pub(crate) fn of<'a>(headers: &'a HeaderMap, parameters: impl IntoIterator<Item = &'a Params>) -> Self {
        let header = headers.get(CLIENT_REQUEST_ID).and_then(|value| value.to_str().ok());
        let sent = header.or_else(|| parameters.into_iter().find_map(|params| params.get(CLIENT_REQUEST_ID)));
        let client = sent.filter(|text| Uuid::try_parse(text).is_ok()).map_or_else(random::guid, str::to_owned);
        Self { request: random::guid(), client }
    }

    /// New ids for an item of a `$batch`, where Graph gives both the same value and the client's own counts for the
    /// batch alone.
    pub(crate) fn of_item() -> Self {
        let id = random::guid();
        Self { request: id.clone(), client: id }
    }
}
