//! Which tenants can be named.

use crate::support::{Bench, sign_in};
use entra_revoke::credential::Credential;

#[tokio::test(start_paused = true)]
async fn a_tenant_is_an_id_or_a_domain_name_and_no_step_in_a_path() {
    let bench = Bench::new().await;
    for (tenant, is_taken) in [
        ("contoso.example", true),
        ("11111111-2222-4333-8444-555555555555", true),
        ("organizations", true),
        ("münchen.example", true),
        ("..", false),
        (".", false),
        ("a..b", false),
        (".example", false),
        ("example.", false),
        ("%2e%2e", false),
        ("a b", false),
        ("a/b", false),
        ("a?b", false),
        ("a@b", false),
        ("a\u{202e}b", false),
    ] {
        let mut options = bench.options();
        options.tenant = Some(tenant.to_owned());
        let refused = sign_in(options, Credential::DeviceCode).await.err().map(|error| error.code().to_owned());
        assert_eq!(refused.as_deref() != Some("InvalidTenant"), is_taken, "{tenant} {refused:?}");
    }
}
