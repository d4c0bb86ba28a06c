//! A page cut at its headings.

use super::blocks::Block;
use anyhow::{Result, bail, ensure};

/// A heading and what stands under it, down to the next heading of its level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section<'a> {
    pub(super) level: usize,
    pub(super) title: &'a str,
    pub(super) body: &'a [Block],
}

/// Cuts blocks at the headings of a level; what comes before the first one is returned apart.
pub(super) fn split(blocks: &[Block], level: usize) -> (&[Block], Vec<Section<'_>>) {
    let starts = |block: &Block| matches!(block, Block::Heading { level: found, .. } if *found == level);
    let first = blocks.iter().position(starts).unwrap_or(blocks.len());
    let (before, mut rest) = blocks.split_at(first);
    let mut sections = Vec::new();
    while let Some((Block::Heading { text, .. }, after)) = rest.split_first() {
        let end = after.iter().position(starts).unwrap_or(after.len());
        sections.push(Section { level, title: text, body: &after[..end] });
        rest = &after[end..];
    }
    (before, sections)
}

/// Cuts blocks into the sections of a page, which has exactly these and in this order.
pub(super) fn exactly<'a>(blocks: &'a [Block], titles: &[&str]) -> Result<Vec<Section<'a>>> {
    let (before, sections) = split(blocks, 2);
    ensure!(before.is_empty(), "there is text before the first section");
    for section in &sections {
        ensure!(titles.contains(&section.title), "{section}: no such section belongs to a page");
    }
    for title in titles {
        let count = sections.iter().filter(|section| section.title == *title).count();
        ensure!(count != 0, "## {title}: the section is missing");
        ensure!(count == 1, "## {title}: the section is there {count} times");
    }
    if let Some((section, title)) = sections.iter().zip(titles).find(|(section, title)| section.title != **title) {
        bail!("{section}: the section stands where ## {title} belongs");
    }
    Ok(sections)
}

impl Section<'_> {
    /// Its paragraphs, of which there is at least one; an item of a list is one.
    pub(super) fn prose(&self) -> Result<Vec<String>> {
        let prose = prose(self.body, &self.to_string())?;
        ensure!(!prose.is_empty(), "{self}: there is no text");
        Ok(prose)
    }

    /// Its sections of the next level, with nothing before them.
    pub(super) fn children(&self) -> Result<Vec<Self>> {
        let (before, children) = split(self.body, self.level + 1);
        ensure!(before.is_empty(), "{self}: there is text before the first heading in it");
        Ok(children)
    }
}

/// The paragraphs among blocks; anything else is refused.
pub(super) fn prose(blocks: &[Block], place: &str) -> Result<Vec<String>> {
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph { text, .. } => Ok(text.clone()),
            Block::Item(text) => Ok(format!("- {text}")),
            Block::Heading { text, .. } => bail!("{place}: the heading `{text}` has no place here"),
            Block::Code { .. } | Block::FrontMatter(_) => bail!("{place}: code has no place here"),
        })
        .collect()
}

impl std::fmt::Display for Section<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", "#".repeat(self.level), self.title)
    }
}

#[cfg(test)]
mod tests {
    use super::{exactly, split};
    use crate::help::blocks;

    fn refusal(text: &str) -> String {
        exactly(&blocks::read(text).unwrap(), &["A", "B"]).unwrap_err().to_string()
    }

    #[test]
    fn sections_end_where_the_next_begins() {
        let blocks = blocks::read("before\n\n## A\n### A1\none\n## B\ntwo\n").unwrap();
        let (before, sections) = split(&blocks, 2);
        assert_eq!((before.len(), sections.len(), sections[0].title), (1, 2, "A"));
        assert_eq!(sections[0].children().unwrap()[0].prose().unwrap(), ["one"]);
        assert_eq!(sections[1].prose().unwrap(), ["two"]);
    }

    #[test]
    fn a_page_has_its_sections_in_their_order() {
        assert_eq!(refusal("## A\na\n"), "## B: the section is missing");
        assert_eq!(refusal("## A\n## B\n## C\n"), "## C: no such section belongs to a page");
        assert_eq!(refusal("## B\n## A\n"), "## B: the section stands where ## A belongs");
        assert_eq!(refusal("## A\n## B\n## B\n"), "## B: the section is there 2 times");
        assert_eq!(refusal("text\n## A\n## B\n"), "there is text before the first section");
    }

    #[test]
    fn prose_has_no_code_and_no_headings() {
        let blocks = blocks::read("## A\n```\ncode\n```\n## B\n#### Deep\n## C\n").unwrap();
        let (_, sections) = split(&blocks, 2);
        let refusals = sections.iter().map(|section| section.prose().unwrap_err().to_string()).collect::<Vec<_>>();
        assert_eq!(refusals[0], "## A: code has no place here");
        assert_eq!(refusals[1], "## B: the heading `Deep` has no place here");
        assert_eq!(refusals[2], "## C: there is no text");
    }
}
