//! What an ID token must say (OpenID Connect Core 3.1.3.7, items 2, 3 and 9; "ID token claims reference").
//!
//! Its signature is not checked: it comes straight from the token endpoint over TLS (item 6).

use super::{JwtClaims, Oauth};
use crate::cloud::Cloud;
use crate::error::{Error, Kind};
use std::time::{SystemTime, UNIX_EPOCH};
use url::Url;
use uuid::Uuid;

/// How many seconds two clocks may differ.
const CLOCK_SKEW: u64 = 300;

/// Clouds whose tokens are issued under another name than that of the sign-in address.
const ISSUERS: [(&str, &str); 1] = [("https://login.chinacloudapi.cn", "https://login.partner.microsoftonline.cn")];

/// Compares the ID token of a sign-in with what was asked for; `nonce` where one was sent.
///
/// Fails with `MissingIdToken`, `IssuerMismatch`, `AudienceMismatch`, `ExpiredIdToken`, `NonceMismatch` or `WrongTenant`.
pub(crate) fn check(claims: Option<&JwtClaims>, oauth: &Oauth, nonce: Option<&str>) -> Result<(), Error> {
    let authority = oauth.authority()?;
    let Some(claims) = claims else {
        let message = format!("{} answered without the ID token that was asked for", oauth.speaker());
        return Err(invalid("MissingIdToken", message));
    };
    let issuer = claims.iss.as_deref().unwrap_or_default();
    if !is_issuer(issuer, claims.tid.as_deref(), oauth.cloud()) {
        let message = format!("the ID token was issued by '{issuer}' and not by {}", oauth.speaker());
        return Err(invalid("IssuerMismatch", message));
    }
    check_tenant(authority.tenant(), claims.tid.as_deref())?;
    if claims.aud.is_empty() || !claims.aud.iter().all(|audience| is_same_id(audience, authority.client_id())) {
        let message = format!("the ID token is for '{}' and not for this application", claims.aud.join(" "));
        return Err(invalid("AudienceMismatch", message));
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let end = claims.exp.unwrap_or_default();
    if now > end.saturating_add(CLOCK_SKEW) {
        let message =
            format!("the ID token had expired {} seconds before it came, by this computer's clock", now - end);
        return Err(invalid("ExpiredIdToken", message));
    }
    if nonce.is_some() && claims.nonce.as_deref() != nonce {
        let message = format!("{} answered for another sign-in than the one that was asked for", oauth.speaker());
        return Err(invalid("NonceMismatch", message));
    }
    Ok(())
}

/// Fails with `WrongTenant` where the tenant that was asked for is another than the one that answered.
///
/// Only ids can be compared: a domain name and the id of its tenant are the same tenant.
pub(crate) fn check_tenant(asked: &str, got: Option<&str>) -> Result<(), Error> {
    match (Uuid::try_parse(asked), got.map(Uuid::try_parse)) {
        (Ok(id), Some(Ok(other))) if id != other => {
            let message = format!("the account is of tenant {other} and not of {asked}");
            Err(Error::new(Kind::InvalidArgument, "WrongTenant", message))
        }
        _ => Ok(()),
    }
}

/// True for the issuer of a tenant of this cloud. Of a cloud that a user defined only the host is known.
fn is_issuer(issuer: &str, tenant: Option<&str>, cloud: &Cloud) -> bool {
    if cloud.is_built_in() {
        let named = ISSUERS.iter().find(|(authority, _)| *authority == cloud.authority());
        let base = named.map_or(cloud.authority(), |(_, issuer)| issuer);
        return tenant.is_some_and(|tenant| issuer == format!("{base}/{tenant}/v2.0"));
    }
    let host = |address: &str| {
        let url = Url::parse(address).ok()?;
        Some((url.host_str()?.to_owned(), url.port_or_known_default()))
    };
    host(issuer).is_some_and(|issuer| host(cloud.authority()) == Some(issuer))
}

fn is_same_id(left: &str, right: &str) -> bool {
    matches!((Uuid::try_parse(left), Uuid::try_parse(right)), (Ok(left), Ok(right)) if left == right)
}

fn invalid(code: &str, message: impl AsRef<str>) -> Error {
    Error::new(Kind::InvalidResponse, code, message)
}

#[cfg(test)]
mod tests {
    use super::{check, check_tenant};
    use crate::cloud::Cloud;
    use crate::http::{Http, ProxySettings};
    use crate::oauth::{JwtClaims, Oauth};
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    const CLIENT: &str = "0a1b2c3d-1111-4222-8333-444455556666";
    const TENANT: &str = "11111111-2222-4333-8444-555555555555";

    fn oauth(cloud: Cloud, tenant: Option<&str>) -> Oauth {
        let http = Http::new("test", &ProxySettings::default(), Duration::from_secs(1)).unwrap();
        Oauth::new(cloud, tenant.map(str::to_owned), Some(CLIENT.to_uppercase()), http)
    }

    fn now() -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
    }

    /// A good token of the global cloud, changed.
    fn claims(change: impl FnOnce(&mut JwtClaims)) -> JwtClaims {
        let mut claims = JwtClaims {
            aud: vec![CLIENT.to_owned()],
            exp: Some(now() + 3600),
            iss: Some(format!("https://login.microsoftonline.com/{TENANT}/v2.0")),
            nonce: Some("n".to_owned()),
            tid: Some(TENANT.to_owned()),
            ..JwtClaims::default()
        };
        change(&mut claims);
        claims
    }

    fn code(cloud: &str, nonce: Option<&str>, claims: Option<&JwtClaims>) -> String {
        let outcome = check(claims, &oauth(Cloud::known(cloud).unwrap(), None), nonce);
        outcome.map_or_else(|error| error.code().to_owned(), |()| "good".to_owned())
    }

    /// What a bad answer does to a good token.
    type Change = fn(&mut JwtClaims);

    #[test]
    fn each_claim_is_compared_with_what_was_asked_for() {
        let other = "99999999-2222-4333-8444-555555555555";
        let cases: [(&str, Change); 13] = [
            ("good", |_| {}),
            ("good", |claims| claims.exp = Some(now() - 299)),
            ("ExpiredIdToken", |claims| claims.exp = Some(now() - 302)),
            ("ExpiredIdToken", |claims| claims.exp = Some(1_000_000_000)),
            ("ExpiredIdToken", |claims| claims.exp = None),
            ("AudienceMismatch", |claims| claims.aud = vec!["99999999-2222-4333-8444-555555555555".to_owned()]),
            ("AudienceMismatch", |claims| claims.aud.push("another".to_owned())),
            ("AudienceMismatch", |claims| claims.aud = Vec::new()),
            ("IssuerMismatch", |claims| claims.iss = None),
            ("IssuerMismatch", |claims| claims.tid = None),
            ("IssuerMismatch", |claims| claims.iss = Some(format!("https://evil.example/{TENANT}/v2.0"))),
            ("NonceMismatch", |claims| claims.nonce = None),
            ("NonceMismatch", |claims| claims.nonce = Some("m".to_owned())),
        ];
        for (index, (expected, change)) in cases.into_iter().enumerate() {
            assert_eq!(code("Global", Some("n"), Some(&claims(change))), expected, "{index}");
        }
        let foreign = claims(|claims| claims.tid = Some(other.to_owned()));
        assert_eq!(code("Global", Some("n"), Some(&foreign)), "IssuerMismatch");
        assert_eq!(code("Global", Some("n"), None), "MissingIdToken");
        assert_eq!(code("Global", None, Some(&claims(|claims| claims.nonce = None))), "good");
    }

    #[test]
    fn each_cloud_has_its_issuer() {
        for (cloud, host) in [
            ("Global", "login.microsoftonline.com"),
            ("USGov", "login.microsoftonline.us"),
            ("USGovDoD", "login.microsoftonline.us"),
            ("China", "login.partner.microsoftonline.cn"),
            ("BleuCloud", "login.sovcloud-identity.fr"),
            ("DelosCloud", "login.sovcloud-identity.de"),
            ("GovSGCloud", "login.sovcloud-identity.sg"),
        ] {
            let token = claims(|claims| claims.iss = Some(format!("https://{host}/{TENANT}/v2.0")));
            assert_eq!(code(cloud, None, Some(&token)), "good", "{cloud}");
            if cloud != "Global" {
                assert_eq!(code(cloud, None, Some(&claims(|_| {}))), "IssuerMismatch", "{cloud}");
            }
        }
    }

    #[test]
    fn the_issuer_of_a_cloud_of_ones_own_is_at_the_host_of_its_authority() {
        let cloud = || Cloud::define("Own", "https://login.example.com:8443", "https://graph.example.com").unwrap();
        for (issuer, is_good) in [
            ("https://login.example.com:8443/t/v2.0", true),
            ("https://login.example.com:8443", true),
            ("https://login.example.com/t/v2.0", false),
            ("https://login.example.com.evil.example:8443/t/v2.0", false),
            ("", false),
        ] {
            let token = claims(|claims| claims.iss = Some(issuer.to_owned()));
            assert_eq!(check(Some(&token), &oauth(cloud(), None), Some("n")).is_ok(), is_good, "{issuer}");
        }
    }

    #[test]
    fn an_account_of_another_tenant_is_refused() {
        let other = "99999999-2222-4333-8444-555555555555";
        let global = || Cloud::known("Global").unwrap();
        let error = check(Some(&claims(|_| {})), &oauth(global(), Some(other)), Some("n")).unwrap_err();
        assert_eq!(error.code(), "WrongTenant");
        assert!(check(Some(&claims(|_| {})), &oauth(global(), Some("contoso.example")), Some("n")).is_ok());
        assert!(check_tenant(TENANT, None).is_ok() && check_tenant("organizations", Some(TENANT)).is_ok());
    }
}
