//! What the module's manifest says about the module; the package says the same.

use super::platform::{Platform, foreign_tags};
use super::psd1::{list, read, table, text};
use crate::workspace;
use anyhow::{Context as _, Result, bail, ensure};
use std::fs;

/// The part of `EntraRevoke.psd1` that a package repeats.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) version: String,
    pub(super) author: String,
    pub(super) company: String,
    pub(super) copyright: String,
    pub(super) description: String,
    pub(super) editions: Vec<String>,
    pub(super) cmdlets: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) license_uri: String,
    pub(super) project_uri: String,
    pub(super) release_notes: String,
    /// The file itself.
    pub(super) data: String,
}

impl Manifest {
    /// Reads the manifest of the checkout, and makes sure that it is of the version that is being built.
    pub(super) fn of_workspace() -> Result<Self> {
        let file = |path: &str| {
            fs::read_to_string(workspace::root().join(path)).with_context(|| format!("{path} could not be read"))
        };
        let path = "module/EntraRevoke.psd1";
        let manifest = Self::parse(&file(path)?).with_context(|| format!("{path} cannot be packed"))?;
        manifest.require_version(workspace::VERSION, &file("Directory.Build.props")?)?;
        Ok(manifest)
    }

    /// The manifest of a package for these platforms alone: a tag says that a module is for a system.
    pub(super) fn narrowed(&self, platforms: &[&Platform]) -> Result<Self> {
        let foreign = foreign_tags(platforms);
        let data = foreign.iter().fold(self.data.clone(), |data, tag| data.replace(&format!(", '{tag}'"), ""));
        let narrowed = Self::parse(&data)?;
        if let Some(tag) = narrowed.tags.iter().find(|tag| foreign.contains(&tag.as_str())) {
            bail!("the tag {tag} must follow another one in the list, so that it can be left out");
        }
        Ok(narrowed)
    }

    fn parse(file: &str) -> Result<Self> {
        let data = read(file)?;
        let gallery = table(table(&data, "PrivateData")?, "PSData")?;
        let cmdlets = list(&data, "CmdletsToExport")?;
        ensure!(!cmdlets.is_empty(), "CmdletsToExport must name the cmdlets");
        for name in ["CmdletsToExport", "FunctionsToExport", "AliasesToExport", "VariablesToExport"] {
            // A wildcard makes PowerShell load the assembly to find out what there is, and a repository never knows.
            ensure!(!list(&data, name)?.iter().any(|export| export.contains('*')), "{name} must not have a wildcard");
        }
        Ok(Self {
            version: text(&data, "ModuleVersion")?,
            author: text(&data, "Author")?,
            company: text(&data, "CompanyName")?,
            copyright: text(&data, "Copyright")?,
            description: text(&data, "Description")?,
            editions: list(&data, "CompatiblePSEditions")?,
            cmdlets,
            tags: list(gallery, "Tags")?,
            license_uri: text(gallery, "LicenseUri")?,
            project_uri: text(gallery, "ProjectUri")?,
            release_notes: text(gallery, "ReleaseNotes")?,
            data: file.to_owned(),
        })
    }

    fn require_version(&self, cargo: &str, props: &str) -> Result<()> {
        let dotnet = props.split_once("<VersionPrefix>").and_then(|(_, rest)| rest.split_once("</VersionPrefix>"));
        let dotnet = dotnet.context("Directory.Build.props has no VersionPrefix")?.0;
        ensure!(
            self.version == cargo && dotnet == cargo,
            "the version is {cargo} in Cargo.toml, {} in module/EntraRevoke.psd1 and {dotnet} in Directory.Build.props: \
             make them equal",
            self.version
        );
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Manifest, Platform};

    const DATA: &str = "@{ ModuleVersion = '1.2.3'; Author = 'A'; CompanyName = 'B'; Copyright = '(c) A & B'
        Description = 'Less than < more'; CompatiblePSEditions = @('Core'); CmdletsToExport = @('Get-A', 'Set-A')
        FunctionsToExport = @(); AliasesToExport = @(); VariablesToExport = @()
        PrivateData = @{ PSData = @{ Tags = @('One', 'Two'); LicenseUri = 'https://example.com/licence'
            ProjectUri = 'https://example.com/'; ReleaseNotes = 'https://example.com/changes' } } }";

    /// A manifest that is complete.
    pub(in super::super) fn sample() -> Manifest {
        Manifest::parse(DATA).unwrap()
    }

    #[test]
    fn the_manifest_of_the_checkout_can_be_packed() {
        let manifest = Manifest::of_workspace().unwrap();
        assert!(manifest.cmdlets.iter().any(|name| name == "Revoke-EntraSignedInUserAllRefreshToken"));
        assert_eq!(manifest.editions, ["Core"]);
    }

    #[test]
    fn a_package_for_one_system_is_tagged_for_that_alone() {
        let of = |rid: &str| [Platform::of_rid(rid).unwrap()];
        let narrowed = Manifest::of_workspace().unwrap().narrowed(&of("linux-x64")).unwrap();
        let systems = |tags: &[String]| {
            let is_system = |tag: &&String| ["Windows", "Linux", "MacOS"].contains(&tag.as_str());
            tags.iter().filter(is_system).cloned().collect::<Vec<_>>()
        };
        assert_eq!(systems(&narrowed.tags), ["Linux"]);
        assert!(!narrowed.data.contains("'Windows'") && narrowed.data.contains("'Linux'"));
        let first = Manifest::parse(&DATA.replace("@('One', 'Two')", "@('Windows')")).unwrap();
        assert!(first.narrowed(&of("osx-x64")).unwrap_err().to_string().contains("Windows"));
    }

    #[test]
    fn what_a_package_needs_must_be_there() {
        for (from, to, reason) in [
            ("Author = 'A'; ", "", "Author must be a text"),
            ("@('Get-A', 'Set-A')", "@('*')", "CmdletsToExport must not have a wildcard"),
            ("@('Get-A', 'Set-A')", "@()", "CmdletsToExport must name the cmdlets"),
            ("AliasesToExport = @()", "AliasesToExport = '*'", "AliasesToExport must be a list"),
            ("ReleaseNotes = 'https://example.com/changes' ", "", "ReleaseNotes must be a text"),
        ] {
            assert!(DATA.contains(from), "{from}");
            assert_eq!(Manifest::parse(&DATA.replacen(from, to, 1)).unwrap_err().to_string(), reason);
        }
    }

    #[test]
    fn versions_that_differ_are_named_in_one_sentence() {
        let require = |cargo, props| sample().require_version(cargo, props).map_err(|error| error.to_string());
        assert_eq!(require("1.2.3", "<P><VersionPrefix>1.2.3</VersionPrefix></P>"), Ok(()));
        let expected = "the version is 1.2.4 in Cargo.toml, 1.2.3 in module/EntraRevoke.psd1 and 1.2.4 in \
                        Directory.Build.props: make them equal";
        assert_eq!(require("1.2.4", "<VersionPrefix>1.2.4</VersionPrefix>"), Err(expected.to_owned()));
        assert_eq!(require("1.2.3", "<P />"), Err("Directory.Build.props has no VersionPrefix".to_owned()));
    }
}
