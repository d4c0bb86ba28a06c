//! The list of clouds.

use entra_revoke::cloud::Clouds;
use entra_revoke::error::Kind;

#[test]
fn seven_clouds_are_built_in_and_cannot_be_changed() {
    let clouds = Clouds::default();
    let names: Vec<_> = clouds.list().iter().map(|cloud| cloud.name().to_owned()).collect();
    assert_eq!(names, ["Global", "USGov", "USGovDoD", "China", "BleuCloud", "DelosCloud", "GovSGCloud"]);
    assert_eq!(clouds.find("gLoBaL").unwrap().graph(), "https://graph.microsoft.com");
    let errors = [
        clouds.define("usgov", "https://a.example", "https://b.example").unwrap_err(),
        clouds.change("China", "https://a.example", "").unwrap_err(),
        clouds.delete("Global").unwrap_err(),
    ];
    for error in errors {
        assert_eq!((error.code(), error.kind()), ("BuiltInEnvironment", Kind::InvalidArgument));
    }
}

#[test]
fn a_cloud_of_ones_own_is_added_changed_and_removed() {
    let clouds = Clouds::default();
    clouds.define(" Mine ", "https://login.example/", "https://graph.example").unwrap();
    assert_eq!(clouds.find("mine").unwrap().authority(), "https://login.example");
    assert_eq!(
        clouds.define("MINE", "https://a.example", "https://b.example").unwrap_err().code(),
        "EnvironmentExists"
    );
    let changed = clouds.change("mine", "", "http://127.0.0.1:4000/").unwrap();
    assert_eq!((changed.authority(), changed.graph()), ("https://login.example", "http://127.0.0.1:4000"));
    assert!(!changed.is_built_in());
    clouds.delete("mine").unwrap();
    for error in [clouds.find("mine").unwrap_err(), clouds.delete("mine").unwrap_err()] {
        assert_eq!((error.code(), error.kind()), ("EnvironmentNotFound", Kind::NotFound));
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let clouds = Clouds::default();
    for address in ["http://localhost:1", "http://127.0.0.9:1", "http://[::1]:1", "https://a.example"] {
        clouds.define(address, address, address).unwrap();
    }
    for address in [
        "http://graph.example",
        "http://localhost.example",
        "ftp://graph.example",
        "graph.example",
        "",
        "https://user:word@graph.example",
        "https://graph.example/?a=b",
    ] {
        let error = clouds.define("bad", address, "https://graph.example").unwrap_err();
        assert_eq!((error.code(), error.kind()), ("InvalidEndpoint", Kind::InvalidArgument), "{address}");
    }
    assert_eq!(clouds.define("  ", "https://a.example", "https://b.example").unwrap_err().code(), "InvalidEnvironment");
}
