namespace EntraRevoke.Tests.Infrastructure;

/// <summary>Where the things under test are; each can be elsewhere, as its environment variable says.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>The manifest of the packed module.</summary>
    internal static string Manifest { get; } =
        Existing(Named("ENTRAREVOKE_MODULE") ?? NewestManifest(), "the packed module", "cargo xtask package");

    /// <summary>The folder of the packed module.</summary>
    internal static string ModuleFolder { get; } = Path.GetDirectoryName(Manifest)!;

    /// <summary>The emulator's program.</summary>
    internal static string Emulator { get; } =
        Existing(
            Named("ENTRAREVOKE_EMULATOR") ?? Path.Combine(Root, "target", "debug", Program("entra-emulator")),
            "the emulator",
            "cargo xtask package"
        );

    /// <summary>The console host of the PowerShell engine.</summary>
    internal static string ConsoleHost { get; } =
        Existing(
            Named("ENTRAREVOKE_HOST")
                ?? Path.Combine(
                    Root,
                    "target/dotnet/bin/EntraRevoke.Host/release",
                    OperatingSystem.IsWindows() ? "EntraRevoke.Host.exe" : "EntraRevoke.Host"
                ),
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
        var folder = Path.Combine(Root, "out", "EntraRevoke");
        var versions = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [];
        var newest = versions.OrderByDescending(path => Version.Parse(Path.GetFileName(path))).FirstOrDefault();
        return Path.Combine(newest ?? folder, "EntraRevoke.psd1");
    }

    private static string Program(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "global.json")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests must be run from within the repository.");
    }
}
