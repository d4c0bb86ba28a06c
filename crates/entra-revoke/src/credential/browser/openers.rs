//! What opens an address on this system.

use super::Desktop;

#[cfg(unix)]
pub(super) use unix::all;
#[cfg(windows)]
pub(super) use windows::all;

/// One thing that can open an address.
#[derive(Debug)]
pub(super) enum Opener {
    /// A program that gets the address as an argument.
    #[cfg(unix)]
    Program(std::process::Command),
    /// The system itself, which knows the default browser.
    #[cfg(any(windows, target_os = "macos"))]
    System(String),
}

impl Opener {
    /// Opens the address; ends when the program has ended, and says whether it did so well.
    pub(super) fn open(self) -> bool {
        match self {
            #[cfg(unix)]
            Self::Program(mut program) => program.status().is_ok_and(|status| status.success()),
            #[cfg(any(windows, target_os = "macos"))]
            Self::System(url) => webbrowser::open(&url).is_ok(),
        }
    }
}

#[cfg(windows)]
mod windows {
    use super::{Desktop, Opener};

    /// The system's alone: `$BROWSER` is no custom there.
    pub(in super::super) fn all(url: &str, _desktop: &Desktop) -> Vec<Opener> {
        vec![Opener::System(url.to_owned())]
    }
}

#[cfg(unix)]
mod unix {
    use super::{Desktop, Opener};
    use std::os::unix::process::CommandExt as _;
    use std::process::{Command, Stdio};

    /// Openers of the desktop, in the order in which they are tried, each with its arguments before the address.
    #[cfg(not(target_os = "macos"))]
    const OF_DESKTOP: [&[&str]; 7] = [
        &["xdg-open"],
        &["gio", "open"],
        &["gnome-open"],
        &["kde-open6"],
        &["kde-open5"],
        &["kde-open"],
        &["x-www-browser"],
    ];

    /// Openers of Windows, which a Linux inside it can start; neither is a shell.
    #[cfg(not(target_os = "macos"))]
    const OF_WINDOWS: [&[&str]; 2] = [&["rundll32.exe", "url.dll,FileProtocolHandler"], &["wslview"]];

    /// The programs of `$BROWSER`, then those of the system.
    ///
    /// `$BROWSER` is a list of commands separated by colons; `%s` stands for the address, which else is the last
    /// argument.
    pub(in super::super) fn all(url: &str, desktop: &Desktop) -> Vec<Opener> {
        let named = desktop.variable("BROWSER").unwrap_or_default().split(':');
        named.filter_map(|command| named_program(command, url, desktop)).chain(of_system(url, desktop)).collect()
    }

    #[cfg(target_os = "macos")]
    fn of_system(url: &str, _desktop: &Desktop) -> Vec<Opener> {
        vec![Opener::System(url.to_owned())]
    }

    /// Without a display an opener would start a text browser where nobody sees it, so then there is none.
    #[cfg(not(target_os = "macos"))]
    fn of_system(url: &str, desktop: &Desktop) -> Vec<Opener> {
        let is_set = |name: &&str| desktop.variable(name).is_some();
        let of_windows = ["WSL_DISTRO_NAME", "WSL_INTEROP"].iter().any(is_set).then_some(OF_WINDOWS);
        let of_desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(is_set).then_some(OF_DESKTOP);
        let commands = of_windows.into_iter().flatten().chain(of_desktop.into_iter().flatten());
        let words = commands.map(|command| command.iter().copied().chain([url]).map(str::to_owned));
        words.filter_map(|words| program(words, desktop)).collect()
    }

    fn named_program(command: &str, url: &str, desktop: &Desktop) -> Option<Opener> {
        let mut words = shlex::split(command)?;
        if words.iter().skip(1).any(|word| word.contains("%s")) {
            words = words.iter().map(|word| word.replace("%s", url)).collect();
        } else {
            words.push(url.to_owned());
        }
        program(words, desktop)
    }

    /// A program as the user's session would start it; `None` where it has no such program.
    fn program(words: impl IntoIterator<Item = String>, desktop: &Desktop) -> Option<Opener> {
        let mut words = words.into_iter();
        let here = std::env::current_dir().unwrap_or_default();
        let folder = here.join(&desktop.folder);
        // The search is done here, since the standard library would search this process's own PATH.
        let path = which::which_in(words.next()?, desktop.variable("PATH"), &folder).ok()?;
        let mut program = Command::new(path);
        program.current_dir(folder);
        program.args(words).env_clear().envs(desktop.variables.iter().map(|(name, value)| (name, value)));
        program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Ctrl+C in the terminal ends the sign-in, but it must not end a browser that was started for it.
        program.process_group(0);
        Some(Opener::Program(program))
    }

    #[cfg(test)]
    mod tests {
        use super::{Desktop, Opener, all};
        use std::os::unix::fs::PermissionsExt as _;

        const URL: &str = "https://a/?b=c&d";

        /// A folder with programs of these names, for a PATH.
        struct Programs(std::path::PathBuf);

        impl Programs {
            fn new(test: &str, names: &[&str]) -> Self {
                let folder = std::env::temp_dir().join(format!("entra-revoke-{test}-{}", std::process::id()));
                std::fs::create_dir_all(&folder).unwrap();
                for name in names {
                    std::fs::write(folder.join(name), "#!/bin/sh\n").unwrap();
                    std::fs::set_permissions(folder.join(name), std::fs::Permissions::from_mode(0o700)).unwrap();
                }
                Self(folder)
            }

            /// The commands for a session with these variables and with this PATH, without the folder's name.
            fn commands(&self, variables: &[(&str, &str)]) -> Vec<Vec<String>> {
                let folder = self.0.to_str().unwrap();
                let variables = variables.iter().copied().chain([("PATH", folder)]);
                let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
                let openers = all(URL, &Desktop { variables, folder: folder.to_owned(), ..Desktop::default() });
                let words = openers.iter().map(|opener| match opener {
                    Opener::Program(program) => std::iter::once(program.get_program())
                        .chain(program.get_args())
                        .map(|word| {
                            word.to_string_lossy().trim_start_matches(folder).trim_start_matches('/').to_owned()
                        })
                        .collect(),
                    #[cfg(target_os = "macos")]
                    Opener::System(url) => vec!["the system".to_owned(), url.clone()],
                });
                words.collect()
            }
        }

        impl Drop for Programs {
            fn drop(&mut self) {
                let _ = std::fs::remove_dir_all(&self.0);
            }
        }

        #[test]
        fn the_address_takes_its_place_in_the_command() {
            let programs = Programs::new("place", &["firefox", "my browser"]);
            let words = |command: &str| programs.commands(&[("BROWSER", command)]).into_iter().next();
            assert_eq!(words("firefox").unwrap(), ["firefox", URL]);
            assert_eq!(words("./firefox").unwrap(), ["firefox", URL]);
            assert_eq!(words("'my browser' --new=%s -x").unwrap(), ["my browser", "--new=https://a/?b=c&d", "-x"]);
        }

        #[cfg(not(target_os = "macos"))]
        #[test]
        fn what_is_no_command_or_not_in_the_path_of_the_session_is_left_out() {
            let programs = Programs::new("left-out", &["firefox"]);
            for browser in ["", "'unclosed", "sh", ":::", "%s"] {
                assert_eq!(programs.commands(&[("BROWSER", browser)]), [[""; 0]; 0], "{browser}");
            }
            assert_eq!(programs.commands(&[("BROWSER", "sh:firefox")]), [["firefox", URL]]);
        }

        #[cfg(not(target_os = "macos"))]
        #[test]
        fn without_a_display_there_is_no_browser_but_the_users_own_or_that_of_windows() {
            let programs = Programs::new("display", &["xdg-open", "gio", "w3m", "wslview"]);
            assert_eq!(programs.commands(&[]), [[""; 0]; 0]);
            assert_eq!(programs.commands(&[("DISPLAY", ""), ("WAYLAND_DISPLAY", "")]), [[""; 0]; 0]);
            assert_eq!(programs.commands(&[("BROWSER", "w3m")]), [["w3m", URL]]);
            let desktop = [vec!["xdg-open", URL], vec!["gio", "open", URL]];
            assert_eq!(programs.commands(&[("DISPLAY", ":0")]), desktop);
            assert_eq!(programs.commands(&[("WAYLAND_DISPLAY", "wayland-0")]), desktop);
            assert_eq!(programs.commands(&[("WSL_DISTRO_NAME", "Debian")]), [["wslview", URL]]);
        }
    }
}
