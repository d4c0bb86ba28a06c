using System.Reflection.PortableExecutable;

namespace EntraRevoke.Tests;

/// <summary>The packed assemblies hold machine code, so that nobody waits for the compiler of .NET.</summary>
public sealed class MachineCodeTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Theory]
    [InlineData("EntraRevoke.dll")]
    [InlineData("EntraRevoke.Native.dll")]
    public void An_assembly_holds_machine_code(string assembly)
    {
        using var file = File.OpenRead(Path.Combine(Repository.ModuleFolder, assembly));
        using var reader = new PEReader(file);
        Assert.NotEqual(0, reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    [Fact]
    public async Task No_method_of_the_module_is_compiled_at_run_time()
    {
        var log = Path.GetTempFileName();
        try
        {
            var run = await HostProcess.Run(
                $$"""
                Import-Module $env:ENTRAREVOKE_TEST_MANIFEST
                try { {{Revoke}} } catch { $_.FullyQualifiedErrorId }
                $null = Add-EntraEnvironment Emulated {{Emulator.Authority}} {{Emulator.Graph}}
                Connect-Entra -Environment Emulated -NoWelcome 6> $null
                (Get-EntraContext).Account
                ({{Revoke}}).Value
                $null = Disconnect-Entra
                """,
                ("BROWSER", TestProcess.Browser),
                ("DOTNET_JitStdOutFile", log),
                ("DOTNET_JitDisasmSummary", "1")
            );
            Assert.Equal([$"NotSignedIn,{RevokeClass}", EmulatorProcess.Adele, "True"], run.Lines);
            var compiled = (await File.ReadAllLinesAsync(log)).Where(IsCompiledFirst).ToList();
            // What .NET makes at run time is always there, so that this shows that the log was written.
            Assert.NotEmpty(compiled);
            Assert.DoesNotContain(compiled, IsOfTheModule);
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>Whether a line of the log is of a method that had no code, not of a busy one that gets better code.</summary>
    private static bool IsCompiledFirst(string line) =>
        line.Contains("JIT compiled ", StringComparison.Ordinal) && !line.Contains("Tier1", StringComparison.Ordinal);

    /// <summary>Whether a method is ours, or one of the framework for types of ours.</summary>
    private static bool IsOfTheModule(string line) =>
        line.Contains("EntraRevoke.", StringComparison.Ordinal)
        && !line.Contains("EntraRevoke.Host.", StringComparison.Ordinal);
}
