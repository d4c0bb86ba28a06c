//! Scopes (RFC 6749 section 3.3): which resource they are for, and what becomes of them in a token.

use axum::http::StatusCode;

use super::error::AuthError;
use super::{client, permissions};
use crate::emulator::Emulator;
use crate::settings::Settings;

/// The scopes of OpenID Connect, which belong to no resource.
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];
/// What stands for every permission that is registered for an application.
const DEFAULT: &str = ".default";
const GRAPH_RESOURCES: [&str; 9] = [
    "https://graph.microsoft.com",
    "00000003-0000-0000-c000-000000000000",
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
    "https://graph.svc.sovcloud.fr",
    "https://graph.svc.sovcloud.de",
    "https://graph.svc.sovcloud.sg",
    "https://canary.graph.microsoft.com",
];

/// Splits a `scope` parameter: permissions that Graph has, of one resource, and `.default` beside no other.
pub(crate) fn parse(emulator: &Emulator, client_id: &str, scope: Option<&str>) -> Result<Vec<String>, AuthError> {
    let scope = scope.ok_or_else(|| AuthError::missing("scope"))?;
    let scopes: Vec<String> = scope.split_whitespace().map(str::to_owned).collect();
    let is_graph = |resource: &str| resource == emulator.base() || GRAPH_RESOURCES.contains(&resource);
    let (ours, others): (Vec<_>, Vec<_>) =
        named(&scopes).partition(|scope| scope.rsplit_once('/').is_none_or(|(resource, _)| is_graph(resource)));
    if let Some((resource, _)) = others.first().and_then(|scope| scope.rsplit_once('/')) {
        let is_default = named(&scopes).all(|scope| bare(scope) == DEFAULT);
        return Err(if ours.is_empty() {
            unknown_resource(resource)
        } else if is_default {
            invalid(scope, "")
        } else {
            many_resources(scope)
        });
    }
    let defaults = ours.iter().filter(|scope| bare(scope) == DEFAULT).count();
    if defaults > 0 && ours.len() > defaults {
        return Err(invalid(scope, " .default scope can't be combined with resource-specific scopes."));
    }
    match ours.iter().find(|scope| bare(scope) != DEFAULT && !permissions::exists(bare(scope))) {
        None => Ok(scopes),
        Some(unknown) => {
            let text = format!(
                "The application '{}' asked for scope '{}' that doesn't exist on the resource \
                 '00000003-0000-0000-c000-000000000000'. Contact the app vendor.",
                client::display_name(client_id),
                bare(unknown)
            );
            Err(AuthError::new("invalid_client", 650_053, text).with_status(StatusCode::BAD_REQUEST))
        }
    }
}

/// Refuses a permission that nobody consented to: it is neither in the user's grant nor registered for the application.
pub(crate) fn check_consent(
    settings: &Settings,
    granted: &[String],
    asked: &[String],
    client_id: &str,
) -> Result<(), AuthError> {
    let consented = permissions(settings, granted);
    let is_consented = |name: &str| {
        let mut all = consented.iter().chain(&settings.default_scopes);
        name == DEFAULT || all.any(|known| known.eq_ignore_ascii_case(name))
    };
    if named(asked).all(|scope| is_consented(bare(scope))) {
        return Ok(());
    }
    let text = format!(
        "The user or administrator has not consented to use the application with ID '{client_id}' named '{}'. Send an \
         interactive authorization request for this user and resource.",
        client::display_name(client_id)
    );
    Err(AuthError::new("invalid_grant", 65_001, text).with_suberror("consent_required"))
}

fn unknown_resource(resource: &str) -> AuthError {
    let text = format!(
        "The resource principal named {resource} was not found in the tenant named Contoso. This can happen if the \
         application has not been installed by the administrator of the tenant or consented to by any user in the \
         tenant. You might have sent your authentication request to the wrong tenant."
    );
    AuthError::new("invalid_resource", 500_011, text)
}

/// Several resources by their `.default` are told with this number, and not with that of [`many_resources`].
fn invalid(scope: &str, why: &str) -> AuthError {
    let text = format!(
        "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' \
         is not valid. The scope {scope} is not valid.{why}"
    );
    AuthError::new("invalid_scope", 70_011, text)
}

fn many_resources(scope: &str) -> AuthError {
    let text = format!(
        "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope \
         {scope} is not valid."
    );
    AuthError::new("invalid_request", 28_000, text)
}

/// The scopes of a resource.
fn named(scopes: &[String]) -> impl Iterator<Item = &str> {
    scopes.iter().map(String::as_str).filter(|scope| !OPENID.contains(scope))
}

/// Whether a scope was asked for.
pub(crate) fn has(scopes: &[String], name: &str) -> bool {
    scopes.iter().any(|scope| scope == name)
}

/// The permissions of an access token: names without resource, `.default` spelled out, the withheld left out.
pub(crate) fn permissions(settings: &Settings, scopes: &[String]) -> Vec<String> {
    expand(settings, scopes).iter().map(|scope| bare(scope).to_owned()).collect()
}

/// The `scope` of a token response. Entra echoes what it granted, `offline_access` excepted; a `.default` that was asked
/// for stays behind what it stands for, and by it a client finds the token again.
pub(crate) fn granted(settings: &Settings, scopes: &[String]) -> String {
    let openid = scopes.iter().filter(|scope| OPENID.contains(&scope.as_str()) && *scope != "offline_access");
    let default = scopes.iter().filter(|scope| scope.ends_with(".default"));
    openid.cloned().chain(expand(settings, scopes)).chain(default.cloned()).collect::<Vec<_>>().join(" ")
}

fn expand(settings: &Settings, scopes: &[String]) -> Vec<String> {
    let mut expanded: Vec<String> = Vec::new();
    for scope in named(scopes) {
        match scope.strip_suffix(DEFAULT) {
            Some(resource) => expanded.extend(settings.default_scopes.iter().map(|name| format!("{resource}{name}"))),
            None => expanded.push(scope.to_owned()),
        }
    }
    let withheld = |scope: &str| settings.withheld_scopes.iter().any(|name| name.eq_ignore_ascii_case(bare(scope)));
    expanded.retain(|scope| !withheld(scope));
    expanded
}

fn bare(scope: &str) -> &str {
    scope.rsplit_once('/').map_or(scope, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::{granted, parse, permissions};
    use crate::{Emulator, Settings};

    #[test]
    fn the_scope_of_another_resource_is_refused() {
        let emulator = Emulator::new(Settings::default(), "http://127.0.0.1:1");
        let parse = |scope| parse(&emulator, "", Some(scope)).map_err(|error| error.code);
        assert_eq!(parse("https://vault.azure.net/.default"), Err(500_011));
        assert!(parse("openid User.Read http://127.0.0.1:1/User.Read.All").is_ok());
        assert_eq!(parse("User.Read https://vault.azure.net/user_impersonation"), Err(28_000));
        assert_eq!(parse("https://graph.microsoft.com/.default https://vault.azure.net/.default"), Err(70_011));
    }

    #[test]
    fn a_scope_must_exist_and_default_stands_alone() {
        let emulator = Emulator::new(Settings::default(), "http://127.0.0.1:1");
        let parse = |scope| parse(&emulator, "", Some(scope)).map_err(|error| error.code);
        assert_eq!(parse("User.RevokeSession.All"), Err(650_053));
        assert_eq!(parse("https://graph.microsoft.com/.default User.Read"), Err(70_011));
        assert!(parse("openid offline_access https://graph.microsoft.com/.default").is_ok());
    }

    #[test]
    fn default_stands_for_the_registered_permissions() {
        let settings = Settings { withheld_scopes: vec!["User.Read".to_owned()], ..Settings::default() };
        let scopes =
            ["openid".to_owned(), "offline_access".to_owned(), "https://graph.microsoft.com/.default".to_owned()];
        assert_eq!(permissions(&settings, &scopes), ["User.RevokeSessions.All"]);
        let all = "openid https://graph.microsoft.com/User.RevokeSessions.All https://graph.microsoft.com/.default";
        assert_eq!(granted(&settings, &scopes), all);
    }
}
