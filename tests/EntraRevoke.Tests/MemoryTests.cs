using System.Diagnostics;

namespace EntraRevoke.Tests;

/// <summary>What README and SECURITY promise of memory: after a sign-in is gone, so are its tokens.</summary>
public sealed class MemoryTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public Task No_token_is_left_in_the_process_after_signing_out() =>
        AssertGone(
            $"Connect-Entra -Environment Emulator -NoWelcome; {Revoke}",
            "$null = Disconnect-Entra; [GC]::Collect(); [GC]::Collect()"
        );

    [Fact]
    public Task No_token_is_left_of_a_runspace_that_was_dropped_without_being_closed() =>
        AssertGone(
            $$"""
            function Invoke-InRunspace {
                $State = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
                $Shell = [PowerShell]::Create()
                $Shell.Runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($State)
                $Shell.Runspace.Open()
                $null = $Shell.AddScript('Import-Module $env:ENTRAREVOKE_TEST_MANIFEST').Invoke()
                $Shell.Commands.Clear()
                $null = $Shell.AddScript('Connect-Entra -Environment Emulator -ContextScope Runspace; {{Revoke}}').Invoke()
            }
            Invoke-InRunspace
            """,
            "foreach ($Round in 1..5) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }"
        );

    private async Task AssertGone(string signIn, string end)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The memory of another process is read as Linux shows it.");
        await Emulator.Configure(new { revokeValue = false, accessTokenLifetimeS = 60 });
        using var process = HostProcess.Start(
            $"""
            Import-Module $env:ENTRAREVOKE_TEST_MANIFEST
            $null = Add-EntraEnvironment Emulator {Emulator.Authority} {Emulator.Graph}
            {signIn}
            [Console]::Out.WriteLine('signed in')
            $null = [Console]::In.ReadLine()
            {end}
            [Console]::Out.WriteLine('signed out')
            $null = [Console]::In.ReadLine()
            """,
            ("BROWSER", TestProcess.Browser)
        );
        try
        {
            await Said(process, "signed in");
            Assert.NotEmpty(ProcessMemory.Tokens(process.Id));
            // It was renewed for the call, so both refresh tokens and both access tokens are looked for.
            Assert.Equal(2, (await Emulator.Requests("token")).Count);

            await process.StandardInput.WriteLineAsync("go on");
            await Said(process, "signed out");
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

    private static async Task Said(Process process, string line)
    {
        string? said;
        do
        {
            said = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(said);
        } while (!string.Equals(said, line, StringComparison.Ordinal));
    }
}
