using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EntraRevoke.Native.Generated;

namespace EntraRevoke.Native;

/// <summary>
/// Loads the native library by one absolute path, that of <see cref="NativeLocation"/>, and never from anywhere else.
/// </summary>
/// <remarks>
/// The library is loaded on first use, never by importing the module, and it is never unloaded: its threads outlive
/// every call.
/// </remarks>
internal static class NativeLibraryResolver
{
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
        if (!File.Exists(NativeLocation.Library))
        {
            throw NativeErrors.Internal(
                "NativeLibraryNotFound",
                NativeLocation.IsPlatformSupported
                    ? $"the native library was not found: looked for '{NativeLocation.Library}'"
                    : NativeLocation.UnsupportedPlatform()
            );
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
            ? NativeLibrary.Load(NativeLocation.Library)
            : IntPtr.Zero;

    private static EntraRevokeException NotUsable(Exception cause) =>
        cause is BadImageFormatException or TypeLoadException and not DllNotFoundException
            ? NativeErrors.Internal(
                "NativeLibraryMismatch",
                $"the module and its native library '{NativeLocation.Library}' are of different versions"
            )
            : NativeErrors.Internal(
                "NativeLibraryNotLoaded",
                $"the native library '{NativeLocation.Library}' could not be loaded: {Reason(cause.Message)}"
            );

    /// <summary>The loader of the operating system has the last word; advice for developers comes before it.</summary>
    private static string Reason(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1]
            .Replace(NativeLocation.Library + ": ", "", StringComparison.Ordinal);
}
