//! The XML files of a package: what it is (nuspec), where that is said (relationships) and the kinds of its files.

use super::manifest::Manifest;
use anyhow::Result;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeSet;
use std::path::Path;

/// The package's id, which is the module's name.
pub(super) const ID: &str = "EntraRevoke";

const NUSPEC: &str = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const NUSPEC_RELATIONSHIP: &str = "http://schemas.microsoft.com/packaging/2010/07/manifest";
const CONTENT_TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONSHIPS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";
const ANY_TYPE: &str = "application/octet";

/// The name of the nuspec within the package.
pub(super) fn file() -> String {
    format!("{ID}.nuspec")
}

/// The nuspec, field by field as `Publish-PSResource` writes it from the manifest.
pub(super) fn nuspec(manifest: &Manifest) -> Result<Vec<u8>> {
    let tags = tags(manifest);
    let fields = [
        ("id", ID),
        ("version", &manifest.version),
        ("authors", &manifest.author),
        ("owners", &manifest.company),
        ("requireLicenseAcceptance", "false"),
        ("description", &manifest.description),
        ("releaseNotes", &manifest.release_notes),
        ("copyright", &manifest.copyright),
        ("tags", &tags),
        ("licenseUrl", &manifest.license_uri),
        ("projectUrl", &manifest.project_uri),
    ];
    document("package", NUSPEC, |xml| {
        xml.create_element("metadata").write_inner_content(|xml| {
            for (name, value) in fields {
                xml.create_element(name).write_text_content(BytesText::new(value))?;
            }
            Ok(())
        })?;
        Ok(())
    })
}

/// What `Find-PSResource` and the gallery find the module by.
fn tags(manifest: &Manifest) -> String {
    let editions = manifest.editions.iter().map(|edition| format!("PSEdition_{edition}"));
    let cmdlets = manifest.cmdlets.iter().flat_map(|name| [format!("PSCmdlet_{name}"), format!("PSCommand_{name}")]);
    let tags = manifest.tags.iter().cloned().chain(["PSModule".to_owned()]).chain(editions).chain(cmdlets);
    tags.chain(["PSIncludes_Cmdlet".to_owned()]).collect::<Vec<_>>().join(" ")
}

/// `_rels/.rels`: which file says what the package is.
pub(super) fn relationships() -> Result<Vec<u8>> {
    document("Relationships", RELATIONSHIPS, |xml| {
        let target = format!("/{}", file());
        let attributes = [("Type", NUSPEC_RELATIONSHIP), ("Target", target.as_str()), ("Id", "R1")];
        xml.create_element("Relationship").with_attributes(attributes).write_empty()?;
        Ok(())
    })
}

/// `[Content_Types].xml`: a kind for each extension, and one for each file without any.
pub(super) fn content_types(files: &[&str]) -> Result<Vec<u8>> {
    let extension = |file: &str| Path::new(file).extension().map(|extension| extension.to_string_lossy().into_owned());
    let extensions: BTreeSet<_> = files.iter().filter_map(|file| extension(file)).collect();
    document("Types", CONTENT_TYPES, |xml| {
        let known = [("Extension", "rels"), ("ContentType", RELATIONSHIPS_TYPE)];
        xml.create_element("Default").with_attributes(known).write_empty()?;
        for extension in extensions {
            let attributes = [("Extension", extension.as_str()), ("ContentType", ANY_TYPE)];
            xml.create_element("Default").with_attributes(attributes).write_empty()?;
        }
        for file in files.iter().filter(|file| extension(file).is_none()) {
            let part = format!("/{file}");
            let attributes = [("PartName", part.as_str()), ("ContentType", ANY_TYPE)];
            xml.create_element("Override").with_attributes(attributes).write_empty()?;
        }
        Ok(())
    })
}

fn document(
    root: &str,
    namespace: &str,
    content: impl FnOnce(&mut Writer<Vec<u8>>) -> std::io::Result<()>,
) -> Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element(root).with_attribute(("xmlns", namespace)).write_inner_content(content)?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{content_types, nuspec, relationships};
    use crate::package::manifest::tests::sample;

    fn text(xml: anyhow::Result<Vec<u8>>) -> String {
        String::from_utf8(xml.unwrap()).unwrap()
    }

    #[test]
    fn the_nuspec_has_what_the_manifest_says() {
        let expected = r#"<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>EntraRevoke</id>
    <version>1.2.3</version>
    <authors>A</authors>
    <owners>B</owners>
    <requireLicenseAcceptance>false</requireLicenseAcceptance>
    <description>Less than &lt; more</description>
    <releaseNotes>https://example.com/changes</releaseNotes>
    <copyright>(c) A &amp; B</copyright>
    <tags>One Two PSModule PSEdition_Core PSCmdlet_Get-A PSCommand_Get-A PSCmdlet_Set-A PSCommand_Set-A PSIncludes_Cmdlet</tags>
    <licenseUrl>https://example.com/licence</licenseUrl>
    <projectUrl>https://example.com/</projectUrl>
  </metadata>
</package>
"#;
        assert_eq!(text(nuspec(&sample())), expected);
    }

    #[test]
    fn the_package_points_to_the_nuspec() {
        assert!(text(relationships()).contains(r#"Target="/EntraRevoke.nuspec" Id="R1"/>"#));
    }

    #[test]
    fn every_file_has_a_kind() {
        let xml = text(content_types(&["A.nuspec", "LICENSE", "a.dll", "b.dll", "en-US/a.dll-Help.xml"]));
        for part in [
            r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
            r#"<Default Extension="dll" ContentType="application/octet"/>"#,
            r#"<Default Extension="nuspec" ContentType="application/octet"/>"#,
            r#"<Default Extension="xml" ContentType="application/octet"/>"#,
            r#"<Override PartName="/LICENSE" ContentType="application/octet"/>"#,
        ] {
            assert_eq!(xml.matches(part).count(), 1, "{part}");
        }
    }
}
