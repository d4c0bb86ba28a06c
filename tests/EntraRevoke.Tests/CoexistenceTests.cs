namespace EntraRevoke.Tests;

/// <summary>Beside a module that has commands of the same names, as those of Microsoft do.</summary>
public sealed class CoexistenceTests : EntraTest
{
    private const string Theirs = "Microsoft.Graph.Entra";

    private readonly DirectoryInfo _modules = Directory.CreateTempSubdirectory("entra-theirs-");

    public CoexistenceTests(EmulatorProcess emulator)
        : base(emulator)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_modules.FullName, Theirs)).FullName;
        File.WriteAllText(
            Path.Combine(folder, $"{Theirs}.psm1"),
            """
            function Connect-Entra { 'theirs' }
            function Disconnect-Entra { 'theirs' }
            function Get-EntraContext { 'theirs' }
            function Enable-EntraAzureADAlias { 'theirs' }
            function Revoke-EntraSignedInUserAllRefreshToken { 'theirs' }
            """
        );
        File.WriteAllText(
            Path.Combine(folder, $"{Theirs}.psd1"),
            $"@{{ RootModule = '{Theirs}.psm1'; ModuleVersion = '1.0.0'; FunctionsToExport = '*' }}"
        );
    }

    public static TheoryData<string> Orders =>
        [
            "Import-Module $Manifest; Import-Module $Theirs",
            "Import-Module $Theirs; Import-Module $Manifest",
            "Import-Module $Theirs; Import-Module $Manifest; Import-Module $Manifest -Force",
        ];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Both_import_without_a_word(string imports)
    {
        var outcome = Import(imports);
        Assert.Empty(outcome.Warnings);
        Assert.Empty(outcome.Output);
        Assert.Equal("", outcome.HostText);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Each_command_is_reached_by_the_name_of_its_module(string imports)
    {
        Import(imports);
        var outcome = Shell.Run(
            $$"""
            EntraRevoke\Connect-Entra -NoWelcome -Environment $EnvironmentName -ContextScope Runspace
            (EntraRevoke\Get-EntraContext).Account
            (EntraRevoke\{{Revoke}}).Value
            (EntraRevoke\Disconnect-Entra).Account
            {{Theirs}}\Connect-Entra
            {{Theirs}}\{{Revoke}}
            """
        );
        Assert.Equal(
            [EmulatorProcess.Adele, "True", EmulatorProcess.Adele, "theirs", "theirs"],
            outcome.Succeed().Output.Select(line => line.ToString())
        );
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Bare_names_reach_theirs_which_are_functions_unless_an_alias_names_ours(string imports)
    {
        Import(imports);
        var outcome = Shell.Run(
            $$"""
            Connect-Entra
            {{Revoke}}
            ${Alias:Connect-Entra} = 'EntraRevoke\Connect-Entra'
            Connect-Entra -NoWelcome -Environment $EnvironmentName -ContextScope Runspace
            (EntraRevoke\Get-EntraContext).Account
            """
        );
        Assert.Equal(
            ["theirs", "theirs", EmulatorProcess.Adele],
            outcome.Succeed().Output.Select(line => line.ToString())
        );
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void An_error_names_ours_with_its_module(string imports)
    {
        Import(imports);
        var error = Shell.Fail($"EntraRevoke\\{Revoke}");
        Assert.Contains(@"Run EntraRevoke\Connect-Entra -Scopes", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_old_names_reach_ours(string imports)
    {
        Import(imports);
        var outcome = Shell.Run(
            """
            EntraRevoke\Enable-EntraAzureADAlias
            Connect-AzureAD -NoWelcome -Environment $EnvironmentName -ContextScope Runspace
            (Revoke-AzureADSignedInUserAllRefreshToken).Value
            """
        );
        Assert.Equal(true, outcome.OnlyOutput.BaseObject);
        Assert.Empty(outcome.Warnings);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Removing_theirs_leaves_ours(string imports)
    {
        Import(imports);
        Shell.Run($"Remove-Module {Theirs}").Succeed();
        Assert.Equal(true, Shell.SignedIn().Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _modules.Delete(recursive: true);
    }

    private ScriptOutcome Import(string imports)
    {
        Shell.Set("Theirs", Path.Combine(_modules.FullName, Theirs, $"{Theirs}.psd1"));
        return Shell.Run($"Remove-Module EntraRevoke; {imports}").Succeed();
    }
}
