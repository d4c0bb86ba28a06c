//! The EXAMPLES section.

use super::blocks::Block;
use super::page::Example;
use super::sections::{Section, prose};
use anyhow::{Result, bail, ensure};

/// Reads all examples, which are numbered from 1.
pub(super) fn read(section: &Section<'_>) -> Result<Vec<Example>> {
    let children = section.children()?;
    ensure!(!children.is_empty(), "{section}: there is no example");
    children.iter().enumerate().map(|(index, child)| read_example(index + 1, child)).collect()
}

fn read_example(number: usize, section: &Section<'_>) -> Result<Example> {
    let start = format!("Example {number}: ");
    ensure!(section.title.starts_with(&start), "{section}: the heading does not begin with `{start}`");
    let is_text = |block: &Block| !matches!(block, Block::Code { .. });
    let (code, text) = section.body.split_at(section.body.iter().position(is_text).unwrap_or(section.body.len()));
    let code = match code {
        [Block::Code { language, text }] if language == "powershell" => text.clone(),
        [Block::Code { language, text }, Block::Code { language: second, text: output }]
            if language == "powershell" && second == "Output" =>
        {
            format!("{text}\n\n{output}")
        }
        _ => bail!("{section}: there has to be a block of `powershell` first, and perhaps one of `Output`"),
    };
    let remarks = prose(text, &section.to_string())?;
    ensure!(!remarks.is_empty(), "{section}: there are no remarks");
    Ok(Example { title: section.title.to_owned(), code, remarks })
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::help::blocks;
    use crate::help::page::Example;
    use crate::help::sections::split;

    fn examples(text: &str) -> anyhow::Result<Vec<Example>> {
        read(&split(&blocks::read(&format!("## EXAMPLES\n{text}")).unwrap(), 2).1[0])
    }

    #[test]
    fn what_an_example_prints_follows_its_code() {
        let text = "### Example 1: Look\n```powershell\nGet-Thing\n```\n\n```Output\nThing\n```\n\nLooks.\n";
        let expected = Example {
            title: "Example 1: Look".to_owned(),
            code: "Get-Thing\n\nThing".to_owned(),
            remarks: vec!["Looks.".to_owned()],
        };
        assert_eq!(examples(text).unwrap(), [expected]);
    }

    #[test]
    fn what_is_no_example_is_told_with_its_heading() {
        let refusal = |text: &str| examples(text).unwrap_err().to_string();
        assert_eq!(refusal(""), "## EXAMPLES: there is no example");
        let refused = refusal("### Example 2: Look\n");
        assert_eq!(refused, "### Example 2: Look: the heading does not begin with `Example 1: `");
        assert!(refusal("### Example 1: Look\nText.\n").starts_with("### Example 1: Look: there has to be a block"));
        let refused = refusal("### Example 1: Look\n```powershell\nGet-Thing\n```\n");
        assert_eq!(refused, "### Example 1: Look: there are no remarks");
    }
}
