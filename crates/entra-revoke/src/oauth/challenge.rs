//! `WWW-Authenticate` (RFC 9110 11.6.1): which parameters a server's challenges have.

/// The parameters of the challenges with this scheme, in their order; a header may hold challenges of several.
pub(super) fn parameters(header: &str, scheme: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut is_ours = false;
    for item in items(header) {
        let (first, rest) = split_token(item);
        let (name, rest) = if rest.trim_start().starts_with('=') {
            (first, rest)
        } else {
            // A word that no equals sign follows begins a challenge, and its first parameter stands behind it.
            is_ours = first.eq_ignore_ascii_case(scheme);
            split_token(rest.trim_start())
        };
        let value = rest.trim_start().strip_prefix('=').and_then(|value| unquoted(value.trim_start()));
        if let Some(value) = value.filter(|_| is_ours) {
            found.push((name.to_owned(), value));
        }
    }
    found
}

/// The items of a list (RFC 9110 5.6.1), empty ones left out; a comma within quotes is none.
fn items(list: &str) -> Vec<&str> {
    let (mut items, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, letter) in list.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => {
                items.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&list[start..]);
    items.into_iter().map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// Cuts a token (RFC 9110 5.6.2) off the front.
fn split_token(text: &str) -> (&str, &str) {
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    text.split_at(text.find(|letter| !is_token(letter)).unwrap_or(text.len()))
}

/// A quoted string (RFC 9110 5.6.4) without quotes and escapes, or else a word; `None` for quotes that are not closed.
fn unquoted(value: &str) -> Option<String> {
    let Some(quoted) = value.strip_prefix('"') else {
        // Base64 without quotes is no token, since it may have slashes and equals signs, but there is no doubt about it.
        return value.split_whitespace().next().map(str::to_owned);
    };
    let (mut text, mut letters) = (String::new(), quoted.chars());
    loop {
        match letters.next()? {
            '"' => return Some(text),
            '\\' => text.push(letters.next()?),
            letter => text.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn each_challenge_has_its_own_parameters() {
        let header = r#"Negotiate, Bearer a=1, b = "2, \"3\"" ,, Digest c=4, bearer d=5/=, Basic"#;
        let pairs = |scheme| {
            let found = parameters(header, scheme);
            found.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
        };
        assert_eq!(pairs("Bearer"), ["a=1", r#"b=2, "3""#, "d=5/="]);
        assert_eq!(pairs("Digest"), ["c=4"]);
        assert_eq!(pairs("Negotiate"), [""; 0]);
    }
}
