namespace EntraRevoke.Tests;

/// <summary>Where no browser can be started, the sign-in goes on with a device code.</summary>
public sealed class FallbackTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Theory]
    [InlineData("no-such-browser")]
    [InlineData(null)]
    public async Task Without_a_browser_a_device_code_is_used(string? browser)
    {
        var empty = Directory.CreateTempSubdirectory("entra-empty-");
        await Emulator.Configure(new { deviceCodeIntervalS = 1, deviceAutoApproveAfterPolls = 0 });
        var run = await HostProcess.Run(
            $$"""
            Import-Module $env:ENTRAREVOKE_TEST_MANIFEST
            $null = Add-EntraEnvironment Emulated {{Emulator.Authority}} {{Emulator.Graph}}
            Connect-Entra -Environment Emulated -NoWelcome
            (Get-EntraContext).TokenCredentialType
            """,
            ("BROWSER", browser),
            ("PATH", empty.FullName)
        );
        empty.Delete();
        Assert.Contains(
            run.Lines,
            line => line.StartsWith("WARNING: No browser could be started", StringComparison.Ordinal)
        );
        Assert.Contains($"{Emulator.Authority}/devicelogin", run.Output, StringComparison.Ordinal);
        Assert.Equal("DeviceCode", run.Lines[^1]);
        Assert.Empty(await Emulator.Requests("authorize"));
    }
}
