namespace EntraRevoke;

/// <summary>A cloud: where its users sign in and where its Microsoft Graph answers.</summary>
public sealed class EntraEnvironment
{
    internal EntraEnvironment(string name, string authority, string graph)
    {
        Name = name;
        AzureADEndpoint = authority;
        GraphEndpoint = graph;
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
    internal bool IsBuiltIn { get; init; }

    /// <summary>The name, by which other cmdlets know it.</summary>
    public override string ToString() => Name;

    /// <summary>Whether this is the environment of a name.</summary>
    internal bool IsNamed(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
