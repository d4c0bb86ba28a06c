using System.Globalization;

namespace EntraRevoke.Tests;

/// <summary>-ErrorAction: a call that is bound to silence is silent, and any other failed call ends its script.</summary>
public sealed class ErrorActionTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Theory]
    [InlineData(Revoke, "SilentlyContinue", 1)]
    [InlineData(Revoke, "Ignore", 0)]
    [InlineData("Connect-Entra -TenantId 'no tenant'", "SilentlyContinue", 1)]
    [InlineData("Connect-Entra -TenantId 'no tenant'", "Ignore", 0)]
    public void A_failed_call_that_is_bound_to_silence_says_nothing_and_the_script_goes_on(
        string command,
        string action,
        int kept
    )
    {
        var outcome = Shell.Run($"$Error.Clear(); {command} -ErrorAction {action}; $Error.Count; 'went on'").Succeed();
        Assert.Equal(
            [kept.ToString(CultureInfo.InvariantCulture), "went on"],
            outcome.Output.Select(item => item.ToString())
        );
    }

    [Theory]
    [InlineData("Continue")]
    [InlineData("Stop")]
    public void Any_other_failed_call_ends_its_script(string action)
    {
        var error = Shell.Fail($"{Revoke} -ErrorAction {action}; 'not reached'");
        Assert.StartsWith("NotSignedIn,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
