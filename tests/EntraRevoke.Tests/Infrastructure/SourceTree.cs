namespace EntraRevoke.Tests.Infrastructure;

/// <summary>The sources of the project, as the tests that look at them find them.</summary>
internal static class SourceTree
{
    private static readonly string[] NoSources = [".git", "bin", "obj", "out", "target"];

    /// <summary>The root of the checkout.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>A file or folder of the checkout.</summary>
    internal static string At(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>The files of a pattern in a folder and below, without what was built.</summary>
    internal static IEnumerable<string> Files(string folder, string pattern) =>
        Directory
            .EnumerateFiles(folder, pattern)
            .Concat(
                Directory
                    .EnumerateDirectories(folder)
                    .Where(child => !NoSources.Contains(Path.GetFileName(child), StringComparer.Ordinal))
                    .SelectMany(child => Files(child, pattern))
            )
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "global.json")))
        {
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("The tests must be run from within the repository.");
        }

        return folder;
    }
}
