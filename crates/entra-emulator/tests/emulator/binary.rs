//! The binary: ready line, end with stdin, and `browse`.

use std::process::Stdio;

use entra_emulator::{BrowseError, DEFAULT_CLIENT_ID, TENANT_ID, browse};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::support::{CHALLENGE, Lab, client, form, send, text};

async fn serve(arguments: &[&str]) -> (Child, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_entra-emulator"))
        .args(["serve", "--until-stdin-closes"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).await.unwrap();
    (child, serde_json::from_str(&line).unwrap())
}

#[tokio::test]
async fn says_when_it_is_ready_and_ends_with_stdin() {
    let (mut child, ready) = serve(&["--extra-users", "2", "--auto-approve", "false"]).await;
    assert_eq!(ready["event"], "ready");
    assert_eq!(ready["tenant"], TENANT_ID);
    assert_eq!(ready["users"].as_array().unwrap().len(), 5);
    let settings = send(client().get(format!("{}/settings", text(&ready, "control")))).await.json();
    assert_eq!(settings["autoApprove"], false);
    drop(child.stdin.take());
    assert!(child.wait().await.unwrap().success());
}

#[tokio::test]
async fn serves_https_and_leaves_the_authority_to_trust_in_a_file() {
    let path = std::env::temp_dir().join(format!("entra-emulator-ca-{}.pem", std::process::id()));
    let (mut child, ready) = serve(&["--tls", "--ca-file", path.to_str().unwrap(), "--certificate", "expired"]).await;
    assert!(text(&ready, "authority").starts_with("https://127.0.0.1:"), "{ready}");
    assert!(text(&ready, "control").starts_with("http://"), "{ready}");
    let pem = std::fs::read_to_string(text(&ready, "caFile")).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"), "{pem}");
    drop(child.stdin.take());
    assert!(child.wait().await.unwrap().success());
    for incomplete in [&["--tls"][..], &["--ca-file", "ca.pem"], &["--certificate", "good"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_entra-emulator"));
        let output = command.arg("serve").args(incomplete).stdin(Stdio::null()).output().await.unwrap();
        assert_eq!(output.status.code(), Some(2), "{incomplete:?}");
    }
}

#[tokio::test]
async fn takes_users_and_settings_from_a_file() {
    let path = std::env::temp_dir().join(format!("entra-emulator-seed-{}.json", std::process::id()));
    let seed = r#"{"users": [{"userPrincipalName": "pat@contoso.example", "displayName": "Pat"}],
        "settings": {"defaultUser": "pat@contoso.example"}}"#;
    std::fs::write(&path, seed).unwrap();
    let (_child, ready) = serve(&["--seed", path.to_str().unwrap()]).await;
    std::fs::remove_file(&path).unwrap();
    assert_eq!(ready["users"][3]["userPrincipalName"], "pat@contoso.example");
    let settings = send(client().get(format!("{}/settings", text(&ready, "control")))).await.json();
    assert_eq!(settings["defaultUser"], "pat@contoso.example");
}

/// Starts the binary's browser on a sign-in, answers what it sends to the client, and returns that.
async fn browsed(mode: &str) -> String {
    let lab = Lab::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let redirect_uri = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
    let query = form(&[
        ("client_id", DEFAULT_CLIENT_ID),
        ("response_type", "code"),
        ("response_mode", mode),
        ("redirect_uri", &redirect_uri),
        ("scope", "User.Read"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    let url = lab.url(&format!("/common/oauth2/v2.0/authorize?{query}"));
    let mut browser = Command::new(env!("CARGO_BIN_EXE_entra-emulator")).args(["browse", &url]).spawn().unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = vec![0; 4096];
    let length = stream.read(&mut request).await.unwrap();
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    assert!(request.contains(&format!("Host: {}", redirect_uri.trim_start_matches("http://").trim_end_matches('/'))));
    assert!(request.contains("Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"), "{request}");
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ndone").await.unwrap();
    drop(stream);
    assert!(browser.wait().await.unwrap().success());
    request
}

#[tokio::test]
async fn browse_brings_the_code_to_the_client_in_the_address() {
    let request = browsed("query").await;
    assert!(request.starts_with("GET /?code="), "{request}");
}

#[tokio::test]
async fn browse_brings_the_code_to_the_client_in_a_form() {
    let request = browsed("form_post").await;
    assert!(request.starts_with("POST / HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("Origin: null\r\nContent-Type: application/x-www-form-urlencoded\r\n"), "{request}");
    assert!(request.contains("\r\n\r\ncode=1."), "{request}");
}

#[tokio::test]
async fn browse_fails_on_errors_and_leaves_the_machine_never() {
    let lab = Lab::new().await;
    assert_eq!(browse(&lab.url("/common/oauth2/v2.0/authorize")).await.unwrap(), 400);
    for url in ["http://example.com/", "https://localhost/", "http://localhost.example.com/", "file:///etc/hosts"] {
        assert!(matches!(browse(url).await, Err(BrowseError::NotLoopback(_))), "{url}");
    }
}
