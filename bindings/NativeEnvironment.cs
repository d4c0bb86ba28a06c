using EntraRevoke.Native.Generated;

namespace EntraRevoke.Native;

/// <summary>Environments as the native library reads them.</summary>
public static class NativeEnvironment
{
    /// <summary>The addresses of an environment that everybody knows.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <exception cref="EntraRevokeException">There is none of this name (<c>EnvironmentNotFound</c>).</exception>
    public static (string Authority, string Graph) Known(string name) => Read(Of(name, authority: null, graph: null));

    /// <summary>The addresses of an environment that the user defines, in the form in which they are used.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="authority">Address of the sign-in service.</param>
    /// <param name="graph">Address of Microsoft Graph.</param>
    /// <exception cref="EntraRevokeException">An address cannot be used (<c>InvalidEndpoint</c>).</exception>
    public static (string Authority, string Graph) Parse(string name, string authority, string graph) =>
        Read(Of(name, authority, graph));

    internal static Generated.Environment Of(string name, string? authority, string? graph) =>
        new()
        {
            name = name,
            authority = authority,
            graph = graph,
        };

    private static (string Authority, string Graph) Read(Generated.Environment environment)
    {
        NativeLibraryResolver.EnsureLoaded();
        using var wire = Generated.Interop.environment(environment.Wire());
        var answer = wire.Unwire();
        if (answer.IsFailed)
        {
            throw NativeErrors.From(answer.AsFailed());
        }

        var known = answer.AsKnown();
        return (known.authority ?? "", known.graph ?? "");
    }
}
