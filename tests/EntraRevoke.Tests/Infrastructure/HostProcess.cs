using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>A fresh process with the real PowerShell engine.</summary>
internal static class HostProcess
{
    /// <summary>What a process printed, and how it ended.</summary>
    internal sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        /// <summary>The output, after making sure that all went well.</summary>
        internal string Succeeded
        {
            get
            {
                Assert.Equal("", Errors);
                Assert.Equal(0, ExitCode);
                return Output;
            }
        }

        /// <summary>The lines of the output that are not empty.</summary>
        internal string[] Lines =>
            Succeeded.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Runs a script with variables of its environment changed; null removes one.</summary>
    internal static async Task<Outcome> Run(string script, params (string Name, string? Value)[] environment)
    {
        using var process = Start(script, environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new Outcome(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a script that is talked to.</summary>
    internal static Process Start(string script, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(Repository.ConsoleHost, ["-Command", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")
        );
        start.Environment["ENTRAREVOKE_TEST_MANIFEST"] = Repository.Manifest;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
