namespace EntraRevoke;

/// <summary>Who is signed in, with what, and where; null is what no token says.</summary>
public sealed class EntraContext
{
    /// <summary>Application (client) id.</summary>
    public required string? ClientId { get; init; }

    /// <summary>Tenant id.</summary>
    public required string? TenantId { get; init; }

    /// <summary>Granted permissions.</summary>
    public required ScopeList Scopes { get; init; }

    /// <summary>Who the tokens speak for: <c>Delegated</c> or <c>UserProvidedAccessToken</c>.</summary>
    public required string AuthType { get; init; }

    /// <summary>
    /// How the tokens were obtained: <c>InteractiveBrowser</c>, <c>DeviceCode</c> or <c>UserProvidedAccessToken</c>.
    /// </summary>
    public required string TokenCredentialType { get; init; }

    /// <summary>Thumbprint of the certificate that signed in, else null.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>Subject of the certificate that signed in, else null.</summary>
    public string? CertificateSubjectName { get; init; }

    /// <summary>True when the certificate is sent with its chain.</summary>
    public bool SendCertificateChain { get; init; }

    /// <summary>User principal name of who is signed in, else null.</summary>
    public string? Account { get; init; }

    /// <summary>Display name of the application, where the service told it.</summary>
    public string? AppName { get; init; }

    /// <summary>Who may use the sign-in: <c>Process</c> or <c>Runspace</c>.</summary>
    /// <remarks>Text, since ConvertTo-Json writes an enumeration as its number.</remarks>
    public required string ContextScope { get; init; }

    /// <summary>The certificate that signed in, else null; scripts for the Microsoft Graph SDK read it.</summary>
    public object? Certificate { get; init; }

    /// <summary>Version of the PowerShell host.</summary>
    /// <remarks>Text, since ConvertTo-Json takes a version apart.</remarks>
    public required string PSHostVersion { get; init; }

    /// <summary>Id of the managed identity, else null.</summary>
    public string? ManagedIdentityId { get; init; }

    /// <summary>Always null: no secret is ever output; scripts for the Microsoft Graph SDK read it.</summary>
    public object? ClientSecret { get; init; }

    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Name of this module.</summary>
    public string EntraPSModuleName { get; } = ModuleInfo.Name;

    /// <summary>Version of this module.</summary>
    public string EntraPSVersion { get; } = ModuleInfo.Version;

    /// <summary>Who is signed in where, in a few words.</summary>
    public override string ToString()
    {
        var who = Account ?? (ClientId is null ? "an access token" : $"application {ClientId}");
        return TenantId is null ? $"{who} ({Environment})" : $"{who} in tenant {TenantId} ({Environment})";
    }
}
