using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace EntraRevoke.Native.Tests;

/// <summary>The packed module, whose own assembly and native library are tested.</summary>
internal static class PackedModule
{
    /// <summary>Its folder, as whoever starts the tests says.</summary>
    internal static string Folder { get; } =
        Path.GetDirectoryName(Environment.GetEnvironmentVariable("ENTRAREVOKE_MODULE"))
        ?? throw new InvalidOperationException(
            "ENTRAREVOKE_MODULE must name the packed module's manifest, as `cargo xtask test` does."
        );

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The bindings are needed before any test class is loaded.")]
    internal static void Resolve() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            string.Equals(name.Name, "EntraRevoke.Native", StringComparison.Ordinal)
                ? context.LoadFromAssemblyPath(Path.Combine(Folder, "EntraRevoke.Native.dll"))
                : null;
}
