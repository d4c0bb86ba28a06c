namespace EntraRevoke.Tests;

/// <summary>What README and SECURITY promise of memory: after signing out no token is left in the process.</summary>
public sealed class MemoryTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public async Task No_token_is_left_in_the_process_after_signing_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The memory of another process is read as Linux shows it.");
        await Emulator.Configure(new { revokeValue = false, accessTokenLifetimeS = 60 });
        using var process = HostProcess.Start(
            $$"""
            Import-Module $env:ENTRAREVOKE_TEST_MANIFEST
            $null = Add-EntraEnvironment Emulator {{Emulator.Authority}} {{Emulator.Graph}}
            Connect-Entra -Environment Emulator -NoWelcome
            {{Revoke}}
            [Console]::Out.WriteLine('signed in')
            $null = [Console]::In.ReadLine()
            $null = Disconnect-Entra
            [GC]::Collect()
            [GC]::Collect()
            [Console]::Out.WriteLine('signed out')
            $null = [Console]::In.ReadLine()
            """,
            ("BROWSER", TestProcess.Browser)
        );
        try
        {
            Assert.Equal(
                "signed in",
                await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            );
            Assert.NotEmpty(ProcessMemory.Tokens(process.Id));
            // It was renewed for the call, so both refresh tokens and both access tokens are looked for.
            Assert.Equal(2, (await Emulator.Requests("token")).Count);

            await process.StandardInput.WriteLineAsync("go on");
            Assert.Equal(
                "signed out",
                await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            );
            var left = ProcessMemory.Tokens(process.Id);
            for (var look = 0; left.Count > 0 && look < 20; look++)
            {
                // The connections end on the library's own thread, soon after.
                left = ProcessMemory.Tokens(process.Id);
            }

            Assert.Empty(left);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
