using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>Signing in with a token that the user brings.</summary>
public sealed class AccessTokenTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public async Task A_given_token_is_used_as_it_is()
    {
        await Give(new { });
        var outcome = Shell.Run($"Connect-Entra -AccessToken $Token -NoWelcome; ({Revoke}).Value");
        Assert.Equal(true, outcome.OnlyOutput.BaseObject);
        Assert.Empty(await Emulator.Requests("token"));
        Assert.Equal("Bearer delegated", Assert.Single(await Emulator.Requests("graph")).Header("authorization"));
    }

    [Fact]
    public async Task The_context_of_a_given_token_is_read_from_it()
    {
        await Give(new { user = EmulatorProcess.Megan, scopes = new[] { "User.RevokeSessions.All", "User.Read" } });
        var context = Shell.Run("Connect-Entra -AccessToken $Token -NoWelcome; Get-EntraContext").OnlyOutput;
        Assert.Equal("UserProvidedAccessToken", context.Properties["AuthType"].Value);
        Assert.Equal("UserProvidedAccessToken", context.Properties["TokenCredentialType"].Value);
        Assert.Equal(EmulatorProcess.Megan, context.Properties["Account"].Value);
        Assert.Equal(Emulator.TenantId, context.Properties["TenantId"].Value);
        var scopes = Assert.IsType<IReadOnlyList<string>>(context.Properties["Scopes"].Value, exactMatch: false);
        Assert.Equal(["User.RevokeSessions.All", "User.Read"], scopes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    [InlineData("ein.schlüssel.\U0001F511")]
    public void What_is_no_token_is_refused_before_any_service_is_asked(string text)
    {
        Shell.Set("Token", MintedTokens.Secure(text));
        var error = Shell.Fail("Connect-Entra -AccessToken $Token");
        AssertError(error, $"InvalidAccessToken,{ConnectClass}", ErrorCategory.InvalidArgument, "-AccessToken");
        Assert.DoesNotContain("not a token", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_token_that_cannot_be_read_nothing_is_guessed()
    {
        Shell.Set("Token", MintedTokens.Secure("opaque"));
        var outcome = Shell.Run("Connect-Entra -AccessToken $Token; Get-EntraContext");
        Assert.All(
            ["ClientId", "TenantId", "Account", "AppName"],
            name => Assert.Null(outcome.OnlyOutput.Properties[name].Value)
        );
        Assert.Equal("", $"{outcome.OnlyOutput.Properties["Scopes"].Value}");
        Assert.StartsWith("The access token is used in Emulator", outcome.Information[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_refused_at_once()
    {
        await Give(new { lifetimeS = 0 });
        var error = Shell.Fail("Connect-Entra -AccessToken $Token");
        AssertError(
            error,
            $"ExpiredAccessToken,{ConnectClass}",
            ErrorCategory.AuthenticationError,
            "expired",
            "clock",
            "-AccessToken"
        );
    }

    [Fact]
    public async Task An_applications_token_has_no_sessions_of_its_own()
    {
        await Give(new { appOnly = true });
        var error = Shell.SignedIn("-AccessToken $Token").Fail(Revoke);
        AssertError(
            error,
            $"UserRequired,{RevokeClass}",
            ErrorCategory.InvalidArgument,
            "application",
            "Connect-Entra"
        );
        Assert.Empty(await Emulator.Requests("graph"));
    }

    [Fact]
    public async Task The_given_token_is_seen_in_no_stream()
    {
        var tokens = await Give(new { });
        var outcome = Shell.Run(
            $"Connect-Entra -AccessToken $Token -Verbose -Debug; Get-EntraContext; {Revoke} -Verbose -Debug; {Revoke}"
        );
        Assert.Single(outcome.Errors);
        Assert.NotEmpty(outcome.Debug);
        Clean.OfSecrets(outcome.Everything, tokens.AccessToken, tokens.AccessToken.Split('.')[2]);
    }

    private async Task<MintedTokens> Give(object wish)
    {
        var tokens = await Emulator.Mint(wish);
        Shell.Set("Token", MintedTokens.Secure(tokens.AccessToken));
        return tokens;
    }
}
