using System.Collections;
using System.IO.Compression;
using System.Management.Automation.Language;
using System.Xml.Linq;

namespace EntraRevoke.Tests;

/// <summary>What a user installs: the module's folder in a module path, and the package for a repository.</summary>
public sealed class PackageTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private static readonly string[] Describing = ["EntraRevoke.nuspec", "[Content_Types].xml", "_rels/.rels"];

    [Fact]
    public async Task Copied_to_an_empty_module_path_it_is_imported_by_name_and_does_its_work()
    {
        var elsewhere = await Emulator.Mint(new { user = EmulatorProcess.Adele });
        using var module = new InstalledModule();
        var outcome = await module.Run(
            $"""
            Import-Module -Name EntraRevoke
            (Get-Module -Name EntraRevoke).ModuleBase
            $null = Add-EntraEnvironment -Name Emulator -AzureADEndpoint {Emulator.Authority} -GraphEndpoint {Emulator.Graph}
            Connect-Entra -Environment Emulator -NoWelcome 6> $null
            (Get-EntraContext).Account
            (Revoke-EntraSignedInUserAllRefreshToken).Value
            $null = Disconnect-Entra
            Remove-Module -Name EntraRevoke
            @(Get-Module -Name EntraRevoke).Count
            """
        );
        Assert.Equal([module.Folder, EmulatorProcess.Adele, "True", "0"], outcome.Lines);
        var refusal = Assert.NotNull(await Emulator.Redeem(elsewhere.RefreshToken));
        Assert.StartsWith(
            "AADSTS50173",
            refusal.GetProperty("error_description").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_command_alone_imports_it()
    {
        using var module = new InstalledModule();
        var outcome = await module.Run("(Get-EntraEnvironment -Name Global).Name; (Get-Module).Name");
        Assert.Equal(["Global", "EntraRevoke"], outcome.Lines);
    }

    [Fact]
    public async Task The_import_loads_nothing_but_the_assembly_of_the_cmdlets()
    {
        using var module = new InstalledModule();
        var outcome = await module.Run(
            """
            Import-Module -Name EntraRevoke
            [AppDomain]::CurrentDomain.GetAssemblies().Location.Where{ $_.StartsWith((Get-Module EntraRevoke).ModuleBase) }
            """
        );
        Assert.Equal([Path.Combine(module.Folder, "EntraRevoke.dll")], outcome.Lines);
    }

    [Fact]
    public async Task On_a_platform_without_a_library_each_import_says_so_in_one_sentence()
    {
        using var module = new InstalledModule();
        var library = Repository.NativeLibrary(module.Folder);
        var platform = Path.GetFileName(Path.GetDirectoryName(library))!;
        Directory.Move(Path.GetDirectoryName(library)!, Path.Combine(module.Folder, "plan9-mips"));
        var outcome = await module.Run(
            """
            foreach ($attempt in 1, 2) {
                try { Import-Module -Name EntraRevoke } catch { $_.FullyQualifiedErrorId; $_.ToString() }
            }
            @(Get-Module -Name EntraRevoke).Count
            """
        );
        var id = "PlatformNotSupported,Microsoft.PowerShell.Commands.ImportModuleCommand";
        var sentence =
            $"This module has no native library for the platform {platform}, only for plan9-mips: looked for '{library}'.";
        Assert.Equal([id, sentence, id, sentence, "0"], outcome.Lines);
    }

    [Fact]
    public void The_manifest_is_valid_and_leaves_nothing_to_be_found_out()
    {
        Assert.Empty(Shell.Run("Test-ModuleManifest -Path $Manifest").Succeed().Warnings);
        Assert.DoesNotContain('*', File.ReadAllText(Repository.Manifest));
        var manifest = Manifest();
        Assert.Equal(["Core"], Texts(manifest["CompatiblePSEditions"]));
        Assert.Equal("7.4", manifest["PowerShellVersion"]);
        Assert.Equal(Path.GetFileName(Repository.ModuleFolder), manifest["ModuleVersion"]);
        Assert.All(
            new[] { "LicenseUri", "ProjectUri", "ReleaseNotes" },
            name => Assert.Equal(Uri.UriSchemeHttps, new Uri((string)Gallery(manifest)[name]!).Scheme)
        );
        Assert.NotEmpty(Texts(Gallery(manifest)["Tags"]));
    }

    [Fact]
    public void The_manifest_exports_what_the_module_gives()
    {
        var manifest = Manifest();
        var given = Shell.Run("(Get-Command -Module EntraRevoke).Name").Succeed().Output;
        var exported = new[] { "CmdletsToExport", "FunctionsToExport", "AliasesToExport" }.SelectMany(name =>
            Texts(manifest[name])
        );
        Assert.Equal(
            exported.Order(StringComparer.Ordinal),
            given.Select(name => name.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_package_holds_the_very_files_of_the_module()
    {
        using var package = Package();
        var files = InstalledModule.Files(Repository.ModuleFolder).ToList();
        var entries = package.Entries.Select(entry => entry.FullName);
        Assert.Equal(files.Concat(Describing).Order(StringComparer.Ordinal), entries.Order(StringComparer.Ordinal));
        Assert.All(
            files,
            file =>
            {
                using var content = new MemoryStream();
                using var packed = package.GetEntry(file)!.Open();
                packed.CopyTo(content);
                Assert.True(
                    content.ToArray().SequenceEqual(File.ReadAllBytes(Path.Combine(Repository.ModuleFolder, file)))
                );
            }
        );
    }

    [Fact]
    public void The_module_is_small()
    {
        const long Megabyte = 1_000_000;
        var files = InstalledModule.Files(Repository.ModuleFolder);
        var installed = files.Sum(file => new FileInfo(Path.Combine(Repository.ModuleFolder, file)).Length);
        using var package = Package();
        Assert.True(installed < 5 * Megabyte, $"{installed} bytes installed");
        Assert.True(package.Entries.Sum(entry => entry.CompressedLength) < 3 * Megabyte);
    }

    [Fact]
    public void The_package_says_of_itself_what_the_manifest_says()
    {
        using var package = Package();
        using var nuspec = package.GetEntry("EntraRevoke.nuspec")!.Open();
        var fields = XDocument
            .Load(nuspec)
            .Root!.Elements()
            .Single()
            .Elements()
            .ToDictionary(field => field.Name.LocalName, field => field.Value, StringComparer.Ordinal);
        var manifest = Manifest();
        var cmdlets = Texts(manifest["CmdletsToExport"]);
        var tags = Texts(Gallery(manifest)["Tags"])
            .Concat(["PSModule", "PSEdition_Core", "PSIncludes_Cmdlet"])
            .Concat(cmdlets.Select(name => $"PSCmdlet_{name}"))
            .Concat(cmdlets.Select(name => $"PSCommand_{name}"));
        Assert.Equal(tags.Order(StringComparer.Ordinal), fields["tags"].Split(' ').Order(StringComparer.Ordinal));
        fields.Remove("tags");
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = "EntraRevoke",
            ["version"] = (string)manifest["ModuleVersion"]!,
            ["authors"] = (string)manifest["Author"]!,
            ["owners"] = (string)manifest["CompanyName"]!,
            ["copyright"] = (string)manifest["Copyright"]!,
            ["description"] = (string)manifest["Description"]!,
            ["requireLicenseAcceptance"] = "false",
            ["licenseUrl"] = (string)Gallery(manifest)["LicenseUri"]!,
            ["projectUrl"] = (string)Gallery(manifest)["ProjectUri"]!,
            ["releaseNotes"] = (string)Gallery(manifest)["ReleaseNotes"]!,
        };
        Assert.Equivalent(expected, fields, strict: true);
    }

    /// <summary>The manifest as it is written, before PowerShell makes anything of it.</summary>
    private static Hashtable Manifest()
    {
        var script = Parser.ParseFile(Repository.Manifest, out _, out var errors);
        Assert.Empty(errors);
        return (Hashtable)script.Find(node => node is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();
    }

    private static Hashtable Gallery(Hashtable manifest) => (Hashtable)((Hashtable)manifest["PrivateData"]!)["PSData"]!;

    private static List<string> Texts(object? list) => ((IEnumerable)list!).Cast<string>().ToList();

    private static ZipArchive Package()
    {
        var version = Path.GetFileName(Repository.ModuleFolder);
        return ZipFile.OpenRead(Path.Combine(Repository.ModuleFolder, "..", "..", $"EntraRevoke.{version}.nupkg"));
    }
}
