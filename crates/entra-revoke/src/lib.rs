//! The core of `EntraRevoke`: sign in to Entra ID, and end every session of a user through Microsoft Graph.
//!
//! It knows nothing of the C ABI and nothing of its callers. [`session::sign_in`] makes a [`session::Session`]; its calls
//! are futures that end at once when they are dropped. Secrets live in [`secret::Secret`] and reach no text.

#![forbid(unsafe_code)]

pub mod cloud;
pub mod credential;
pub mod error;
mod graph;
pub mod http;
mod oauth;
mod reading;
pub mod secret;
pub mod session;
pub mod talk;
mod text;
mod tokens;
