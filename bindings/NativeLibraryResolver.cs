using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EntraRevoke.Native;

/// <summary>
/// Finds the native library by one absolute path, beside this assembly and never anywhere else:
/// <c>&lt;folder of this assembly&gt;/&lt;rid&gt;/entra_revoke_native.{so,dll,dylib}</c>.
/// </summary>
/// <remarks>
/// The library is loaded on first use, never by importing the module, and it is never unloaded: its threads outlive
/// every call.
/// </remarks>
internal static class NativeLibraryResolver
{
    private static readonly string ModuleFolder =
        Path.GetDirectoryName(typeof(Interop).Assembly.Location) ?? AppContext.BaseDirectory;

    private static readonly string Rid = $"{OperatingSystemPart()}-{ArchitecturePart()}";

    private static readonly string LibraryPath = Path.Combine(ModuleFolder, Rid, FileName());

    private static volatile bool s_isLoaded;

    /// <summary>Registers the resolver; a second one for the same assembly would be refused by the runtime.</summary>
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "Importing the module twice runs any other hook twice; this one runs once a process."
    )]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(Interop).Assembly, Resolve);

    /// <summary>
    /// Loads the library on first use and compares its API hash with that of the bindings.
    /// </summary>
    /// <exception cref="EntraRevokeException">
    /// The file is missing (<c>NativeLibraryNotFound</c>), cannot be loaded (<c>NativeLibraryNotLoaded</c>), or belongs
    /// to another version of the module (<c>NativeLibraryMismatch</c>).
    /// </exception>
    internal static void EnsureLoaded()
    {
        if (s_isLoaded)
        {
            return;
        }

        // A failed class constructor is never run again, so what a reinstallation can cure is found out before it.
        if (!File.Exists(LibraryPath))
        {
            throw NotFound();
        }

        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(Interop).TypeHandle);
        }
        catch (TypeInitializationException exception)
        {
            throw NotUsable(exception.InnerException ?? exception);
        }

        s_isLoaded = true;
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        string.Equals(name, Interop.NativeLib, StringComparison.Ordinal)
            ? NativeLibrary.Load(LibraryPath)
            : IntPtr.Zero;

    private static EntraRevokeException NotFound()
    {
        var platforms = Directory.Exists(ModuleFolder)
            ? Directory
                .EnumerateDirectories(ModuleFolder)
                .Where(folder => Directory.EnumerateFiles(folder, Interop.NativeLib + ".*").Any())
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
                .ToList()
            : [];
        return NativeErrors.Internal(
            "NativeLibraryNotFound",
            platforms.Count == 0 || Directory.Exists(Path.GetDirectoryName(LibraryPath))
                ? $"the native library was not found: looked for '{LibraryPath}'"
                : $"this module has no native library for the platform {Rid}, only for {string.Join(", ", platforms)}: "
                    + $"looked for '{LibraryPath}'"
        );
    }

    private static EntraRevokeException NotUsable(Exception cause) =>
        cause is BadImageFormatException or TypeLoadException and not DllNotFoundException
            ? NativeErrors.Internal(
                "NativeLibraryMismatch",
                $"the module and its native library '{LibraryPath}' are of different versions"
            )
            : NativeErrors.Internal(
                "NativeLibraryNotLoaded",
                $"the native library '{LibraryPath}' could not be loaded: {Reason(cause.Message)}"
            );

    /// <summary>The loader of the operating system has the last word; advice for developers comes before it.</summary>
    private static string Reason(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1]
            .Replace(LibraryPath + ": ", "", StringComparison.Ordinal);

    private static string FileName() =>
        Interop.NativeLib
        + (
            OperatingSystem.IsWindows() ? ".dll"
            : OperatingSystem.IsMacOS() ? ".dylib"
            : ".so"
        );

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
