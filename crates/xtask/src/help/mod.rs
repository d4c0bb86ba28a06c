//! The module's help: the pages in `module/docs/en-US` become what `Get-Help` reads.

mod about;
mod blocks;
mod command;
mod examples;
mod fields;
mod front_matter;
mod maml;
mod page;
mod parameters;
mod sections;
mod syntax;
mod topic;

use crate::workspace;
use anyhow::{Context as _, Result, bail, ensure};
use page::Page;
use std::fs;
use std::path::{Path, PathBuf};

const MODULE: &str = "EntraRevoke";
const LANGUAGE: &str = "en-US";

/// PowerShell looks for this name: that of the assembly with the cmdlets.
const HELP_FILE: &str = "EntraRevoke.dll-Help.xml";

/// Where each page can be read online.
const ONLINE: &str = "https://github.com/entrarevoke/entrarevoke/blob/main/module/docs/en-US/";

/// Writes the help of all cmdlets, and the about topics, into the language's folder of a module.
pub(crate) fn write(into: &Path) -> Result<()> {
    let folder = into.join(LANGUAGE);
    fs::create_dir_all(&folder)?;
    let mut pages = Vec::new();
    for file in sources()? {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = format!("{stem}.md");
        let text = fs::read_to_string(&file).with_context(|| format!("{name} could not be read"))?;
        if stem.starts_with("about_") {
            let topic = topic::read(&stem, &text).with_context(|| name)?;
            fs::write(folder.join(format!("{stem}.help.txt")), about::render(&topic))?;
        } else {
            pages.push(read(&stem, &text).with_context(|| name)?);
        }
    }
    fs::write(folder.join(HELP_FILE), maml::render(&pages)?)?;
    Ok(())
}

/// The pages, by name.
fn sources() -> Result<Vec<PathBuf>> {
    let folder = workspace::root().join("module/docs").join(LANGUAGE);
    let entries = fs::read_dir(&folder).with_context(|| format!("{} is missing", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    ensure!(!files.is_empty(), "{} has no pages", folder.display());
    Ok(files)
}

/// Reads the page of a cmdlet.
fn read(name: &str, text: &str) -> Result<Page> {
    refuse_placeholders(text)?;
    command::read(name, &blocks::read(text)?)
}

/// What a generator of pages leaves for its user to fill in must not reach a reader.
fn refuse_placeholders(text: &str) -> Result<()> {
    let mut heading = "the beginning";
    for line in text.lines() {
        if line.starts_with('#') {
            heading = line;
        }
        if line.contains("{{") {
            bail!("{heading}: a placeholder is left: {}", line.trim());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{read, refuse_placeholders, sources};

    #[test]
    fn a_placeholder_is_told_with_its_heading() {
        let error = refuse_placeholders("# Get-Thing\n\n## NOTES\n{{ Fill in }}\n").unwrap_err().to_string();
        assert_eq!(error, "## NOTES: a placeholder is left: {{ Fill in }}");
    }

    #[test]
    fn every_page_of_the_module_is_well_formed() {
        for file in sources().unwrap() {
            let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&file).unwrap();
            if stem.starts_with("about_") {
                super::topic::read(&stem, &text).map(|_| ()).unwrap();
            } else {
                assert_eq!(read(&stem, &text).unwrap().name, stem);
            }
        }
    }
}
