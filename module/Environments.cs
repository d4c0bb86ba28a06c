using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>The environments known to this process, in memory only; the native library is loaded on first use.</summary>
internal static class Environments
{
    private static readonly Lazy<NativeClouds> Shared = new(
        () => new NativeClouds(),
        LazyThreadSafetyMode.PublicationOnly
    );

    /// <summary>The one list of this process.</summary>
    internal static NativeClouds Clouds => Shared.Value;

    /// <summary>A cloud of the user's, in the form that the native library takes.</summary>
    internal static Cloud UserDefined(string name, string authority, string graph) =>
        new()
        {
            name = name,
            authority = authority,
            graph = graph,
            built_in = false,
        };
}
