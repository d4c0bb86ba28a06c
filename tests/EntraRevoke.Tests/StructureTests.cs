using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace EntraRevoke.Tests;

/// <summary>Each cmdlet has its file, its page and its tests, and the manifest exports exactly what there is.</summary>
public sealed class StructureTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    /// <summary>Tests that name every cmdlet, and so exercise none.</summary>
    private static readonly string[] NameAll = ["StructureTests.cs", "SyntaxTests.cs"];

    [Fact]
    public void The_manifest_exports_the_classes_that_are_cmdlets()
    {
        Assert.Equal(Classes.Select(NameOf).Order(StringComparer.Ordinal), Exports("CmdletsToExport"));
        Assert.All(
            ["FunctionsToExport", "AliasesToExport", "VariablesToExport"],
            exports => Assert.Empty(Exports(exports))
        );
        var text = File.ReadAllText(Repository.Manifest);
        Assert.DoesNotContain("'*'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_cmdlet_has_a_file_of_its_own()
    {
        var files = Directory
            .EnumerateFiles(SourceTree.At("module", "Cmdlets"), "*.cs")
            .Select(file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal(
            Classes.Select(type => type.Name).Order(StringComparer.Ordinal),
            files.Order(StringComparer.Ordinal)
        );
        Assert.All(Classes, type => Assert.Equal(NameOf(type).Replace("-", "", StringComparison.Ordinal), type.Name));
    }

    [Fact]
    public void Each_cmdlet_has_a_help_page()
    {
        Assert.Equal(Exports("CmdletsToExport"), HelpPage.Names);
    }

    /// <summary>PowerShell 7.6 shows it beside the parameter's name at Tab, and at a prompt for one that is missing.</summary>
    [Fact]
    public void Each_parameter_says_in_a_few_words_what_it_is()
    {
        var silent = Classes.SelectMany(type =>
            type.GetProperties()
                .SelectMany(property => property.GetCustomAttributes<ParameterAttribute>())
                .Where(parameter => string.IsNullOrWhiteSpace(parameter.HelpMessage))
                .Select(_ => type.Name)
        );
        Assert.Empty(silent);
    }

    [Fact]
    public void Each_cmdlet_is_exercised_by_a_test()
    {
        var tests = SourceTree
            .Files(SourceTree.At("tests", "EntraRevoke.Tests"), "*Tests.cs")
            .Where(file => !NameAll.Contains(Path.GetFileName(file), StringComparer.Ordinal))
            .Select(File.ReadAllText)
            .ToList();
        Assert.All(
            Exports("CmdletsToExport"),
            name => Assert.Contains(tests, test => test.Contains(name, StringComparison.Ordinal))
        );
    }

    private List<Type> Classes =>
        [
            .. Assert
                .IsType<CmdletInfo>(Shell.Run($"Get-Command {Revoke}").OnlyOutput.BaseObject)
                .ImplementingType.Assembly.GetTypes()
                .Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null),
        ];

    private static string NameOf(Type type)
    {
        var cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;
        return $"{cmdlet.VerbName}-{cmdlet.NounName}";
    }

    private static IEnumerable<string> Exports(string name)
    {
        var manifest = Parser.ParseFile(Repository.Manifest, out _, out var errors);
        Assert.Empty(errors);
        var table = (Hashtable)
            manifest.Find(part => part is HashtableAst, searchNestedScriptBlocks: false)!.SafeGetValue();
        return ((IEnumerable)table[name]!).Cast<string>().Order(StringComparer.Ordinal);
    }
}
