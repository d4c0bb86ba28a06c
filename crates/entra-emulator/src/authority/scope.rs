//! Scopes (RFC 6749 section 3.3): which resource they are for, and what becomes of them in a token.

use super::error::AuthError;
use crate::emulator::Emulator;
use crate::settings::Settings;

/// The scopes of OpenID Connect, which belong to no resource.
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];
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

/// Splits a `scope` parameter. A scope of another resource than Graph is refused.
pub(crate) fn parse(emulator: &Emulator, scope: Option<&str>) -> Result<Vec<String>, AuthError> {
    let scope = scope.ok_or_else(|| AuthError::missing("scope"))?;
    let scopes: Vec<String> = scope.split_whitespace().map(str::to_owned).collect();
    for scope in &scopes {
        let Some((resource, _)) = scope.rsplit_once('/') else { continue };
        if resource != emulator.base() && !GRAPH_RESOURCES.contains(&resource) {
            let text = format!(
                "The resource principal named {resource} was not found in the tenant named Contoso. This can happen if \
                 the application has not been installed by the administrator of the tenant or consented to by any user \
                 in the tenant. You might have sent your authentication request to the wrong tenant."
            );
            return Err(AuthError::new("invalid_resource", 500_011, text));
        }
    }
    Ok(scopes)
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
    for scope in scopes.iter().filter(|scope| !OPENID.contains(&scope.as_str())) {
        match scope.strip_suffix(".default") {
            Some(resource) => expanded.extend(settings.default_scopes.iter().map(|name| format!("{resource}{name}"))),
            None => expanded.push(scope.clone()),
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
        assert_eq!(parse(&emulator, Some("https://vault.azure.net/.default")).unwrap_err().code, 500_011);
        assert!(parse(&emulator, Some("openid User.Read http://127.0.0.1:1/User.Read.All")).is_ok());
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
