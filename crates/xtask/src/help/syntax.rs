//! The SYNTAX section: which parameters each set has, in which order.

use super::blocks::Block;
use super::page::{ALL_SETS, Parameter, Syntax};
use super::sections::{Section, split};
use anyhow::{Result, bail, ensure};

/// How the default set is marked.
const DEFAULT: &str = " (Default)";

/// Reads the sets; a single one needs no heading.
pub(super) fn read(command: &str, section: Section<'_>) -> Result<Vec<Syntax>> {
    let (before, sets) = split(section.body, section.level + 1);
    if sets.is_empty() {
        return Ok(vec![read_set(command, section, ALL_SETS, before)?]);
    }
    ensure!(before.is_empty(), "{section}: there is text before the first parameter set");
    sets.iter()
        .map(|set| read_set(command, *set, set.title.strip_suffix(DEFAULT).unwrap_or(set.title), set.body))
        .collect()
}

fn read_set(command: &str, place: Section<'_>, set: &str, body: &[Block]) -> Result<Syntax> {
    let [Block::Code { text, .. }] = body else { bail!("{place}: there has to be one block of code and nothing else") };
    let mut words = text.split_whitespace();
    ensure!(words.next() == Some(command), "{place}: the syntax does not begin with {command}");
    ensure!(
        words.next_back() == Some("[<CommonParameters>]"),
        "{place}: the syntax does not end with [<CommonParameters>]"
    );
    let names = words.filter_map(|word| word.trim_start_matches('[').strip_prefix('-'));
    Ok(Syntax { set: set.to_owned(), parameters: names.map(|name| name.trim_end_matches(']').to_owned()).collect() })
}

/// Makes sure that sets and parameters speak of the same things.
pub(super) fn compare(sets: &[Syntax], parameters: &[Parameter]) -> Result<()> {
    for set in sets {
        for name in &set.parameters {
            let parameter = parameters.iter().find(|parameter| parameter.name == *name);
            let is_documented = parameter.is_some_and(|parameter| parameter.variant(&set.set).is_some());
            ensure!(is_documented, "## SYNTAX: -{name} of {} is not documented", set.set);
        }
        let missing = parameters
            .iter()
            .find(|parameter| parameter.variant(&set.set).is_some() && !set.parameters.contains(&parameter.name));
        if let Some(parameter) = missing {
            bail!("### -{}: the syntax of {} does not have it", parameter.name, set.set);
        }
    }
    for parameter in parameters {
        let known = |name: &String| name == ALL_SETS || sets.iter().any(|set| set.set == *name);
        if let Some(unknown) = parameter.variants.iter().flat_map(|variant| &variant.sets).find(|name| !known(name)) {
            bail!("### -{}: there is no parameter set {unknown}", parameter.name);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::help::blocks;
    use crate::help::page::Syntax;
    use crate::help::sections::split;

    fn sets(text: &str) -> anyhow::Result<Vec<Syntax>> {
        let blocks = blocks::read(text).unwrap();
        read("Get-Thing", split(&blocks, 2).1[0])
    }

    #[test]
    fn sets_have_names_and_parameters_in_order() {
        let text = "## SYNTAX\n### One (Default)\n```\nGet-Thing [[-Name] <String[]>] -Id <Int32>\n [-All] \
            [<CommonParameters>]\n```\n### Two\n```\nGet-Thing [<CommonParameters>]\n```\n";
        let set = |name: &str, parameters: &[&str]| Syntax {
            set: name.to_owned(),
            parameters: parameters.iter().map(|name| (*name).to_owned()).collect(),
        };
        assert_eq!(sets(text).unwrap(), [set("One", &["Name", "Id", "All"]), set("Two", &[])]);
        let single = sets("## SYNTAX\n```\nGet-Thing [<CommonParameters>]\n```\n").unwrap();
        assert_eq!(single, [set("(All)", &[])]);
    }

    #[test]
    fn what_is_no_syntax_is_told_with_its_heading() {
        let refusal = |text: &str| sets(text).unwrap_err().to_string();
        assert!(refusal("## SYNTAX\nwords\n").starts_with("## SYNTAX: there has to be one block of code"));
        let refused = refusal("## SYNTAX\n### One\n```\nGet-Other [<CommonParameters>]\n```\n");
        assert_eq!(refused, "### One: the syntax does not begin with Get-Thing");
        let refused = refusal("## SYNTAX\n```\nGet-Thing\n```\n");
        assert_eq!(refused, "## SYNTAX: the syntax does not end with [<CommonParameters>]");
    }
}
