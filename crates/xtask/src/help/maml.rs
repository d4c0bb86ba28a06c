//! The cmdlets' help as the XML that `Get-Help` reads (MAML).

use super::page::{Link, Page, Parameter, Syntax, Typed, Variant};
use anyhow::Result;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// How wide the line with an example's title is.
const TITLE_WIDTH: usize = 76;

type Xml = Writer<Vec<u8>>;

/// Renders the help of all cmdlets.
pub(super) fn render(pages: &[Page]) -> Result<String> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element("helpItems")
        .with_attributes([("schema", "maml"), ("xmlns", "http://msh")])
        .write_inner_content(|xml| pages.iter().try_for_each(|page| command(xml, page)))?;
    let mut text = String::from_utf8(xml.into_inner())?;
    text.push('\n');
    Ok(text)
}

fn command(xml: &mut Xml, page: &Page) -> io::Result<()> {
    let element = xml.create_element("command:command").with_attributes([
        ("xmlns:maml", "http://schemas.microsoft.com/maml/2004/10"),
        ("xmlns:command", "http://schemas.microsoft.com/maml/dev/command/2004/10"),
        ("xmlns:dev", "http://schemas.microsoft.com/maml/dev/2004/10"),
    ]);
    element.write_inner_content(|xml| {
        within(xml, "command:details", |xml| details(xml, page))?;
        prose(xml, "maml:description", &page.description)?;
        within(xml, "command:syntax", |xml| page.syntax.iter().try_for_each(|set| syntax_item(xml, page, set)))?;
        within(xml, "command:parameters", |xml| {
            let first = page.parameters.iter().filter_map(|one| Some((one, one.variants.first()?)));
            first.into_iter().try_for_each(|(one, variant)| parameter(xml, one, variant, Place::List))
        })?;
        types(xml, "command:inputTypes", "command:inputType", &page.inputs)?;
        types(xml, "command:returnValues", "command:returnValue", &page.outputs)?;
        within(xml, "maml:alertSet", |xml| prose(xml, "maml:alert", &page.notes))?;
        within(xml, "command:examples", |xml| examples(xml, page))?;
        within(xml, "command:relatedLinks", |xml| page.links.iter().try_for_each(|one| link(xml, one)))
    })?;
    Ok(())
}

fn details(xml: &mut Xml, page: &Page) -> io::Result<()> {
    let (verb, noun) = page.name.split_once('-').unwrap_or((&page.name, ""));
    text(xml, "command:name", &page.name)?;
    text(xml, "command:verb", verb)?;
    text(xml, "command:noun", noun)?;
    prose(xml, "maml:description", std::slice::from_ref(&page.synopsis))
}

fn syntax_item(xml: &mut Xml, page: &Page, set: &Syntax) -> io::Result<()> {
    within(xml, "command:syntaxItem", |xml| {
        text(xml, "maml:name", &page.name)?;
        let named = |name: &String| page.parameters.iter().find(|parameter| parameter.name == *name);
        set.parameters
            .iter()
            .filter_map(|name| named(name).and_then(|found| Some((found, found.variant(&set.set)?))))
            .try_for_each(|(found, variant)| parameter(xml, found, variant, Place::Syntax))
    })
}

/// Where a parameter is written: the two say the same of it, but for the value of a switch, which no syntax shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    List,
    Syntax,
}

fn parameter(xml: &mut Xml, parameter: &Parameter, variant: &Variant, place: Place) -> io::Result<()> {
    let aliases = if variant.aliases.is_empty() { "none".to_owned() } else { variant.aliases.join(", ") };
    let element = xml.create_element("command:parameter").with_attributes([
        ("required", flag(variant.is_required)),
        ("variableLength", flag(variant.type_name.ends_with("[]"))),
        ("globbing", flag(variant.takes_wildcards)),
        ("pipelineInput", variant.pipeline.as_str()),
        ("position", variant.position.as_str()),
        ("aliases", aliases.as_str()),
    ]);
    element.write_inner_content(|xml| {
        text(xml, "maml:name", &parameter.name)?;
        prose(xml, "maml:description", &parameter.description)?;
        let is_switch = variant.type_name == "SwitchParameter";
        if place == Place::Syntax && !variant.accepted.is_empty() {
            within(xml, "command:parameterValueGroup", |xml| {
                variant.accepted.iter().try_for_each(|value| parameter_value(xml, value, true))
            })?;
        }
        if !(is_switch && place == Place::Syntax) {
            parameter_value(xml, &variant.type_name, !is_switch)?;
        }
        type_name(xml, &variant.type_name)?;
        text(xml, "dev:defaultValue", &variant.default)
    })?;
    Ok(())
}

fn parameter_value(xml: &mut Xml, value: &str, is_required: bool) -> io::Result<()> {
    xml.create_element("command:parameterValue")
        .with_attributes([("required", flag(is_required)), ("variableLength", flag(value.ends_with("[]")))])
        .write_text_content(BytesText::new(value))?;
    Ok(())
}

fn types(xml: &mut Xml, list: &str, item: &str, types: &[Typed]) -> io::Result<()> {
    within(xml, list, |xml| {
        types.iter().try_for_each(|one| {
            within(xml, item, |xml| {
                type_name(xml, &one.type_name)?;
                prose(xml, "maml:description", &one.description)
            })
        })
    })
}

fn type_name(xml: &mut Xml, name: &str) -> io::Result<()> {
    within(xml, "dev:type", |xml| {
        text(xml, "maml:name", name)?;
        xml.create_element("maml:uri").write_empty().map(|_| ())
    })
}

fn examples(xml: &mut Xml, page: &Page) -> io::Result<()> {
    page.examples.iter().try_for_each(|example| {
        within(xml, "command:example", |xml| {
            text(xml, "maml:title", &format!("{:-^TITLE_WIDTH$}", format!(" {} ", example.title)))?;
            text(xml, "dev:code", &example.code)?;
            // The empty paragraph keeps the next title apart.
            let remarks = [example.remarks.as_slice(), &[String::new()]].concat();
            prose(xml, "dev:remarks", &remarks)
        })
    })
}

fn link(xml: &mut Xml, link: &Link) -> io::Result<()> {
    within(xml, "maml:navigationLink", |xml| {
        text(xml, "maml:linkText", &link.text)?;
        text(xml, "maml:uri", &link.address)
    })
}

fn prose(xml: &mut Xml, name: &str, paragraphs: &[String]) -> io::Result<()> {
    within(xml, name, |xml| paragraphs.iter().try_for_each(|paragraph| text(xml, "maml:para", paragraph)))
}

fn text(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(value))?;
    Ok(())
}

fn within(xml: &mut Xml, name: &str, content: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    xml.create_element(name).write_inner_content(content)?;
    Ok(())
}

fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::help::command::tests::thing;

    fn help() -> String {
        render(&[thing()]).unwrap()
    }

    /// The text of every element of a name, after entities were resolved.
    fn texts(name: &str) -> Vec<String> {
        let help = help();
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        help.split(&open)
            .skip(1)
            .map(|rest| quick_xml::escape::unescape(rest.split(&close).next().unwrap()).unwrap().into_owned())
            .collect()
    }

    #[test]
    fn every_element_is_closed_and_every_text_escaped() {
        let help = help();
        let mut reader = quick_xml::Reader::from_str(&help);
        reader.config_mut().check_end_names = true;
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        assert!(help.contains("Gets a thing &amp; more."), "{help}");
        assert!(help.contains("Get-Thing '&lt;name&gt;' |") || help.contains("Get-Thing &apos;&lt;name&gt;"), "{help}");
        assert_eq!(texts("dev:code"), ["Get-Thing '<name>' |\n    Out-Null"]);
    }

    #[test]
    fn a_command_is_named_in_parts() {
        assert_eq!(texts("command:name"), ["Get-Thing"]);
        assert_eq!((texts("command:verb"), texts("command:noun")), (vec!["Get".to_owned()], vec!["Thing".to_owned()]));
    }

    #[test]
    fn each_set_has_its_parameters_in_the_order_of_the_syntax() {
        let items = texts("command:syntaxItem");
        let order = |item: &str| {
            let names = item.split("<command:parameter ").skip(1);
            names
                .map(|rest| rest.split("</maml:name>").next().unwrap().rsplit('>').next().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(items.iter().map(|item| order(item)).collect::<Vec<_>>(), [["Name", "Force"], ["Id", "Force"]]);
    }

    #[test]
    fn a_parameter_carries_its_attributes() {
        let help = help();
        let name = "<command:parameter required=\"false\" variableLength=\"false\" globbing=\"true\" pipelineInput=\"True \
            (ByPropertyName, ByValue)\" position=\"0\" aliases=\"N, Title\">";
        assert_eq!(help.matches(name).count(), 2, "{help}");
        let id = "<command:parameter required=\"true\" variableLength=\"false\" globbing=\"false\" pipelineInput=\"False\" \
            position=\"named\" aliases=\"none\">";
        assert_eq!(help.matches(id).count(), 2, "{help}");
        assert_eq!(help.matches("<command:parameterValueGroup>").count(), 1);
    }

    #[test]
    fn a_switch_has_no_value_in_a_syntax() {
        let switch = ">SwitchParameter</command:parameterValue>";
        assert_eq!(help().matches(switch).count(), 1);
        assert!(texts("command:syntax").iter().all(|syntax| !syntax.contains(switch)));
    }

    #[test]
    fn the_first_link_is_the_online_version() {
        let links = texts("maml:navigationLink");
        assert!(links[0].contains("<maml:linkText>Online Version:</maml:linkText>"), "{links:?}");
        assert!(links[0].contains("module/docs/en-US/Get-Thing.md</maml:uri>"), "{links:?}");
        assert!(links[1].contains("<maml:uri></maml:uri>"), "{links:?}");
    }
}
