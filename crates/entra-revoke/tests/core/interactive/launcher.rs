//! How the browser is started, and what happens where there is none.
#![cfg(target_os = "linux")]

use super::{address, browse, session, sign_in};
use crate::support::Bench;
use entra_revoke::credential::browser::Desktop;
use entra_revoke::credential::{Credential, CredentialType};
use entra_revoke::session as sessions;
use entra_revoke::talk::{Notice, Said, Talk, TraceLevel};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("entra-revoke-{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Puts a program into the folder.
    fn program(&self, name: &str, script: &str) {
        fs::write(self.0.join(name), format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(self.0.join(name), fs::Permissions::from_mode(0o700)).unwrap();
    }

    /// Waits until a file is there, and reads it.
    async fn written(&self, name: &str) -> String {
        let written = async {
            loop {
                match fs::read_to_string(self.0.join(name)) {
                    Ok(text) => return text,
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(10), written).await.expect("the file was written")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Signs in on a desktop, and returns the way that it went and what was said.
async fn told(bench: &Bench, desktop: Desktop) -> (CredentialType, Vec<Notice>) {
    let (talk, listener) = Talk::channel(TraceLevel::Quiet);
    let call = async move { sessions::sign_in(bench.options(), Credential::Browser(desktop), &talk).await };
    let hear = async {
        let mut said = Vec::new();
        while let Some(Said::Notice(notice)) = listener.next().await {
            if said.is_empty() {
                // With the code on the screen, the time between polls passes at once.
                tokio::time::pause();
            }
            said.push(notice);
        }
        said
    };
    let (outcome, said) = tokio::join!(call, hear);
    (outcome.unwrap().context().credential_type, said)
}

#[tokio::test]
async fn the_browser_is_found_and_started_with_what_the_users_session_says() {
    let bench = Bench::new().await;
    let folder = Folder::new("session");
    let out = folder.0.join("out");
    let variables = [
        ("PATH", format!("{}:/usr/bin:/bin", folder.0.display())),
        ("BROWSER", "own-browser".to_owned()),
        ("DISPLAY", ":7".to_owned()),
        ("XAUTHORITY", "/home/me/.Xauthority".to_owned()),
        ("OUT", out.display().to_string()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let desktop = Desktop { variables: variables.to_vec(), ..Desktop::default() };
    folder.program(
        "own-browser",
        &format!("cd '{}'; echo \"$1\" > new; env >> new; mv new \"$OUT\"", folder.0.display()),
    );
    let user = async |url: Url| {
        let written = folder.written("out").await;
        assert_eq!(written.lines().next(), Some(url.as_str()));
        let mut seen: Vec<_> = written.lines().skip(1).filter_map(|line| line.split_once('=')).collect();
        // What the shell sets of its own accord.
        seen.retain(|(name, _)| !["PWD", "OLDPWD", "SHLVL", "_"].contains(name));
        seen.sort_unstable();
        let mut expected: Vec<_> = variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        expected.sort_unstable();
        assert_eq!(seen, expected);
        browse(url).await
    };
    sign_in(bench.options(), desktop, user).await.outcome.unwrap();
}

#[tokio::test]
async fn without_a_display_a_device_code_is_told_at_once_and_no_address() {
    let bench = Bench::new().await;
    let folder = Folder::new("no-display");
    for program in ["xdg-open", "w3m", "www-browser", "x-www-browser"] {
        folder.program(program, ": > \"$0\".ran");
    }
    let variables = vec![("PATH".to_owned(), folder.0.display().to_string())];
    let (way, said) = told(&bench, Desktop { variables, ..Desktop::default() }).await;
    assert_eq!(way, CredentialType::DeviceCode);
    let [Notice::Warning(why), Notice::Message(message)] = said.as_slice() else { panic!("{said:?}") };
    assert!(why.starts_with("No browser could be started"), "{why}");
    assert!(message.contains("enter this code"), "{message}");
    assert!(fs::read_dir(&folder.0).unwrap().all(|file| file.unwrap().path().extension().is_none()));
}

#[tokio::test]
async fn a_browser_that_does_not_start_is_followed_by_a_device_code_and_no_address_is_told() {
    let bench = Bench::new().await;
    let (way, said) = told(&bench, session(&[("BROWSER", "no-such-browser:false")])).await;
    assert_eq!(way, CredentialType::DeviceCode);
    assert!(!format!("{said:?}").contains("/authorize"), "{said:?}");
}

#[tokio::test]
async fn a_launcher_that_fails_is_followed_by_the_next() {
    let bench = Bench::new().await;
    let seen = sign_in(bench.options(), session(&[("BROWSER", "no-such-browser:false:true")]), browse).await;
    assert_eq!(seen.outcome.unwrap().context().credential_type, CredentialType::InteractiveBrowser);
}

#[tokio::test]
async fn the_display_brings_the_launcher_of_the_desktop() {
    let bench = Bench::new().await;
    let folder = Folder::new("display");
    folder.program("xdg-open", &format!("echo \"$1\" > '{0}/new'; mv '{0}/new' '{0}/out'", folder.0.display()));
    let path = format!("{}:/usr/bin:/bin", folder.0.display());
    for display in ["DISPLAY", "WAYLAND_DISPLAY"] {
        let _ = fs::remove_file(folder.0.join("out"));
        let desktop = session(&[(display, "1")]);
        let variables = desktop.variables.into_iter().filter(|(name, _)| name != "PATH");
        let variables = variables.chain([("PATH".to_owned(), path.clone())]).collect();
        let user = async |url: Url| {
            assert_eq!(folder.written("out").await.trim(), url.as_str());
            browse(url).await
        };
        sign_in(bench.options(), Desktop { variables, ..Desktop::default() }, user).await.outcome.unwrap();
    }
}

#[tokio::test]
async fn a_browser_that_runs_on_has_opened_the_address_and_leaves_no_zombie() {
    let bench = Bench::new().await;
    let folder = Folder::new("zombie");
    let (pid, until) = (folder.0.join("pid"), folder.0.join("until"));
    // It runs until somebody opens the other end of its pipe.
    let (pid_path, until_path) = (pid.display(), until.display());
    let script =
        format!("mkfifo {until_path}; echo $$ > {pid_path}.new; mv {pid_path}.new {pid_path}; read x < {until_path}");
    folder.program("browser", &script);
    let browser = folder.0.join("browser").display().to_string();
    let seen = sign_in(bench.options(), session(&[("BROWSER", &browser)]), browse).await;
    seen.outcome.unwrap();
    let pid = folder.written("pid").await;
    fs::write(&until, "end\n").unwrap();
    let gone = async {
        while PathBuf::from("/proc").join(pid.trim()).exists() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone).await.expect("the process was waited for");
}

#[tokio::test]
async fn a_sign_in_that_is_dropped_closes_its_port() {
    let bench = Bench::new().await;
    let (talk, listener) = Talk::channel(TraceLevel::Quiet);
    let call = async {
        let credential = Credential::Browser(session(&[("BROWSER", "true")]));
        sessions::sign_in(bench.options(), credential, &talk).await
    };
    let port = tokio::select! {
        _ = call => panic!("the call was to wait"),
        url = address(&listener) => super::port(&url),
    };
    let closed = async {
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), closed).await.expect("the port was closed");
}
