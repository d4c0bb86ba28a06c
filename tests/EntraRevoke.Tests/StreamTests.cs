namespace EntraRevoke.Tests;

/// <summary>What is said on which stream, and that no stream ever says a secret.</summary>
public sealed class StreamTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string Loud = "-Verbose -Debug";

    [Fact]
    public void Verbose_is_one_line_a_request()
    {
        var line = Assert.Single(Shell.SignedIn().Run($"{Revoke} -Verbose").Succeed().Verbose);
        Assert.Matches(
            "^POST http://127.0.0.1:[0-9]+/v1.0/me/revokeSignInSessions answered 200 OK with [0-9]+ bytes in [0-9]+ ms; "
                + "request-id [0-9a-f-]{36}, client-request-id [0-9a-f-]{36}$",
            line
        );
    }

    [Fact]
    public async Task Verbose_tells_each_retry_and_its_wait()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 429,
                count = 2,
                retryAfter = 0,
            }
        );
        var lines = Shell.SignedIn().Run($"{Revoke} -Verbose").Succeed().Verbose;
        Assert.Collection(
            lines,
            line => Assert.Contains("answered 429", line, StringComparison.Ordinal),
            line => Assert.EndsWith("waiting 0.0 s before retry 1 of 3", line, StringComparison.Ordinal),
            line => Assert.Contains("answered 429", line, StringComparison.Ordinal),
            line => Assert.EndsWith("waiting 0.0 s before retry 2 of 3", line, StringComparison.Ordinal),
            line => Assert.Contains("answered 200", line, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Preference_variables_count_as_the_switches_do()
    {
        var outcome = Shell.SignedIn().Run($"$VerbosePreference = $DebugPreference = 'Continue'; {Revoke}").Succeed();
        Assert.Single(outcome.Verbose);
        Assert.NotEmpty(outcome.Debug);
        Assert.Empty(Shell.SignedIn().Run($"$VerbosePreference = 'Continue'; {Revoke} -Verbose:$false").Verbose);
    }

    [Fact]
    public void Without_being_asked_nothing_is_said()
    {
        var outcome = Shell.SignedIn().Run(Revoke).Succeed();
        Assert.Empty(outcome.Verbose);
        Assert.Empty(outcome.Debug);
        Assert.Empty(outcome.Warnings);
        Assert.Empty(outcome.Information);
        Assert.Equal("", outcome.HostText);
    }

    [Fact]
    public void Debug_shows_the_banners_of_the_peers_with_headers_and_bodies()
    {
        var text = string.Join('\n', Shell.SignedIn().Run($"{Revoke} -Debug").Succeed().Debug);
        Assert.All(
            [
                "============================ TRANSFORMATIONS ============================",
                "============================ HTTP REQUEST ============================",
                "============================ HTTP RESPONSE ============================",
                "HTTP Method:\nPOST",
                "Absolute Uri:\nhttp://127.0.0.1:",
                "user-agent                    : PowerShell/",
                "authorization                 : [redacted]",
                "Status Code:\n200 OK",
                "\"value\": true",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_welcome_is_said_on_the_information_stream()
    {
        var outcome = Shell.Run("$x = Connect-Entra; $null -eq $x").Succeed();
        Assert.Equal(true, outcome.OnlyOutput.BaseObject);
        var welcome = Assert.Single(
            outcome.Information,
            text => text.StartsWith("Signed in as", StringComparison.Ordinal)
        );
        Assert.Contains(EmulatorProcess.Adele, welcome, StringComparison.Ordinal);
        Assert.Contains(welcome, outcome.HostText, StringComparison.Ordinal);
        Assert.DoesNotContain("MgGraph", outcome.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoWelcome_silences_the_welcome()
    {
        Assert.DoesNotContain(
            "Signed in as",
            Shell.Run("Connect-Entra -NoWelcome").Succeed().Everything,
            StringComparison.Ordinal
        );
        var tokens = await Emulator.Mint();
        Shell.Set("Token", MintedTokens.Secure(tokens.AccessToken));
        Assert.Equal("", Shell.Run("Connect-Entra -AccessToken $Token -NoWelcome").Succeed().Everything.Trim());
    }

    [Fact]
    public async Task The_device_code_is_told_before_anybody_waits_and_not_on_the_output_stream()
    {
        await Emulator.Configure(new { deviceCodeIntervalS = 1, deviceAutoApproveAfterPolls = (int?)null });
        using var script = Shell.Start("$x = Connect-Entra -UseDeviceCode -NoWelcome; $x");
        var code = await Shell.Screen.UserCode();
        await Emulator.Device(code, "approve");

        var outcome = script.Finish().Succeed();
        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Warnings);
        var message = Assert.Single(outcome.Information);
        Assert.Contains(code, message, StringComparison.Ordinal);
        Assert.Contains($"{Emulator.Authority}/devicelogin", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_the_sign_in_page_is_told_too_while_the_user_is_waited_for()
    {
        await Emulator.Configure(new { autoApprove = false });
        using var script = Shell.Start("Connect-Entra -NoWelcome");
        await Emulator.WaitFor("authorize", "answered");
        var state = Assert.Single(await Emulator.Requests("authorize")).Query["state"];
        await Shell.Screen.Shows(text => text.Contains(state, StringComparison.Ordinal));
        await script.Stop();
    }

    [Theory]
    [InlineData("Connect-Entra")]
    [InlineData("Connect-Entra -UseDeviceCode")]
    public async Task No_secret_is_said_on_any_stream(string connect)
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 60, deviceCodeIntervalS = 1 });
        var outcome = Shell.Run(
            $"{connect} {Loud}; Get-EntraContext; {Revoke} {Loud}; {Revoke} {Loud}; Disconnect-Entra {Loud}; $Error"
        );
        Assert.Single(outcome.Errors);
        Assert.Contains("grant_type=refresh_token", outcome.Everything, StringComparison.Ordinal);
        Assert.Contains("\"access_token\": \"[redacted]\"", outcome.Everything, StringComparison.Ordinal);
        Clean.OfSecrets(outcome.Everything);
    }

    [Fact]
    public async Task No_secret_is_said_when_something_fails()
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 60 });
        await Emulator.Fault(new { target = "graph", status = 500 });
        await Emulator.Fault(new { target = "graph", kind = "html" });
        await Emulator.Fault(
            new
            {
                target = "graph",
                kind = "close",
                count = 2,
            }
        );
        await Emulator.Fault(
            new
            {
                target = "graph",
                kind = "cae",
                count = 2,
            }
        );
        var calls = string.Join("; ", Enumerable.Repeat($"{Revoke} {Loud}", 4));
        var outcome = Shell.Run($"Connect-Entra {Loud}; {calls}; $Error; $Error.Exception; $StackTrace");
        Assert.Equal(4, outcome.Errors.Count);
        Clean.OfSecrets(outcome.Everything);
    }
}
