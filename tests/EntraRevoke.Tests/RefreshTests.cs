using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>Access tokens that end, or are about to.</summary>
public sealed class RefreshTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public async Task A_token_that_expires_later_is_refused_by_graph_once()
    {
        var tokens = await Emulator.Mint(new { lifetimeS = 3600 });
        Shell.Set("Token", MintedTokens.Secure(tokens.AccessToken));
        Shell.SignedIn("-AccessToken $Token");
        await Emulator.AdvanceClock(TimeSpan.FromHours(2));
        var error = Shell.Fail(Revoke);
        AssertError(
            error,
            $"InvalidAuthenticationToken,{RevokeClass}",
            ErrorCategory.AuthenticationError,
            "expired",
            "Connect-Entra",
            "Request id: "
        );
        Assert.Single(await Emulator.Requests("graph"));
        Assert.Empty(await Emulator.Requests("token"));
    }

    [Fact]
    public async Task A_token_about_to_end_is_renewed_before_it_is_used()
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 60 });
        Assert.Equal(true, Shell.SignedIn().Run($"({Revoke}).Value").OnlyOutput.BaseObject);
        var tokens = await Emulator.Requests("token");
        Assert.Equal(["authorization_code", "refresh_token"], tokens.Select(request => request.Form("grant_type")));
        Assert.Contains("cp1", tokens[1].Form("claims"), StringComparison.Ordinal);
        Assert.Single(await Emulator.Requests("graph"));
    }

    [Fact]
    public async Task A_token_with_time_left_is_not_renewed()
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 600 });
        Shell.SignedIn().Run(Revoke).Succeed();
        Assert.Single(await Emulator.Requests("token"));
    }

    [Fact]
    public async Task A_renewal_that_is_refused_is_one_clear_error()
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 60 });
        Shell.SignedIn();
        await Emulator.RevokeElsewhere(EmulatorProcess.Adele);
        var error = Shell.Fail(Revoke);
        AssertError(
            error,
            $"AADSTS50173,{RevokeClass}",
            ErrorCategory.AuthenticationError,
            "revoked",
            SignInAgain,
            "Request id: "
        );
        Assert.Equal(2, (await Emulator.Requests("token")).Count);
        Assert.Empty(await Emulator.Requests("graph"));
    }

    [Fact]
    public async Task A_refused_renewal_is_not_tried_again()
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 60 });
        Shell.SignedIn();
        await Emulator.RevokeElsewhere(EmulatorProcess.Adele);
        var first = Shell.Fail(Revoke);
        await Emulator.ForgetRequests();
        Assert.Equal(first.ToString(), Shell.Fail(Revoke).ToString());
        Assert.Empty(await Emulator.Requests("token"));
    }

    [Fact]
    public async Task A_token_with_time_left_is_used_when_its_renewal_fails_on_the_way()
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 60 });
        Shell.SignedIn();
        await Emulator.Fault(
            new
            {
                target = "token",
                kind = "close",
                count = 2,
            }
        );
        Assert.Equal(true, Shell.Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }
}
