//! `POST /tokens`: tokens without a sign-in, as another device of the user would hold them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::{Answer, failure, read, success};
use crate::authority::mint;
use crate::emulator::{DEFAULT_CLIENT_ID, Emulator};
use crate::grants::Grant;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
struct Wish {
    user: Option<String>,
    scopes: Vec<String>,
    client_id: String,
    cp1: bool,
    lifetime_s: Option<u64>,
    app_only: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            user: None,
            scopes: vec!["User.RevokeSessions.All".to_owned()],
            client_id: DEFAULT_CLIENT_ID.to_owned(),
            cp1: false,
            lifetime_s: None,
            app_only: false,
        }
    }
}

/// Mints an access token, and for a user also a refresh token and an id token.
pub(crate) async fn mint(State(emulator): State<Arc<Emulator>>, body: Bytes) -> Result<Answer, Answer> {
    let wish: Wish = read(&body)?;
    if wish.app_only {
        return Ok(success(json!(mint::app_only(&emulator, &wish.client_id, wish.cp1, wish.lifetime_s))));
    }
    let name = wish.user.unwrap_or_else(|| emulator.settings().default_user);
    let user = emulator.user(&name).ok_or_else(|| failure(StatusCode::NOT_FOUND, "there is no such user"))?;
    let openid = ["openid", "profile", "offline_access"].map(str::to_owned);
    let grant = Grant {
        user_id: user.id.clone(),
        client_id: wish.client_id,
        scopes: openid.into_iter().chain(wish.scopes).collect(),
        cp1: wish.cp1,
        nonce: None,
        signed_in: emulator.clock.stamp(),
    };
    Ok(success(json!(mint::delegated(&emulator, &grant, &user, wish.lifetime_s))))
}
