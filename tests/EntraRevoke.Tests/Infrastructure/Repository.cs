namespace EntraRevoke.Tests.Infrastructure;

/// <summary>Where the things under test are; each can be elsewhere, as its environment variable says.</summary>
internal static class Repository
{
    /// <summary>The manifest of the packed module.</summary>
    internal static string Manifest { get; } =
        Existing(Named("ENTRAREVOKE_MODULE") ?? NewestManifest(), "the packed module", "cargo xtask package");

    /// <summary>The folder of the packed module.</summary>
    internal static string ModuleFolder { get; } = Path.GetDirectoryName(Manifest)!;

    /// <summary>The emulator's program.</summary>
    internal static string Emulator { get; } =
        Existing(
            Named("ENTRAREVOKE_EMULATOR") ?? SourceTree.At("target", "debug", Program("entra-emulator")),
            "the emulator",
            "cargo xtask package"
        );

    /// <summary>The console host of the PowerShell engine.</summary>
    internal static string ConsoleHost { get; } =
        Existing(
            Named("ENTRAREVOKE_HOST")
                ?? SourceTree.At("target/dotnet/bin/EntraRevoke.Host/release", Program("EntraRevoke.Host")),
            "the console host",
            "cargo xtask package"
        );

    /// <summary>The native library within the folder of a module.</summary>
    internal static string NativeLibrary(string moduleFolder) =>
        Directory.EnumerateFiles(moduleFolder, "entra_revoke_native.*", SearchOption.AllDirectories).Single();

    private static string Existing(string path, string what, string command) =>
        File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{what} is not at '{path}': run `{command}` first.", path);

    private static string NewestManifest()
    {
        var folder = SourceTree.At("out", "EntraRevoke");
        var versions = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];
        var newest = versions.OrderByDescending(path => Version.Parse(Path.GetFileName(path))).FirstOrDefault();
        return Path.Combine(newest ?? folder, "EntraRevoke.psd1");
    }

    private static string Program(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable);
}
