namespace EntraRevoke.Tests;

/// <summary>Every example of every help page runs as it stands, and prints what the page says.</summary>
[Collection(ProcessWide.Name)]
public sealed class HelpExampleTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string Token = "GRAPH_ACCESS_TOKEN";

    private const string RemoveEnvironments =
        "$null = Get-EntraEnvironment | Where-Object Type -EQ 'User-defined' | Remove-EntraEnvironment";

    protected override string ContextScope => "Process";

    public static TheoryData<string, int> Examples =>
        [
            .. HelpPage.Names.SelectMany(name =>
                Enumerable.Range(1, HelpPage.Of(name).Examples.Count).Select(number => (name, number))
            ),
        ];

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_runs(string name, int number)
    {
        var example = HelpPage.Of(name).Examples[number - 1];
        Assert.StartsWith($"Example {number}: ", example.Title, StringComparison.Ordinal);
        Assert.Contains(name, example.Code + example.Title, StringComparison.Ordinal);

        Shell.Run("$Error.Clear()").Succeed();
        var shown = Shell.Show(example.Code);

        Assert.Empty(Shell.Run("$Error").Succeed().Output.Select(error => error.ToString()));
        var lines = shown.Split('\n').Select(Compact).Where(line => line.Length > 0).ToList();
        var expected = example.Output.Split('\n').Select(Compact).Where(line => line.Length > 0).ToList();
        Assert.Equal(expected, lines.Where(line => expected.Contains(line, StringComparer.Ordinal)));
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Emulator.Configure(new { deviceCodeIntervalS = 1, deviceAutoApproveAfterPolls = 0 });
        Environment.SetEnvironmentVariable(Token, (await Emulator.Mint()).AccessToken);

        // Environments of other tests, with their long names, would be in the tables that examples print.
        Shell.Set("Address", (Emulator.Authority, Emulator.Graph));
        Shell
            .Run(
                $$"""
                {{RemoveEnvironments}}
                $null = Add-EntraEnvironment 'Emulator' $Address.Item1 $Address.Item2
                $PSDefaultParameterValues['Connect-Entra:Environment'] = 'Emulator'
                """
            )
            .Succeed();
    }

    public override async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Token, null);
        Shell.Run($"if (Get-EntraContext) {{ $null = Disconnect-Entra }}; {RemoveEnvironments}").Succeed();
        await base.DisposeAsync();
    }

    /// <summary>A line of a table without what depends on the widths of its columns.</summary>
    private static string Compact(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(' ', words.Select(word => word.Trim('-').Length == 0 ? "-" : word));
    }
}
