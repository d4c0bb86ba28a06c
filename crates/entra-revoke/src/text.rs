//! Text of a service, made safe to show: whoever answers must not be able to steer the user's terminal.
//!
//! Errors and notices pass everything through here themselves, so that nobody has to remember it.

/// The longest text that is shown, in characters.
const MAX_CHARS: usize = 1000;

/// The longest code, in characters.
const MAX_CODE: usize = 100;

/// The longest id, in characters; those of Microsoft Graph and Entra ID are UUIDs.
const MAX_ID: usize = 64;

/// One line: single blanks in the place of line ends and tabs, no control characters, cut where it is too long.
pub(crate) fn line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let word: String = word.chars().filter_map(shown).take(MAX_CHARS + 1).collect();
        if !line.is_empty() && !word.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
        if let Some((end, _)) = line.char_indices().nth(MAX_CHARS) {
            line.truncate(end);
            line.push('…');
            break;
        }
    }
    line
}

/// Many lines, whole: only the control characters go.
pub(crate) fn lines(text: &str) -> String {
    text.chars().filter_map(shown).collect()
}

/// True for what can be a code, such as `invalid_grant` or `Directory.ReadWrite`.
pub(crate) fn is_code(text: &str) -> bool {
    (1..=MAX_CODE).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// True for what can be the id of a request.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=MAX_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A character as it is shown; `None` for control characters, C1 among them, and for those that turn the direction of
/// writing (Unicode Standard Annex 9, "Explicit Directional Formatting Characters").
fn shown(letter: char) -> Option<char> {
    match letter {
        '\n' | '\t' => Some(letter),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        _ if letter.is_control() => None,
        // Line and paragraph separators are blanks to Unicode, and line ends to some terminals.
        _ if letter.is_whitespace() => Some(' '),
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_code, is_id, line, lines};

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        for (text, expected) in [
            ("plain text", "plain text"),
            ("two\r\nlines\tand\u{85}more\u{2028}and\u{2029}more", "two lines and more and more"),
            ("\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31mred", "]0;title[2J31mred"),
            ("\u{202e}abc\u{202c} \u{2066}d\u{2069}\u{200e}\u{200f}\u{61c}\u{7f}\u{0}", "abc d"),
            ("münchen 東京 é", "münchen 東京 é"),
            (" \u{1b} ", ""),
        ] {
            assert_eq!(line(text), expected);
        }
        assert_eq!(lines("a\r\n\tb\u{1b}[1m\u{2028}c\u{202e}"), "a\n\tb[1m c");
    }

    #[test]
    fn what_is_too_long_is_cut_at_a_character() {
        for letter in ["a", "é", "a ", "😀"] {
            let cut = line(&letter.repeat(900_000));
            assert_eq!(cut.chars().count(), 1001);
            assert!(cut.ends_with('…'));
        }
        assert_eq!(line(&"a".repeat(1000)).len(), 1000);
    }

    #[test]
    fn codes_and_ids_are_told_from_other_text() {
        for code in ["invalid_grant", "AADSTS50173", "Directory.Quota-Exceeded", "429"] {
            assert!(is_code(code), "{code}");
        }
        for text in ["", "two words", "a\r\n", "é", "<b>", &"a".repeat(101)] {
            assert!(!is_code(text), "{text}");
        }
        assert!(is_id("0b3f1f6e-aaaa-4bbb-8ccc-0123456789ab"));
        for text in ["", "a b", "\u{1b}c", "a_b", &"a".repeat(65)] {
            assert!(!is_id(text), "{text}");
        }
    }
}
