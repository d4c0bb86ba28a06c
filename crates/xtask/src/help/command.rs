//! The page of a cmdlet, section by section.

use super::blocks::Block;
use super::page::{Link, Page, Typed};
use super::sections::{self, Section};
use super::{ONLINE, examples, front_matter, parameters, syntax};
use anyhow::{Result, bail, ensure};

const SECTIONS: [&str; 9] =
    ["SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

/// Reads the page of a cmdlet from its blocks.
pub(super) fn read(name: &str, blocks: &[Block]) -> Result<Page> {
    let blocks = front_matter::check_title(name, front_matter::check(name, blocks)?)?;
    let sections = sections::exactly(blocks, &SECTIONS)?;
    let [synopsis, syntax, description, examples, parameters, inputs, outputs, notes, links] = sections.as_slice()
    else {
        bail!("the sections are not those of a page");
    };
    let page = Page {
        name: name.to_owned(),
        synopsis: one_paragraph(synopsis)?,
        syntax: syntax::read(name, *syntax)?,
        description: description.prose()?,
        examples: examples::read(examples)?,
        parameters: parameters::read(parameters)?,
        inputs: types(inputs)?,
        outputs: types(outputs)?,
        notes: notes.prose()?,
        links: related(name, links)?,
    };
    syntax::compare(&page.syntax, &page.parameters)?;
    Ok(page)
}

fn one_paragraph(section: &Section<'_>) -> Result<String> {
    let mut prose = section.prose()?;
    ensure!(prose.len() == 1, "{section}: there has to be one paragraph");
    Ok(prose.swap_remove(0))
}

fn types(section: &Section<'_>) -> Result<Vec<Typed>> {
    let children = section.children()?;
    ensure!(!children.is_empty(), "{section}: there is no type, not even None");
    children.iter().map(|child| Ok(Typed { type_name: child.title.to_owned(), description: child.prose()? })).collect()
}

/// The links, of which `Get-Help -Online` opens the first.
fn related(name: &str, section: &Section<'_>) -> Result<Vec<Link>> {
    let mut related = Vec::new();
    for block in section.body {
        match block {
            Block::Paragraph { links, .. } if links.len() == 1 => related.extend_from_slice(links),
            _ => bail!("{section}: each paragraph has to be one link"),
        }
    }
    let online = Link { text: "Online Version:".to_owned(), address: format!("{ONLINE}{name}.md") };
    ensure!(
        related.first() == Some(&online),
        "{section}: the first link has to be [{}]({})",
        online.text,
        online.address
    );
    Ok(related)
}

#[cfg(test)]
pub(super) mod tests {
    use crate::help::page::Page;
    use crate::help::read;

    /// A page with everything that a page can have.
    pub(in crate::help) const THING: &str = include_str!("testdata/Get-Thing.page");

    pub(in crate::help) fn thing() -> Page {
        read("Get-Thing", THING).unwrap()
    }

    fn refusal(from: &str, to: &str) -> String {
        assert!(THING.contains(from), "{from}");
        format!("{:#}", read("Get-Thing", &THING.replace(from, to)).unwrap_err())
    }

    #[test]
    fn a_page_is_read_as_a_whole() {
        let page = thing();
        assert_eq!((page.name.as_str(), page.synopsis.as_str()), ("Get-Thing", "Gets a thing & more."));
        assert_eq!(page.description, ["Gets it.", "- First.", "- Second."]);
        assert_eq!((page.syntax.len(), page.parameters.len(), page.examples.len()), (2, 3, 1));
        assert_eq!(page.inputs[0].type_name, "System.String");
        assert_eq!(page.outputs[0].description, ["A thing."]);
        assert_eq!(
            page.links.iter().map(|link| link.text.as_str()).collect::<Vec<_>>(),
            ["Online Version:", "Set-Thing"]
        );
    }

    #[test]
    fn syntax_and_parameters_have_to_agree() {
        assert_eq!(refusal(" [-Force]", ""), "### -Force: the syntax of ByName does not have it");
        assert_eq!(refusal("[-Force]", "[-Force] [-Extra]"), "## SYNTAX: -Extra of ByName is not documented");
        assert_eq!(
            refusal("Parameter Sets: ById", "Parameter Sets: ByNumber"),
            "## SYNTAX: -Id of ById is not documented"
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_heading() {
        assert_eq!(refusal("## NOTES", "## NOTE"), "## NOTE: no such section belongs to a page");
        assert_eq!(refusal("## NOTES\nNone worth telling.\n", ""), "## NOTES: the section is missing");
        assert_eq!(refusal("None worth telling.", "{{ Fill }}"), "## NOTES: a placeholder is left: {{ Fill }}");
        assert_eq!(refusal("### System.String\nA name.\n", ""), "## INPUTS: there is no type, not even None");
        assert_eq!(refusal("Gets a thing & more.", "One.\n\nTwo."), "## SYNOPSIS: there has to be one paragraph");
        assert!(refusal("[Online Version:]", "[Here]").starts_with("## RELATED LINKS: the first link has to be"));
        assert_eq!(
            refusal("[Set-Thing](Set-Thing.md)", "Set-Thing"),
            "## RELATED LINKS: each paragraph has to be one link"
        );
    }
}
