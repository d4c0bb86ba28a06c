namespace EntraRevoke.Host;

/// <summary>
/// Runs PowerShell text in the real engine:
/// <c>EntraRevoke.Host [-File script.ps1 | -Command text] [-Echo] [-Secret name]</c>, or text from standard input.
/// </summary>
internal static class Program
{
    private const int UsageError = 64;

    private static int Main(string[] arguments)
    {
        if (!Options.TryParse(arguments, out var options))
        {
            Console.Error.WriteLine(
                "usage: EntraRevoke.Host [-File script.ps1 | -Command text] [-Echo] [-Secret name]"
            );
            return UsageError;
        }

        using var runner = new ScriptRunner();
        if (options.Secret is { } name)
        {
            runner.SetSecret(name, Environment.GetEnvironmentVariable(name) ?? "");
        }

        return runner.Run(options.Text, options.IsEchoed);
    }
}
