namespace EntraRevoke.Tests;

/// <summary>Example 1 of the reference, word for word, with the process-wide sign-in that it uses.</summary>
[Collection(ProcessWide.Name)]
public sealed class ReferenceExampleTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    protected override string ContextScope => "Process";

    [Fact]
    public void Example_one_shows_the_table_of_the_reference()
    {
        var connected = Shell.Show("Connect-Entra -Scopes 'User.RevokeSessions.All'");
        Assert.DoesNotContain("Value", connected, StringComparison.Ordinal);

        var shown = Shell.Show("Revoke-EntraSignedInUserAllRefreshToken");
        var lines = shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd());
        Assert.Equal(["Value", "-----", "True"], lines);
    }

    [Fact]
    public void Example_one_runs_as_one_script()
    {
        var shown = Shell.Show(
            """
            Connect-Entra -Scopes 'User.RevokeSessions.All'
            Revoke-EntraSignedInUserAllRefreshToken
            """
        );
        Assert.EndsWith("Value\n-----\nTrue", shown.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_one_runs_in_a_fresh_process()
    {
        var run = await HostProcess.Run(
            $$"""
            Import-Module $env:ENTRAREVOKE_TEST_MANIFEST
            $null = Add-EntraEnvironment Emulated {{Emulator.Authority}} {{Emulator.Graph}}
            $PSDefaultParameterValues['Connect-Entra:Environment'] = 'Emulated'
            Connect-Entra -Scopes 'User.RevokeSessions.All'
            Revoke-EntraSignedInUserAllRefreshToken
            """,
            ("BROWSER", TestProcess.Browser)
        );
        Assert.Equal(["Value", "-----", "True"], run.Lines[^3..]);
    }

    public override async ValueTask DisposeAsync()
    {
        Shell.Run("if (Get-EntraContext) { Disconnect-Entra }").Succeed();
        await base.DisposeAsync();
    }
}
