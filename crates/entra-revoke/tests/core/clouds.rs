//! The clouds.

use entra_revoke::cloud::Cloud;
use entra_revoke::error::Kind;

#[test]
fn seven_clouds_are_known_by_name_in_any_case() {
    for name in ["Global", "USGov", "USGovDoD", "China", "BleuCloud", "DelosCloud", "GovSGCloud"] {
        let cloud = Cloud::known(&name.to_uppercase()).unwrap();
        assert_eq!((cloud.name(), cloud.is_built_in()), (name, true));
    }
    assert_eq!(Cloud::known("gLoBaL").unwrap().graph(), "https://graph.microsoft.com");
    let error = Cloud::known("Germany").unwrap_err();
    assert_eq!((error.code(), error.kind()), ("EnvironmentNotFound", Kind::NotFound));
}

#[test]
fn the_addresses_of_a_cloud_of_ones_own_are_cut_to_what_calls_begin_with() {
    for graph in
        ["https://graph.example", "https://graph.example/", "https://graph.example/v1.0/", "https://graph.example/BETA"]
    {
        let cloud = Cloud::define("Mine", "https://login.example/", graph).unwrap();
        assert_eq!((cloud.authority(), cloud.graph()), ("https://login.example", "https://graph.example"), "{graph}");
        assert!(!cloud.is_built_in());
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for address in ["http://localhost:1", "http://127.0.0.9:1", "http://[::1]:1", "https://a.example"] {
        Cloud::define("Mine", address, address).unwrap();
    }
    for address in [
        "http://graph.example",
        "http://localhost.example",
        "ftp://graph.example",
        "graph.example",
        "",
        "https://graph.example/?a=b",
    ] {
        let error = Cloud::define("bad", address, "https://graph.example").unwrap_err();
        assert_eq!((error.code(), error.kind()), ("InvalidEndpoint", Kind::InvalidArgument), "{address}");
    }
}

#[test]
fn user_information_in_an_address_is_refused_and_never_repeated() {
    for address in [
        "https://user:PASSWORD@graph.example",
        "https://user:PASSWORD@graph.example:x",
        "user:PASSWORD@graph",
        "http://PASSWORD@h",
    ] {
        let error = Cloud::define("bad", address, "https://graph.example").unwrap_err();
        assert_eq!(error.code(), "InvalidEndpoint", "{address}");
        assert!(!error.to_string().contains("PASSWORD"), "{error}");
    }
}
