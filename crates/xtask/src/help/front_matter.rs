//! The lines before a page's title, which say what the page belongs to.

use super::blocks::Block;
use super::fields::Fields;
use super::{HELP_FILE, MODULE, ONLINE};
use anyhow::{Context as _, Result, bail, ensure};

/// Checks the front matter of a cmdlet's page, and returns what comes after it.
pub(super) fn check<'a>(name: &str, blocks: &'a [Block]) -> Result<&'a [Block]> {
    let Some((Block::FrontMatter(text), rest)) = blocks.split_first() else {
        bail!("the front matter is missing");
    };
    check_fields(name, text).context("the front matter")?;
    Ok(rest)
}

fn check_fields(name: &str, text: &str) -> Result<()> {
    let mut fields = Fields::read(text)?;
    let online = format!("{ONLINE}{name}.md");
    let expected =
        [("external help file", HELP_FILE), ("Module Name", MODULE), ("online version", &online), ("schema", "2.0.0")];
    for (field, value) in expected {
        let found = fields.text(field)?;
        ensure!(found == value, "`{field}` is `{found}`, and has to be `{value}`");
    }
    fields.end()
}

/// Checks that a page's title is its name, and returns what comes after it.
pub(super) fn check_title<'a>(name: &str, blocks: &'a [Block]) -> Result<&'a [Block]> {
    match blocks.split_first() {
        Some((Block::Heading { level: 1, text }, rest)) if text == name => Ok(rest),
        _ => bail!("# {name}: the title is missing or is not the name of the file"),
    }
}

#[cfg(test)]
mod tests {
    use super::{check, check_title};
    use crate::help::blocks;

    const GOOD: &str = "---\nexternal help file: EntraRevoke.dll-Help.xml\nModule Name: EntraRevoke\nonline version: \
        https://github.com/entrarevoke/entrarevoke/blob/main/module/docs/en-US/Get-Thing.md\nschema: 2.0.0\n---\n\n# Get-Thing\n";

    fn refusal(text: &str) -> String {
        format!("{:#}", check("Get-Thing", &blocks::read(text).unwrap()).unwrap_err())
    }

    #[test]
    fn a_page_says_what_it_belongs_to() {
        let blocks = blocks::read(GOOD).unwrap();
        let rest = check("Get-Thing", &blocks).unwrap();
        assert!(check_title("Get-Thing", rest).unwrap().is_empty());
        assert!(check_title("Get-Other", rest).unwrap_err().to_string().starts_with("# Get-Other: the title"));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        assert_eq!(refusal("# Get-Thing\n"), "the front matter is missing");
        let refused = refusal(&GOOD.replace("2.0.0", "1.0"));
        assert_eq!(refused, "the front matter: `schema` is `1.0`, and has to be `2.0.0`");
        let refused = refusal(&GOOD.replace("Get-Thing.md", "Get-Other.md"));
        assert!(refused.starts_with("the front matter: `online version` is"), "{refused}");
        let refused = refusal(&GOOD.replace("schema:", "more: 1\nschema:"));
        assert_eq!(refused, "the front matter: `more` is not known");
    }
}
