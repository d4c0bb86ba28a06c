//! An about topic as the plain text that `Get-Help` shows.

use super::topic::{Part, Topic};
use std::fmt::Write as _;

const WIDTH: usize = 80;

/// How far text stands from the edge, and how far headings and code do.
const INDENT: usize = 4;
const HEADING_INDENT: usize = 2;
const CODE_INDENT: usize = 8;

/// Renders a topic; `Get-Help` takes the line after `SHORT DESCRIPTION` for the synopsis.
pub(super) fn render(topic: &Topic) -> String {
    let mut text = String::from("TOPIC\n");
    wrap(&mut text, &topic.name, "", INDENT);
    for (title, parts) in &topic.sections {
        let _ = write!(text, "\n{title}\n");
        for (index, part) in parts.iter().enumerate() {
            let follows = index.checked_sub(1).map(|before| &parts[before]);
            let is_list = matches!((follows, part), (Some(Part::Item(_)), Part::Item(_)));
            if follows.is_some() && !is_list {
                text.push('\n');
            }
            match part {
                Part::Heading(words) => wrap(&mut text, words, "", HEADING_INDENT),
                Part::Paragraph(words) => wrap(&mut text, words, "", INDENT),
                Part::Item(words) => wrap(&mut text, words, "- ", INDENT),
                Part::Code(lines) => lines.lines().for_each(|line| push_line(&mut text, line, CODE_INDENT)),
            }
        }
    }
    text
}

/// Breaks words into lines; those after the first stand below the text, not below the mark.
fn wrap(text: &mut String, words: &str, mark: &str, indent: usize) {
    let mut line = mark.to_owned();
    let mut is_start = true;
    for word in words.split_whitespace() {
        if !is_start && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
            push_line(text, &line, indent);
            line = " ".repeat(mark.len());
            is_start = true;
        }
        if !is_start {
            line.push(' ');
        }
        line.push_str(word);
        is_start = false;
    }
    push_line(text, &line, indent);
}

fn push_line(text: &mut String, line: &str, indent: usize) {
    let _ = writeln!(text, "{}", format!("{}{line}", " ".repeat(indent)).trim_end());
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::help::topic;

    #[test]
    fn a_topic_is_plain_text_of_a_limited_width() {
        let page = "# about_Thing\n\n## SHORT DESCRIPTION\nShort.\n\n## LONG DESCRIPTION\nText with `code` and more \
            words than one line of a console can take at once.\n\n### Part\n\n- one\n- two that is so long that it has \
            to go on in another line of the list\n\n```\nGet-Thing\n\n  'x'\n```\n";
        let expected = "\
TOPIC
    about_Thing

SHORT DESCRIPTION
    Short.

LONG DESCRIPTION
    Text with code and more words than one line of a console can take at once.

  Part

    - one
    - two that is so long that it has to go on in another line of the list

        Get-Thing

          'x'
";
        assert_eq!(render(&topic::read("about_Thing", page).unwrap()), expected);
        let long = page.replace("that it has", "and so very long that it has");
        let text = render(&topic::read("about_Thing", &long).unwrap());
        assert!(text.contains("line\n      of the list\n"), "{text}");
    }
}
