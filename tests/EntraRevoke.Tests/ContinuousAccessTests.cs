using System.Management.Automation;
using System.Text.Json;

namespace EntraRevoke.Tests;

/// <summary>Continuous access evaluation: claims challenges are answered once, and never in a loop.</summary>
public sealed class ContinuousAccessTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public async Task A_challenge_is_answered_by_one_renewal_with_its_claims()
    {
        await Emulator.Fault(new { target = "graph", kind = "cae" });
        Assert.Equal(true, Shell.SignedIn().Run($"({Revoke}).Value").OnlyOutput.BaseObject);

        Assert.Equal([401, 200], (await Emulator.Requests("graph")).Select(request => request.Status));
        var renewal = Assert.Single(
            await Emulator.Requests("token"),
            request => string.Equals(request.Form("grant_type"), "refresh_token", StringComparison.Ordinal)
        );
        using var claims = JsonDocument.Parse(renewal.Form("claims")!);
        var accessToken = claims.RootElement.GetProperty("access_token");
        Assert.Equal("cp1", accessToken.GetProperty("xms_cc").GetProperty("values")[0].GetString());
        Assert.True(accessToken.GetProperty("nbf").GetProperty("essential").GetBoolean());
    }

    [Fact]
    public async Task A_second_challenge_is_an_error_and_not_a_loop()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                kind = "cae",
                count = 10,
            }
        );
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(
            error,
            $"InvalidAuthenticationToken,{RevokeClass}",
            ErrorCategory.AuthenticationError,
            SignInAgain,
            "Request id: "
        );
        Assert.Equal(2, (await Emulator.Requests("graph")).Count);
        Assert.Equal(2, (await Emulator.Requests("token")).Count);
    }

    [Fact]
    public async Task A_user_who_was_revoked_elsewhere_is_told_to_sign_in_again()
    {
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
        Assert.Single(await Emulator.Requests("graph"));
        Assert.Equal(2, (await Emulator.Requests("token")).Count);

        Assert.Equal(true, Shell.SignedIn().Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }

    [Fact]
    public async Task A_given_token_cannot_answer_a_challenge()
    {
        var tokens = await Emulator.Mint(new { cp1 = true });
        Shell.Set("Token", MintedTokens.Secure(tokens.AccessToken));
        Shell.SignedIn("-AccessToken $Token");
        await Emulator.RevokeElsewhere(EmulatorProcess.Adele);

        var error = Shell.Fail(Revoke);
        AssertError(
            error,
            $"InvalidAuthenticationToken,{RevokeClass}",
            ErrorCategory.AuthenticationError,
            "Connect-Entra"
        );
        Assert.Single(await Emulator.Requests("graph"));
        Assert.Empty(await Emulator.Requests("token"));
    }
}
