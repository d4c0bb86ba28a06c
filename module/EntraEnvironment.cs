using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>A cloud: where its users sign in and where its Microsoft Graph answers.</summary>
public sealed class EntraEnvironment
{
    internal EntraEnvironment(Cloud cloud)
    {
        Name = cloud.name;
        AzureADEndpoint = cloud.authority;
        GraphEndpoint = cloud.graph;
        IsBuiltIn = cloud.built_in;
    }

    /// <summary>Unique name, case-insensitive.</summary>
    public string Name { get; }

    /// <summary>Address of the sign-in service.</summary>
    public string AzureADEndpoint { get; }

    /// <summary>Address of Microsoft Graph.</summary>
    public string GraphEndpoint { get; }

    /// <summary><c>Built-in</c> or <c>User-defined</c>.</summary>
    public string Type => IsBuiltIn ? "Built-in" : "User-defined";

    /// <summary>True for an environment that cannot be changed.</summary>
    internal bool IsBuiltIn { get; }
}
