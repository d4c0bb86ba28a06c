using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>Prepares the process: a browser that needs no user, no proxies, and one copy of the bindings for all.</summary>
internal static class TestProcess
{
    /// <summary>The browser of all tests that do not choose another: it follows redirects and shows nothing.</summary>
    internal static string Browser { get; } = $"'{Repository.Emulator}' browse";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The bindings are needed before any test class is loaded.")]
    internal static void Prepare()
    {
        // The tests use the very assembly that the packed module loads.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            string.Equals(name.Name, "EntraRevoke.Native", StringComparison.Ordinal)
                ? context.LoadFromAssemblyPath(Path.Combine(Repository.ModuleFolder, "EntraRevoke.Native.dll"))
                : null;
        foreach (var name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "ENTRAREVOKE_CLIENT_ID" })
        {
            Environment.SetEnvironmentVariable(name, null);
            Environment.SetEnvironmentVariable(name.ToLowerInvariant(), null);
        }

        Environment.SetEnvironmentVariable("BROWSER", Browser);
    }
}
