namespace EntraRevoke.Tests;

/// <summary>What Tab offers, and what it says about it.</summary>
public sealed class CompletionTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string Complete = """
        function Complete($Text) {
            $Found = [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null)
            $Found.CompletionMatches | ForEach-Object { "$($_.CompletionText) = $($_.ToolTip)" }
        }
        """;

    private const string RevokeSessions =
        "User.RevokeSessions.All = Revoke the sessions of users, your own included; all that revoking needs";

    private const string Read = "User.Read = Sign in and read your own profile; not enough to revoke";

    private const string ReadWrite = "User.ReadWrite.All = Read and change every user; allows revoking, and much more";

    private const string WriteAll =
        "Directory.ReadWrite.All = Read and change the whole directory; allows revoking, and far more";

    private const string ReadAll =
        "User.Read.All = Read every user, as well as when sessions were last revoked; not enough to revoke";

    private const string DefaultClient = EmulatorProcess.DefaultClientId + " = Microsoft Graph Command Line Tools, ";

    [Theory]
    [InlineData("Connect-Entra -Scopes ")]
    [InlineData("Connect-Entra ")]
    [InlineData("EntraRevoke\\Connect-Entra -NoWelcome -scopes ")]
    public void All_permissions_are_offered_and_the_one_that_suffices_first(string text) =>
        Assert.Equal([RevokeSessions, Read, ReadWrite, WriteAll, ReadAll], Completions(text));

    [Theory]
    [InlineData("Connect-Entra -Scopes d", new[] { WriteAll })]
    [InlineData("Connect-Entra -Scopes *write", new[] { ReadWrite, WriteAll })]
    [InlineData("Connect-Entra -Scopes User.Read", new[] { Read, ReadWrite, ReadAll })]
    [InlineData(
        "Connect-Entra -Scopes 'User.Read','Mail.Read',",
        new[] { RevokeSessions, ReadWrite, WriteAll, ReadAll }
    )]
    [InlineData("Connect-Entra -Scopes user.read,User.Re", new[] { RevokeSessions, ReadWrite, ReadAll })]
    [InlineData("Connect-Entra -Scopes 'User.Read', \"User.Read.All\", U", new[] { RevokeSessions, ReadWrite })]
    [InlineData(
        "Connect-Entra -TenantId contoso.example -Scopes User.RevokeSessions.All,user.r",
        new[] { Read, ReadWrite, ReadAll }
    )]
    public void Permissions_are_completed_one_by_one_and_not_twice(string text, string[] expected) =>
        Assert.Equal(expected, Completions(text));

    [Theory]
    [InlineData("Connect-Entra -Scopes 'dir")]
    [InlineData("Connect-Entra -Scopes \"DIR")]
    public void What_was_begun_in_quotes_is_completed_in_quotes(string text) =>
        Assert.Equal(["'Directory.ReadWrite.All'" + WriteAll["Directory.ReadWrite.All".Length..]], Completions(text));

    [Theory]
    [InlineData("Connect-Entra -Environment usg")]
    [InlineData("Connect-Entra -NationalCloud *sg")]
    [InlineData("Get-EntraEnvironment u[s]gov")]
    [InlineData("Get-EntraEnvironment -Name USGov")]
    public void Environments_are_offered_with_their_addresses(string text) =>
        Assert.Equal(
            [
                "USGov = Signs in at https://login.microsoftonline.us, Microsoft Graph at https://graph.microsoft.us",
                "USGovDoD = Signs in at https://login.microsoftonline.us, Microsoft Graph at https://dod-graph.microsoft.us",
            ],
            Completions(text).Where(line => !line.StartsWith("GovSG", StringComparison.Ordinal))
        );

    [Theory]
    [InlineData("Connect-Entra -Environment It")]
    [InlineData("Get-EntraEnvironment it")]
    [InlineData("Set-EntraEnvironment 'It''s")]
    [InlineData("Remove-EntraEnvironment -Name \"It's")]
    public void A_name_with_blanks_and_quotes_is_quoted(string text)
    {
        var id = Guid.NewGuid().ToString("N");
        Shell.Run($"$null = Add-EntraEnvironment \"It's {id}\" https://a.example https://b.example").Succeed();
        Assert.Contains(
            $"'It''s {id}' = Signs in at https://a.example, Microsoft Graph at https://b.example",
            Completions(text)
        );
        Shell.Run($"$null = Remove-EntraEnvironment \"It's {id}\"").Succeed();
    }

    [Theory]
    [InlineData("Set-EntraEnvironment ")]
    [InlineData("Remove-EntraEnvironment -Name ")]
    public void Only_environments_of_the_user_can_be_changed(string text)
    {
        var lines = Completions(text);
        Assert.Contains(
            $"'{Shell.EnvironmentName}' = Signs in at {Emulator.Authority}, Microsoft Graph at {Emulator.Graph}",
            lines
        );
        Assert.DoesNotContain(lines, line => line.Contains("microsoftonline", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Connect-Entra -TenantId NoSuchThing")]
    [InlineData("Connect-Entra -Environment [u")]
    [InlineData("Connect-Entra -Scopes NoSuchThing")]
    public void What_fits_nothing_is_left_alone(string text) => Assert.Empty(Completions(text));

    [Fact]
    public void Without_a_sign_in_any_organisation_is_the_only_tenant() =>
        Assert.Equal(
            ["organizations = Any organisation: the account decides, as without -TenantId"],
            Completions("Connect-Entra -TenantId ")
        );

    [Fact]
    public void The_tenant_of_the_sign_in_is_offered_by_id_and_domain()
    {
        Shell.SignedIn();
        Assert.Equal(
            [
                $"{Emulator.TenantId} = Tenant of the current sign-in, {EmulatorProcess.Adele}",
                $"{EmulatorProcess.TenantDomain} = Domain of the current sign-in, {EmulatorProcess.Adele}",
            ],
            Completions("Connect-Entra -Tenant ")[..2]
        );
        Assert.StartsWith(
            EmulatorProcess.TenantDomain,
            Assert.Single(Completions("Connect-Entra -TenantId CONT")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Who_may_use_a_sign_in_is_completed_by_its_type() =>
        Assert.Equal(
            ["CurrentUser", "Process", "Runspace"],
            Completions("Connect-Entra -ContextScope ").Select(line => line.Split(' ')[0])
        );

    [Fact]
    public async Task The_default_application_is_offered_and_that_of_the_environment_variable_first()
    {
        Assert.Equal([DefaultClient + "used without -ClientId"], Completions("Connect-Entra -ClientId "));
        var own = Guid.NewGuid().ToString();
        Assert.Equal(
            [
                $"{own} = Application of ENTRAREVOKE_CLIENT_ID, used without -ClientId",
                DefaultClient + "used without ENTRAREVOKE_CLIENT_ID",
            ],
            await InProcess(Repository.Manifest, "Complete 'Connect-Entra -AppId '", ("ENTRAREVOKE_CLIENT_ID", own))
        );
    }

    [Fact]
    public async Task Without_the_native_library_completion_still_works_and_says_nothing()
    {
        using var module = new ModuleCopy();
        File.Delete(module.NativeLibrary);
        Assert.Equal(
            ["Global", WriteAll, "0"],
            (
                await InProcess(
                    Path.Combine(module.Folder, "EntraRevoke.psd1"),
                    "Complete 'Connect-Entra -Environment Glob'; Complete 'Connect-Entra -Scopes D'; $Error.Count"
                )
            ).Select(line => line.StartsWith("Global = ", StringComparison.Ordinal) ? "Global" : line)
        );
    }

    private static async Task<string[]> InProcess(
        string manifest,
        string script,
        params (string Name, string? Value)[] environment
    )
    {
        var run = await HostProcess.Run($"{Complete}\nImport-Module '{manifest}'\n{script}", environment);
        return run.Lines;
    }

    private string[] Completions(string text)
    {
        Shell.Set("Text", text);
        return [.. Shell.Run($"{Complete}\nComplete $Text").Succeed().Output.Select(line => line.ToString())];
    }
}
