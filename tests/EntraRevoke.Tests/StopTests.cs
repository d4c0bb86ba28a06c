using System.Net.Sockets;

namespace EntraRevoke.Tests;

/// <summary>Ctrl+C in each wait: the wait ends without a word, the connection is closed, and the session goes on.</summary>
public sealed class StopTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Emulator.Configure(new { deviceCodeIntervalS = 1 });
    }

    [Fact]
    public async Task Stopping_while_graph_does_not_answer_closes_the_connection()
    {
        await Emulator.Fault(new { target = "graph", kind = "hang" });
        await Stop(Shell.SignedIn().Start(Revoke), until: ("graph", null));
        await Emulator.WaitFor("graph", "dropped");
        AssertUsable();
    }

    [Fact]
    public async Task Stopping_while_the_code_is_redeemed_closes_the_connection()
    {
        await Emulator.Fault(new { target = "token", kind = "hang" });
        await Stop(Shell.Start("Connect-Entra -NoWelcome"), until: ("token", null));
        await Emulator.WaitFor("token", "dropped");
        Assert.Empty(Shell.Run("Get-EntraContext").Succeed().Output);
        Shell.SignedIn();
        AssertUsable();
    }

    [Fact]
    public async Task Stopping_while_a_device_code_is_asked_for_closes_the_connection()
    {
        await Emulator.Fault(new { target = "devicecode", kind = "hang" });
        await Stop(Shell.Start("Connect-Entra -UseDeviceCode -NoWelcome"), until: ("devicecode", null));
        await Emulator.WaitFor("devicecode", "dropped");
        Shell.SignedIn();
        AssertUsable();
    }

    [Fact]
    public async Task Stopping_while_a_token_is_renewed_closes_the_connection_and_keeps_the_sign_in()
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 60 });
        Shell.SignedIn();
        await Emulator.ForgetRequests();
        await Emulator.Fault(new { target = "token", kind = "hang" });
        await Stop(Shell.Start(Revoke), until: ("token", null));
        await Emulator.WaitFor("token", "dropped");
        AssertUsable();
    }

    [Fact]
    public async Task Stopping_while_a_busy_service_is_waited_for_sends_no_retry()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 429,
                retryAfter = 60,
            }
        );
        using var script = Shell.SignedIn().Start($"{Revoke} -Verbose");
        await Shell.Screen.Shows(text => text.Contains("waiting 60.0 s", StringComparison.Ordinal));
        await script.Stop();
        Assert.Single(await Emulator.Requests("graph"));
        AssertUsable();
    }

    [Fact]
    public async Task Stopping_while_nobody_signs_in_closes_the_loopback_port()
    {
        await Emulator.Configure(new { autoApprove = false });
        await Stop(Shell.Start("Connect-Entra -NoWelcome"), until: ("authorize", "answered"));
        var redirect = new Uri((await Emulator.Requests("authorize"))[0].Query["redirect_uri"]);
        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", redirect.Port));

        await Emulator.Configure(new { autoApprove = true });
        Shell.SignedIn();
        AssertUsable();
    }

    [Fact]
    public async Task Stopping_while_a_device_code_is_polled_for_ends_the_polling()
    {
        await Emulator.Configure(new { deviceAutoApproveAfterPolls = (int?)null });
        await Stop(Shell.Start("Connect-Entra -UseDeviceCode -NoWelcome"), until: ("token", "answered"));
        Assert.Empty(Shell.Run("Get-EntraContext").Succeed().Output);
        Shell.SignedIn();
        AssertUsable();
    }

    [Fact]
    public async Task Stopping_a_sign_in_leaves_nobody_signed_in()
    {
        Shell.SignedIn();
        await Emulator.Configure(new { autoApprove = false });
        await Emulator.ForgetRequests();
        await Stop(Shell.Start("Connect-Entra -NoWelcome"), until: ("authorize", "answered"));
        Assert.Empty(Shell.Run("Get-EntraContext").Succeed().Output);
    }

    [Fact]
    public async Task Stopping_runs_the_finally_block_and_no_catch_block()
    {
        await Emulator.Fault(new { target = "graph", kind = "hang" });
        Shell.SignedIn();
        await Stop(
            Shell.Start(
                $"$global:Ran = ''; try {{ {Revoke} }} catch {{ $global:Ran += 'catch' }} finally {{ $global:Ran += 'finally' }}"
            ),
            until: ("graph", null)
        );
        Assert.Equal("finally", Shell.Run("$Ran").OnlyOutput.ToString());
    }

    [Fact]
    public async Task A_preference_that_ends_the_script_ends_the_sign_in_too()
    {
        await Emulator.Configure(new { deviceAutoApproveAfterPolls = (int?)null });
        using var script = Shell.Start("$VerbosePreference = 'Stop'; Connect-Entra -UseDeviceCode -NoWelcome");
        Assert.NotNull(script.Finish().Escaped);
        Assert.Empty(Shell.Run("Get-EntraContext").Succeed().Output);
    }

    private async Task Stop(RunningScript script, (string Target, string? Outcome) until)
    {
        using (script)
        {
            await Emulator.WaitFor(until.Target, until.Outcome);
            await script.Stop();
        }
    }

    private void AssertUsable() => Assert.Equal(true, Shell.Run($"({Revoke}).Value").OnlyOutput.BaseObject);
}
