using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>The help documents the parameters that the cmdlets have, and no others.</summary>
public sealed class HelpSyntaxTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private static readonly HashSet<string> Common = new(
        PSCmdlet.CommonParameters.Append("ProgressAction"),
        StringComparer.OrdinalIgnoreCase
    );

    public static TheoryData<string> Cmdlets => HelpTests.Cmdlets;

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_of_the_page_is_that_of_the_cmdlet(string name)
    {
        var lines = Shell.Run($"Get-Command {name} -Syntax").OnlyOutput.ToString().Split('\n');
        var expected = lines.Select(HelpPage.OneLine).Where(line => line.Length > 0);
        Assert.Equal(expected, HelpPage.Of(name).Syntax);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_of_the_help_is_that_of_the_cmdlet(string name)
    {
        var items = Shell.Run($"(Get-Help {name}).syntax.syntaxItem").Succeed().Output;
        var actual = items.Select(item => Many(item, "parameter").Select(DescribeHelp).Order(StringComparer.Ordinal));
        var expected = Command(name)
            .ParameterSets.Select(set =>
                set.Parameters.Where(IsOwn)
                    .Select(one => DescribeBinding(one, Describe(one.ParameterType)))
                    .Order(StringComparer.Ordinal)
            );
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_parameter_is_documented_as_it_is(string name)
    {
        var command = Command(name);
        var expected = command.Parameters.Values.Where(one => !Common.Contains(one.Name)).ToList();
        var page = HelpPage.Of(name);
        Assert.Equal(
            expected.Select(one => one.Name).Order(StringComparer.OrdinalIgnoreCase),
            page.Parameters.Select(one => one.Name)
        );
        foreach (var documented in page.Parameters)
        {
            var parameter = command.Parameters[documented.Name];
            Assert.Equal(parameter.Aliases, documented.Words("Aliases"));
            Assert.Equal(Describe(parameter.ParameterType), documented["Type"]);
            Assert.Equal(Sets(command, parameter), documented.Words("Parameter Sets"));
            Assert.Equal(
                parameter.ParameterType.IsEnum ? Enum.GetNames(parameter.ParameterType) : [],
                documented.Words("Accepted values")
            );
            var binding = command
                .ParameterSets.SelectMany(set => set.Parameters)
                .First(one => string.Equals(one.Name, parameter.Name, StringComparison.Ordinal));
            Assert.Equal(DescribeBinding(binding, documented["Type"]), DescribePage(documented));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Each_parameter_can_be_asked_for(string name)
    {
        var page = HelpPage.Of(name);
        if (page.Parameters.Count == 0)
        {
            return;
        }

        var help = Shell.Run($"Get-Help {name} -Parameter *").Succeed().Output;
        Assert.Equal(page.Parameters.Select(one => one.Name), help.Select(one => Text(one, "name")));
        Assert.Equal(page.Parameters.Select(DescribePage), help.Select(DescribeHelp));
        Assert.Equal(
            page.Parameters.Select(one =>
                (string.Join(", ", one.Words("Aliases").DefaultIfEmpty("none")), one["Default value"])
            ),
            help.Select(one => (Text(one, "aliases"), Text(one, "defaultValue")))
        );
        Assert.Equal(
            page.Parameters.Select(one => one.Description),
            help.Select(one =>
                HelpPage.Plain(string.Join('\n', Many(one, "description").Select(paragraph => Text(paragraph, "Text"))))
            )
        );
    }

    private CmdletInfo Command(string name) =>
        Assert.IsType<CmdletInfo>(Shell.Run($"Get-Command {name}").OnlyOutput.BaseObject);

    private static bool IsOwn(CommandParameterInfo parameter) => !Common.Contains(parameter.Name);

    /// <summary>The sets of a parameter, default first, as pages list them.</summary>
    private static List<string> Sets(CmdletInfo command, ParameterMetadata parameter)
    {
        var isOf = (CommandParameterSetInfo set) =>
            set.Parameters.Any(one => string.Equals(one.Name, parameter.Name, StringComparison.Ordinal));
        return parameter.ParameterSets.ContainsKey(ParameterAttribute.AllParameterSets)
            ? ["(All)"]
            : [.. command.ParameterSets.Where(isOf).Select(set => set.Name)];
    }

    private static string DescribeBinding(CommandParameterInfo parameter, string type)
    {
        var sources = new List<string>();
        if (parameter.ValueFromPipelineByPropertyName)
        {
            sources.Add("ByPropertyName");
        }

        if (parameter.ValueFromPipeline)
        {
            sources.Add("ByValue");
        }

        var position = parameter.Position < 0 ? "named" : $"{parameter.Position}";
        var pipeline = sources.Count == 0 ? "false" : $"true ({string.Join(", ", sources)})";
        var wildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any();
        return Join(parameter.Name, type, parameter.IsMandatory, position, pipeline, wildcards);
    }

    private static string DescribeHelp(PSObject parameter) =>
        Join(
            Text(parameter, "name"),
            Text(Assert.Single(Many(parameter, "type")), "name"),
            Text(parameter, "required"),
            Text(parameter, "position"),
            Text(parameter, "pipelineInput"),
            Text(parameter, "globbing")
        );

    private static string DescribePage(HelpParameter parameter) =>
        Join(
            parameter.Name,
            parameter["Type"],
            parameter["Required"],
            parameter["Position"],
            parameter["Accept pipeline input"],
            parameter["Accept wildcard characters"]
        );

    private static string Join(params object[] parts) => string.Join(" | ", parts).ToLowerInvariant();

    private static string Describe(Type type) => type.Name;

    private static IEnumerable<PSObject> Many(PSObject owner, string property) =>
        owner.Properties[property] is { Value: { } value }
            ? LanguagePrimitives.ConvertTo<object[]>(value).Select(one => PSObject.AsPSObject(one))
            : [];

    private static string Text(PSObject owner, string property) => $"{owner.Properties[property]?.Value}";
}
