namespace EntraRevoke.Tests;

/// <summary>That the sessions are really gone: what another device of the user can and cannot do.</summary>
public sealed class ProofTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public async Task A_refresh_token_from_before_is_refused_afterwards()
    {
        var otherDevice = await Emulator.Mint();
        Assert.Null(await Emulator.Redeem(otherDevice.RefreshToken));

        Shell.SignedIn().Run(Revoke).Succeed();

        var refusal = await Emulator.Redeem(otherDevice.RefreshToken);
        Assert.NotNull(refusal);
        Assert.Equal("invalid_grant", refusal.Value.GetProperty("error").GetString());
        Assert.StartsWith(
            "AADSTS50173",
            refusal.Value.GetProperty("error_description").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_refresh_token_from_a_new_sign_in_works_afterwards()
    {
        Shell.SignedIn().Run(Revoke).Succeed();

        var newDevice = await Emulator.Mint();
        Assert.Null(await Emulator.Redeem(newDevice.RefreshToken));
        Assert.Equal(true, Shell.SignedIn().Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }

    [Fact]
    public async Task The_sessions_of_another_user_are_left_alone()
    {
        var other = await Emulator.Mint(new { user = EmulatorProcess.Megan });

        Shell.SignedIn().Run(Revoke).Succeed();

        Assert.Null(await Emulator.Redeem(other.RefreshToken));
    }

    [Fact]
    public async Task Whoever_signs_in_is_who_is_revoked_however_they_sign_in()
    {
        var megan = await Emulator.Mint(new { user = EmulatorProcess.Megan });
        Shell.Set("Token", MintedTokens.Secure(megan.AccessToken));

        Shell.SignedIn("-AccessToken $Token").Run(Revoke).Succeed();

        Assert.NotNull(await Emulator.Redeem(megan.RefreshToken));
    }

    [Fact]
    public async Task Signing_in_alone_revokes_nothing()
    {
        var otherDevice = await Emulator.Mint();

        Shell.SignedIn();

        Assert.Null(await Emulator.Redeem(otherDevice.RefreshToken));
        Assert.Empty(await Emulator.Requests("graph"));
    }
}
