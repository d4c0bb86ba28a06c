using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>What a running call says reaches the user on the stream that it is meant for, and asks nothing.</summary>
public sealed class NoticeTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public async Task A_long_wait_shows_the_seconds_that_are_left()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 429,
                retryAfter = 100,
            }
        );
        using var script = Shell.SignedIn().Start(Revoke);
        await Shell.Screen.Shows(text => text.Contains("sec = 99", StringComparison.Ordinal));
        Assert.Contains($"act = {Revoke}", Shell.Screen.Text, StringComparison.Ordinal);
        await script.Stop();
    }

    [Fact]
    public async Task The_revocation_of_a_guest_says_that_the_sessions_at_home_go_on()
    {
        await Emulator.Configure(new { defaultUser = EmulatorProcess.Alex });
        var outcome = Shell.SignedIn().Run(Revoke).Succeed();
        Assert.Contains("is a guest", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Equal(true, outcome.OnlyOutput.Properties["Value"].Value);
    }

    [Fact]
    public void The_revocation_of_a_member_warns_of_nothing()
    {
        Assert.Empty(Shell.SignedIn().Run(Revoke).Succeed().Warnings);
    }

    [Fact]
    public async Task A_warning_asks_nothing_with_debug()
    {
        await Emulator.Configure(new { defaultUser = EmulatorProcess.Alex });
        var outcome = Shell.SignedIn().Run($"({Revoke} -Debug).Value");
        Assert.Equal(true, outcome.Succeed().OnlyOutput.BaseObject);
        Assert.Contains("WARNING: ", Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preference_for_warnings_is_obeyed()
    {
        await Emulator.Configure(new { defaultUser = EmulatorProcess.Alex });
        Assert.Empty(Shell.SignedIn().Run($"{Revoke} -WarningAction SilentlyContinue").Succeed().Warnings);
    }
}
