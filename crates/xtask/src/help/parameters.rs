//! The PARAMETERS section: each parameter with a text and, in YAML, how it is bound.

use super::blocks::Block;
use super::fields::{Fields, words};
use super::page::{Parameter, Variant};
use super::sections::{Section, prose};
use anyhow::{Context as _, Result, bail, ensure};

/// The last heading; what it says is the same on every page, and PowerShell says it by itself.
const COMMON: &str = "CommonParameters";

/// Reads all parameters.
pub(super) fn read(section: &Section<'_>) -> Result<Vec<Parameter>> {
    let children = section.children()?;
    let Some((common, own)) = children.split_last() else { bail!("### {COMMON}: the section is missing") };
    ensure!(common.title == COMMON, "### {COMMON}: the section is missing, or is not the last of ## PARAMETERS");
    own.iter().map(read_parameter).collect()
}

fn read_parameter(section: &Section<'_>) -> Result<Parameter> {
    let name = section.title.strip_prefix('-').with_context(|| format!("{section}: this is not a parameter"))?;
    let is_code = |block: &Block| matches!(block, Block::Code { .. });
    let (text, code) = section.body.split_at(section.body.iter().position(is_code).unwrap_or(section.body.len()));
    let description = prose(text, &section.to_string())?;
    ensure!(!description.is_empty(), "{section}: there is no text");
    ensure!(!code.is_empty(), "{section}: the block of YAML is missing");
    let variants = code.iter().map(|block| match block {
        Block::Code { language, text } if language == "yaml" => read_variant(text),
        _ => bail!("there is something else than YAML after the text"),
    });
    let variants = variants.collect::<Result<Vec<_>>>().map_err(|error| error.context(section.to_string()))?;
    Ok(Parameter { name: name.to_owned(), description, variants })
}

fn read_variant(yaml: &str) -> Result<Variant> {
    let mut fields = Fields::read(yaml)?;
    let variant = Variant {
        type_name: fields.text("Type")?,
        sets: words(&fields.text("Parameter Sets")?),
        aliases: words(&fields.take("Aliases")?),
        accepted: words(&fields.find("Accepted values").unwrap_or_default()),
        is_required: fields.flag("Required")?,
        position: position(&fields.text("Position")?)?,
        default: fields.text("Default value")?,
        pipeline: pipeline(fields.text("Accept pipeline input")?)?,
        takes_wildcards: fields.flag("Accept wildcard characters")?,
    };
    fields.end()?;
    Ok(variant)
}

fn position(value: &str) -> Result<String> {
    match value {
        "Named" => Ok("named".to_owned()),
        number => {
            number
                .parse::<u8>()
                .with_context(|| format!("`Position` is `{number}`, and has to be a number or Named"))?;
            Ok(number.to_owned())
        }
    }
}

fn pipeline(value: String) -> Result<String> {
    let known = ["False", "True (ByPropertyName)", "True (ByValue)", "True (ByPropertyName, ByValue)"];
    ensure!(known.contains(&value.as_str()), "`Accept pipeline input` is `{value}`, and has to be one of {known:?}");
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::help::blocks;
    use crate::help::page::Parameter;
    use crate::help::sections::split;

    const NAME: &str = "## PARAMETERS\n### -Name\nThe name.\n\n```yaml\nType: String[]\nParameter Sets: One, Two\n\
        Aliases: N, Title\nAccepted values: A, B\n\nRequired: True\nPosition: 0\nDefault value: None\n\
        Accept pipeline input: True (ByValue)\nAccept wildcard characters: False\n```\n\n### CommonParameters\nText.\n";

    fn parameters(text: &str) -> anyhow::Result<Vec<Parameter>> {
        read(&split(&blocks::read(text).unwrap(), 2).1[0])
    }

    #[test]
    fn a_parameter_has_a_text_and_attributes() {
        let parameters = parameters(NAME).unwrap();
        let [parameter] = parameters.as_slice() else { panic!("{parameters:?}") };
        assert_eq!(
            (parameter.name.as_str(), parameter.description.as_slice()),
            ("Name", &["The name.".to_owned()][..])
        );
        let variant = parameter.variant("Two").unwrap();
        assert_eq!((variant.type_name.as_str(), variant.position.as_str()), ("String[]", "0"));
        assert_eq!((variant.aliases.len(), variant.accepted.len(), variant.is_required), (2, 2, true));
        assert!(parameter.variant("Three").is_none());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_heading() {
        let refusal = |from: &str, to: &str| format!("{:#}", parameters(&NAME.replace(from, to)).unwrap_err());
        assert_eq!(
            refusal("### CommonParameters", "### -Other"),
            "### CommonParameters: the section is missing, or is not the last of ## PARAMETERS"
        );
        assert_eq!(refusal("### -Name", "### Name"), "### Name: this is not a parameter");
        assert_eq!(refusal("The name.", ""), "### -Name: there is no text");
        assert_eq!(refusal("Type: String[]\n", ""), "### -Name: `Type` is missing");
        assert_eq!(refusal("Type:", "Kind: x\nType:"), "### -Name: `Kind` is not known");
        assert!(refusal("Position: 0", "Position: first").starts_with("### -Name: `Position` is `first`"));
        assert!(refusal("True (ByValue)", "True").starts_with("### -Name: `Accept pipeline input` is `True`"));
        assert!(refusal("```yaml", "```").starts_with("### -Name: there is something else"));
    }
}
