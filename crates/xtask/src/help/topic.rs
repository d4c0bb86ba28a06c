//! The page of an about topic.

use super::blocks::{self, Block};
use super::sections::{self, Section};
use super::{front_matter, refuse_placeholders};
use anyhow::{Result, bail, ensure};

/// What a topic may have; the first two it must have, in this order.
const SECTIONS: [&str; 7] =
    ["SHORT DESCRIPTION", "LONG DESCRIPTION", "EXAMPLES", "NOTE", "TROUBLESHOOTING NOTE", "SEE ALSO", "KEYWORDS"];

/// A topic that `Get-Help about_<name>` shows.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) name: String,
    /// The sections with their titles.
    pub(super) sections: Vec<(String, Vec<Part>)>,
}

/// A part of a section.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Heading(String),
    Paragraph(String),
    Item(String),
    Code(String),
}

/// Reads the page of a topic.
pub(super) fn read(name: &str, text: &str) -> Result<Topic> {
    refuse_placeholders(text)?;
    let blocks = blocks::read(text)?;
    let (before, found) = sections::split(front_matter::check_title(name, &blocks)?, 2);
    ensure!(before.is_empty(), "there is text before the first section");
    for (index, section) in found.iter().enumerate() {
        let is_new = found[..index].iter().all(|earlier| earlier.title != section.title);
        ensure!(is_new && SECTIONS.contains(&section.title), "{section}: no such section belongs here");
    }
    for (index, title) in SECTIONS[..2].iter().enumerate() {
        let is_there = found.get(index).is_some_and(|section| section.title == *title);
        ensure!(is_there, "## {title}: the section is missing or out of order");
    }
    let sections = found.iter().map(|section| Ok((section.title.to_owned(), parts(section)?)));
    let topic = Topic { name: name.to_owned(), sections: sections.collect::<Result<_>>()? };
    let is_short = matches!(topic.sections[0].1.as_slice(), [Part::Paragraph(_)]);
    ensure!(is_short, "## {}: there has to be one paragraph", SECTIONS[0]);
    Ok(topic)
}

fn parts(section: &Section<'_>) -> Result<Vec<Part>> {
    ensure!(!section.body.is_empty(), "{section}: there is no text");
    let part = |block: &Block| match block {
        Block::Heading { level: 3, text } => Ok(Part::Heading(text.clone())),
        Block::Paragraph { text, .. } => Ok(Part::Paragraph(text.clone())),
        Block::Item(text) => Ok(Part::Item(text.clone())),
        Block::Code { text, .. } => Ok(Part::Code(text.clone())),
        Block::Heading { text, .. } => bail!("{section}: the heading `{text}` is too deep or too high"),
        Block::FrontMatter(_) => bail!("{section}: front matter has no place here"),
    };
    section.body.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::{Part, read};

    const TOPIC: &str = "# about_Thing\n\n## SHORT DESCRIPTION\nShort.\n\n## LONG DESCRIPTION\n### Part\nLong.\n\n```\ncode\n```\n\n- item\n";

    #[test]
    fn a_topic_has_sections_with_parts() {
        let topic = read("about_Thing", TOPIC).unwrap();
        let titles = topic.sections.iter().map(|(title, _)| title.as_str()).collect::<Vec<_>>();
        assert_eq!(titles, ["SHORT DESCRIPTION", "LONG DESCRIPTION"]);
        let text = |text: &str| text.to_owned();
        let parts = [
            Part::Heading(text("Part")),
            Part::Paragraph(text("Long.")),
            Part::Code(text("code")),
            Part::Item(text("item")),
        ];
        assert_eq!(topic.sections[1].1, parts);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_heading() {
        let refusal = |from: &str, to: &str| read("about_Thing", &TOPIC.replace(from, to)).unwrap_err().to_string();
        assert!(refusal("# about_Thing", "# Thing").starts_with("# about_Thing: the title is missing"));
        assert_eq!(refusal("## LONG DESCRIPTION", "## DETAILS"), "## DETAILS: no such section belongs here");
        assert_eq!(refusal("## LONG", "## SHORT"), "## SHORT DESCRIPTION: no such section belongs here");
        assert_eq!(refusal("Short.", ""), "## SHORT DESCRIPTION: there is no text");
        assert_eq!(refusal("Long.", "{{ Long }}"), "### Part: a placeholder is left: {{ Long }}");
    }
}
