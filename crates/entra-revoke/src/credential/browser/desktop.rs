//! What the user's session says of its desktop.

/// What is known of the user's desktop and of who is to sign in.
#[derive(Clone, Debug, Default)]
pub struct Desktop {
    /// The environment variables of the user's session, by name: what is started for the user gets these and no others.
    pub variables: Vec<(String, String)>,
    /// The name that the user signs in with, so that no account need be picked (`login_hint`).
    pub login_hint: Option<String>,
    /// The folder that the session is in, where a launcher named by a relative path is and where it is started; empty for
    /// that of this process.
    pub folder: String,
}

impl Desktop {
    /// The value of a variable that is set and not empty.
    #[cfg(unix)]
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        let found = self.variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The name to sign in with, unless it is blank.
    pub(super) fn login_hint(&self) -> Option<&str> {
        self.login_hint.as_deref().map(str::trim).filter(|hint| !hint.is_empty())
    }
}
