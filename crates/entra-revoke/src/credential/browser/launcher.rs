//! The user's browser.

use open::commands as system_launchers;
use std::process::{Child, Command, Stdio};

/// Starts one launcher after the other until one works; ends only when none did.
///
/// A launcher that runs on, or that ends well, has opened the address, so the future then stays pending for ever.
pub(super) async fn open(url: &str, browser: Option<&str>) -> Unavailable {
    for command in launchers(url, browser) {
        let Some(mut child) = start(command) else { continue };
        // The thread waits even when nobody waits for it any more, so that an ended browser leaves no zombie.
        let ended = tokio::task::spawn_blocking(move || child.wait()).await;
        if ended.is_ok_and(|status| status.is_ok_and(|status| status.success())) {
            std::future::pending::<()>().await;
        }
    }
    Unavailable
}

/// No browser could be started.
#[derive(Debug)]
pub(super) struct Unavailable;

/// The commands of `$BROWSER`, then those of the system.
///
/// `$BROWSER` is a list of commands separated by colons; `%s` stands for the address, which else is the last argument.
/// Windows has no such custom, and colons in its paths.
fn launchers(url: &str, browser: Option<&str>) -> Vec<Command> {
    let named = if cfg!(windows) { "" } else { browser.unwrap_or_default() };
    let named = named.split(':').filter_map(|command| named_launcher(command, url));
    named.chain(system_launchers(url)).collect()
}

fn named_launcher(command: &str, url: &str) -> Option<Command> {
    let mut words = shlex::split(command)?.into_iter();
    let mut launcher = Command::new(words.next()?);
    let arguments: Vec<String> = words.collect();
    launcher.args(arguments.iter().map(|argument| argument.replace("%s", url)));
    if !arguments.iter().any(|argument| argument.contains("%s")) {
        launcher.arg(url);
    }
    Some(launcher)
}

fn start(mut command: Command) -> Option<Child> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Ctrl+C in the terminal ends the sign-in, but it must not end a browser that was started for it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().ok()
}

#[cfg(test)]
mod tests {
    use super::named_launcher;

    fn words(command: &str) -> Option<Vec<String>> {
        let launcher = named_launcher(command, "https://a/?b=c&d")?;
        let words = std::iter::once(launcher.get_program()).chain(launcher.get_args());
        Some(words.map(|word| word.to_string_lossy().into_owned()).collect())
    }

    #[test]
    fn the_address_takes_its_place_in_the_command() {
        assert_eq!(words("firefox").unwrap(), ["firefox", "https://a/?b=c&d"]);
        assert_eq!(words("'my browser' --new %s -x").unwrap(), ["my browser", "--new", "https://a/?b=c&d", "-x"]);
        assert_eq!(words(""), None);
        assert_eq!(words("'unclosed"), None);
    }
}
