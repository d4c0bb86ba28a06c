//! Markdown as a flat list of blocks, as far as a help page may use it.

use super::page::Link;
use anyhow::{Result, bail};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A part of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    FrontMatter(String),
    Heading { level: usize, text: String },
    Paragraph { text: String, links: Vec<Link> },
    Item(String),
    Code { language: String, text: String },
}

/// Reads a page; what a console cannot show is refused.
pub(super) fn read(markdown: &str) -> Result<Vec<Block>> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES) {
        if let Err(error) = reader.take(event) {
            bail!("{}: {error}", reader.heading());
        }
    }
    Ok(reader.blocks)
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: String,
    links: Vec<Link>,
    link_starts: usize,
    language: String,
    items: usize,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Start(tag) => self.start(tag)?,
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            other => bail!("{other:?} cannot be shown in a console"),
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<()> {
        match tag {
            Tag::CodeBlock(kind) => {
                self.language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
            }
            Tag::Link { dest_url, .. } => {
                self.link_starts = self.text.len();
                self.links.push(Link { text: String::new(), address: dest_url.into_string() });
            }
            Tag::Item => self.items += 1,
            Tag::Heading { .. } | Tag::Paragraph | Tag::List(None) | Tag::MetadataBlock(_) | Tag::Emphasis => {}
            other => bail!("{other:?} cannot be shown in a console"),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::MetadataBlock(_) => self.push(Block::FrontMatter),
            TagEnd::Heading(level) => self.push(|text| Block::Heading { level: depth(level), text }),
            TagEnd::Paragraph if self.items == 0 => {
                let links = std::mem::take(&mut self.links);
                self.push(|text| Block::Paragraph { text, links });
            }
            TagEnd::Item => {
                self.items -= 1;
                self.links.clear();
                self.push(Block::Item);
            }
            TagEnd::CodeBlock => {
                let language = std::mem::take(&mut self.language);
                self.push(|text| Block::Code { language, text });
            }
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    /// A reader of a console cannot follow a link, so its address follows its text.
    fn end_link(&mut self) {
        let Some(link) = self.links.last_mut() else { return };
        self.text[self.link_starts..].clone_into(&mut link.text);
        if !link.address.starts_with("https://") {
            link.address.clear();
        } else if link.address != link.text {
            self.text.push_str(" (");
            self.text.push_str(&link.address);
            self.text.push(')');
        }
    }

    fn push(&mut self, block: impl FnOnce(String) -> Block) {
        let text = std::mem::take(&mut self.text);
        self.blocks.push(block(text.trim_end().to_owned()));
    }

    /// The heading under which the reader is.
    fn heading(&self) -> String {
        let heading = self.blocks.iter().rev().find_map(|block| match block {
            Block::Heading { level, text } => Some(format!("{} {text}", "#".repeat(*level))),
            _ => None,
        });
        heading.unwrap_or_else(|| "the beginning".to_owned())
    }
}

fn depth(level: HeadingLevel) -> usize {
    level as usize
}

#[cfg(test)]
mod tests {
    use super::{Block, read};
    use crate::help::page::Link;

    #[test]
    fn prose_loses_its_marks_and_keeps_its_addresses() {
        let blocks = read("# A\nRun `B`,\nsee [C](C.md) and [D](https://d.example).\n\n- one\n- two\n").unwrap();
        let paragraph = "Run B, see C and D (https://d.example).".to_owned();
        let link = |text: &str, address: &str| Link { text: text.to_owned(), address: address.to_owned() };
        let links = vec![link("C", ""), link("D", "https://d.example")];
        let expected = [
            Block::Heading { level: 1, text: "A".to_owned() },
            Block::Paragraph { text: paragraph, links },
            Block::Item("one".to_owned()),
            Block::Item("two".to_owned()),
        ];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn code_stays_as_it_is() {
        let blocks = read("```powershell\n$a = `\n  '<b>'\n```\n").unwrap();
        assert_eq!(blocks, [Block::Code { language: "powershell".to_owned(), text: "$a = `\n  '<b>'".to_owned() }]);
    }

    #[test]
    fn what_a_console_cannot_show_is_refused_with_its_heading() {
        let error = read("# A\n\n## NOTES\n\n![picture](p.png)\n").unwrap_err().to_string();
        assert!(error.starts_with("## NOTES: Image"), "{error}");
        let error = read("# A\n\n## NOTES\n\n| a |\n| - |\n| b |\n").unwrap_err().to_string();
        assert!(error.starts_with("## NOTES: Table"), "{error}");
        read("# A\n\n<b>x</b>\n").unwrap_err();
    }
}
