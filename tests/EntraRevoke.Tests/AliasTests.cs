namespace EntraRevoke.Tests;

/// <summary>The names of the retired module AzureAD, on request.</summary>
public sealed class AliasTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string Enable = "Enable-EntraAzureADAlias";

    private const string Show = """
        'Connect-AzureAD', 'Disconnect-AzureAD', 'Get-EntraCurrentSessionInfo', 'Revoke-AzureADSignedInUserAllRefreshToken' |
            ForEach-Object { $ExecutionContext.InvokeCommand.GetCommands($_, 'Alias', $false) } |
            ForEach-Object { "$($_.Name) = $($_.Definition)" }
        """;

    private static readonly string[] All =
    [
        "Connect-AzureAD = EntraRevoke\\Connect-Entra",
        "Disconnect-AzureAD = EntraRevoke\\Disconnect-Entra",
        "Get-EntraCurrentSessionInfo = EntraRevoke\\Get-EntraContext",
        "Revoke-AzureADSignedInUserAllRefreshToken = EntraRevoke\\Revoke-EntraSignedInUserAllRefreshToken",
    ];

    [Fact]
    public void An_import_alone_brings_no_alias() => Assert.Empty(Lines(Show));

    [Theory]
    [InlineData(Enable)]
    [InlineData("function Enable-All { & { Enable-EntraAzureADAlias } }; Enable-All")]
    [InlineData(
        "$null = New-Module -Name Caller { function Enable-All { Enable-EntraAzureADAlias } } | Import-Module; Enable-All; Remove-Module Caller"
    )]
    [InlineData(
        "$Path = [IO.Path]::Combine([IO.Path]::GetTempPath(), [IO.Path]::GetRandomFileName() + '.ps1'); [IO.File]::WriteAllText($Path, 'Enable-EntraAzureADAlias'); & $Path; [IO.File]::Delete($Path)"
    )]
    [InlineData(Enable + "; " + Enable)]
    public void The_old_names_are_global_wherever_they_were_asked_for(string script)
    {
        AssertSilent(Shell.Run(script));
        Assert.Equal(All, Lines(Show));
    }

    [Fact]
    public void The_guides_name_every_alias_that_is_set()
    {
        var (guide, page) = (File.ReadAllText(SourceTree.At("docs", "migrating.md")), HelpPage.Of(Enable).Text);
        Assert.Contains("sets four aliases", guide, StringComparison.Ordinal);
        Assert.Equal(4, All.Length);
        Assert.All(
            All.Select(line => line.Split(" = ")[0]),
            alias =>
            {
                Assert.Contains($"`{alias}`", guide, StringComparison.Ordinal);
                Assert.Contains($"`{alias}`", page, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public void A_script_for_the_old_module_runs()
    {
        Shell.Run(Enable).Succeed();
        Shell.Set("Environment", Shell.EnvironmentName);
        var outcome = Shell.Run(
            """
            Connect-AzureAD -EnvironmentName $Environment -ContextScope Runspace -NoWelcome
            (Get-EntraCurrentSessionInfo).Account
            (Revoke-AzureADSignedInUserAllRefreshToken).Value
            (Disconnect-AzureAD).Account
            """
        );
        Assert.Equal(
            [EmulatorProcess.Adele, "True", EmulatorProcess.Adele],
            outcome.Succeed().Output.Select(line => line.ToString())
        );
    }

    [Theory]
    [InlineData("function global:Connect-AzureAD { 'theirs' }", "a function of this session", "theirs")]
    [InlineData(
        "$null = New-Module -Name AzureAD { function Connect-AzureAD { 'theirs' } } | Import-Module",
        "a command of the module AzureAD",
        "theirs"
    )]
    [InlineData(
        "${Alias:Connect-AzureAD} = 'Get-Theirs'; function Get-Theirs { 'theirs' }",
        "an alias of Get-Theirs",
        "theirs"
    )]
    public void A_name_of_another_command_is_left_alone_with_a_warning(string script, string owner, string says)
    {
        Shell.Run(script).Succeed();
        var outcome = Shell.Run(Enable).Succeed();
        Assert.Equal(
            $"Connect-AzureAD stays as it is, {owner}: use Connect-Entra, or remove that command and run {Enable} again.",
            Assert.Single(outcome.Warnings)
        );
        Assert.Empty(outcome.Output);
        Assert.Equal([says, .. All[1..]], Lines($"Connect-AzureAD; {Show}").Where(line => !IsTheirs(line)));
    }

    [Fact]
    public void An_alias_of_the_user_that_means_the_same_is_fine()
    {
        Shell.Run("${Alias:Connect-AzureAD} = 'Connect-Entra'").Succeed();
        AssertSilent(Shell.Run(Enable));
        Assert.Equal(["Connect-AzureAD = Connect-Entra", .. All[1..]], Lines(Show));
    }

    [Fact]
    public void The_names_that_are_missing_are_added_later()
    {
        Shell.Run("function global:Connect-AzureAD { }").Succeed();
        Assert.Single(Shell.Run(Enable).Warnings);
        Shell.Run("${Function:Connect-AzureAD} = $null").Succeed();
        AssertSilent(Shell.Run(Enable));
        Assert.Equal(All, Lines(Show));
    }

    [Fact]
    public void The_old_names_can_be_taken_away_again()
    {
        Shell.Run($"{Enable}; Remove-Module EntraRevoke.AzureADAlias").Succeed();
        Assert.Empty(Lines(Show));
    }

    [Fact]
    public async Task The_old_names_load_the_module_again_and_the_old_module_is_never_loaded()
    {
        using var modules = new ModuleCopy();
        var old = Directory.CreateDirectory(Path.Combine(modules.Root, "AzureAD")).FullName;
        await File.WriteAllTextAsync(Path.Combine(old, "AzureAD.psm1"), "function Connect-AzureAD { 'theirs' }");
        await File.WriteAllTextAsync(
            Path.Combine(old, "AzureAD.psd1"),
            "@{ RootModule = 'AzureAD.psm1'; ModuleVersion = '2.0'; FunctionsToExport = @('Connect-AzureAD') }"
        );
        var run = await HostProcess.Run(
            $$"""
            Import-Module EntraRevoke
            {{Enable}}
            [bool](Get-Module AzureAD)
            Remove-Module EntraRevoke
            try { Revoke-AzureADSignedInUserAllRefreshToken } catch { $_.FullyQualifiedErrorId }
            (Get-Module EntraRevoke).Name
            """,
            ("PSModulePath", modules.Root)
        );
        Assert.Equal(["False", $"NotSignedIn,{RevokeClass}", "EntraRevoke"], run.Lines);
    }

    private static bool IsTheirs(string line) => line.EndsWith("= Get-Theirs", StringComparison.Ordinal);

    private static void AssertSilent(ScriptOutcome outcome)
    {
        outcome.Succeed();
        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Warnings);
        Assert.Equal("", outcome.HostText);
    }

    private string[] Lines(string script) => [.. Shell.Run(script).Succeed().Output.Select(line => line.ToString())];
}
