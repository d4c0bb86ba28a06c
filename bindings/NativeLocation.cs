using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace EntraRevoke.Native;

/// <summary>
/// Where the native library of this platform is: beside this assembly, as
/// <c>&lt;rid&gt;/entra_revoke_native.{so,dll,dylib}</c>.
/// </summary>
/// <remarks>
/// The assembly of the cmdlets has this file compiled in as well: looking for the platform must not make an import load
/// the assembly of the bindings.
/// </remarks>
internal static class NativeLocation
{
    /// <summary>Name of the library's file, without what the system puts around it.</summary>
    private const string LibraryName = "entra_revoke_native";

    private static readonly string ModuleFolder =
        Path.GetDirectoryName(typeof(NativeLocation).Assembly.Location) ?? AppContext.BaseDirectory;

    private static readonly string Rid = $"{OperatingSystemPart()}-{ArchitecturePart()}";

    private static readonly string Folder = Path.Combine(ModuleFolder, Rid);

    /// <summary>The absolute path of the library, whether it is there or not.</summary>
    internal static string Library { get; } = Path.Combine(Folder, $"{LibraryName}.{Extension()}");

    /// <summary>Whether the module has a folder for this platform; one look, and nothing is loaded.</summary>
    internal static bool IsPlatformSupported => Directory.Exists(Folder);

    /// <summary>Says that the module has nothing for this platform, and for which ones it has.</summary>
    internal static string UnsupportedPlatform()
    {
        var platforms = Directory
            .EnumerateDirectories(ModuleFolder)
            .Where(folder => Directory.EnumerateFiles(folder, LibraryName + ".*").Any())
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .DefaultIfEmpty("none");
        return $"this module has no native library for the platform {Rid}, only for {string.Join(", ", platforms)}: "
            + $"looked for '{Library}'";
    }

    private static string Extension() =>
        OperatingSystem.IsWindows() ? "dll"
        : OperatingSystem.IsMacOS() ? "dylib"
        : "so";

    private static string OperatingSystemPart()
    {
        if (OperatingSystem.IsWindows())
        {
            return "win";
        }

        if (OperatingSystem.IsMacOS())
        {
            return "osx";
        }

        var runtime = RuntimeInformation.RuntimeIdentifier;
        var isMusl =
            runtime.Contains("musl", StringComparison.Ordinal)
            || runtime.StartsWith("alpine", StringComparison.Ordinal);
        return isMusl ? "linux-musl" : "linux";
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "Runtime identifiers are written in lower case.")]
    private static string ArchitecturePart() => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
}
