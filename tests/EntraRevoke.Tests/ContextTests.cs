using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>Who is signed in, and signing out.</summary>
public sealed class ContextTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string DisconnectClass = "EntraRevoke.Cmdlets.DisconnectEntra";

    [Fact]
    public void Without_a_sign_in_there_is_no_context_and_no_error()
    {
        Assert.Empty(Shell.Run("Get-EntraContext").Succeed().Output);
    }

    [Theory]
    [InlineData("", "InteractiveBrowser")]
    [InlineData("-UseDeviceCode", "DeviceCode")]
    public async Task The_context_tells_who_is_signed_in_with_what_and_where(string arguments, string credential)
    {
        await Emulator.Configure(new { deviceCodeIntervalS = 1, deviceAutoApproveAfterPolls = 0 });
        var context = Shell
            .SignedIn($"-Scopes User.RevokeSessions.All,User.Read {arguments}")
            .Run("Get-EntraContext")
            .OnlyOutput;
        var actual = context.Properties.ToDictionary(
            property => property.Name,
            property => property.Value is IEnumerable<string> list ? string.Join(' ', list) : $"{property.Value}",
            StringComparer.Ordinal
        );
        var expected = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ClientId"] = EmulatorProcess.DefaultClientId,
            ["TenantId"] = Emulator.TenantId,
            ["Scopes"] = "User.RevokeSessions.All User.Read",
            ["AuthType"] = "Delegated",
            ["TokenCredentialType"] = credential,
            ["CertificateThumbprint"] = "",
            ["CertificateSubjectName"] = "",
            ["SendCertificateChain"] = "False",
            ["Account"] = EmulatorProcess.Adele,
            ["AppName"] = "Microsoft Graph Command Line Tools",
            ["ContextScope"] = "Runspace",
            ["Certificate"] = "",
            ["PSHostVersion"] = "1.2.3",
            ["ManagedIdentityId"] = "",
            ["ClientSecret"] = "",
            ["Environment"] = Shell.EnvironmentName,
            ["EntraPSModuleName"] = "EntraRevoke",
            ["EntraPSVersion"] = Path.GetFileName(Repository.ModuleFolder),
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key), actual.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void The_context_is_shown_as_a_list()
    {
        var shown = Shell.SignedIn().Show("Get-EntraContext");
        Assert.Matches($"(?m)^Account +: {EmulatorProcess.Adele}$", shown);
        Assert.Matches("(?m)^Scopes +: {User.RevokeSessions.All}$", shown);
    }

    [Fact]
    public void After_a_revocation_there_is_no_context_so_that_a_script_signs_in_anew()
    {
        var outcome = Shell.SignedIn().Run($"$null = {Revoke}; if (-not (Get-EntraContext)) {{ 'sign in' }}");
        Assert.Equal("sign in", outcome.OnlyOutput.ToString());
    }

    [Fact]
    public void Signing_out_outputs_who_was_signed_in()
    {
        var outcome = Shell.SignedIn().Run("(Disconnect-Entra).Account; Get-EntraContext");
        Assert.Equal(EmulatorProcess.Adele, outcome.OnlyOutput.ToString());
        Assert.StartsWith("NotSignedIn,", Shell.Fail(Revoke).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Signing_out_twice_is_an_error_that_does_not_end_the_script()
    {
        var outcome = Shell
            .SignedIn()
            .Run("$null = Disconnect-Entra; try { Disconnect-Entra; 'went on' } catch { 'ended' }");
        Assert.Equal("went on", Assert.Single(outcome.Output).ToString());
        var error = Assert.Single(outcome.Errors);
        AssertError(
            error,
            $"NotSignedIn,{DisconnectClass}",
            ErrorCategory.AuthenticationError,
            "nothing to sign out from"
        );
    }

    [Fact]
    public async Task Signing_out_asks_no_service()
    {
        Shell.SignedIn();
        await Emulator.ForgetRequests();
        Shell.Run("$null = Disconnect-Entra").Succeed();
        Assert.Empty(await Emulator.Requests("token"));
        Assert.Empty(await Emulator.Requests("graph"));
    }
}
