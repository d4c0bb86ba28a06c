using System.Management.Automation;

namespace EntraRevoke;

/// <summary>That the sessions of a user were revoked.</summary>
public sealed class RevocationResult
{
    /// <summary>The type name under which scripts written for the Microsoft Graph SDK know the result.</summary>
    internal const string GraphTypeName =
        "Microsoft.Graph.PowerShell.Models."
        + "ComponentsMwc6EoResponsesRevokesigninsessionsresponseContentApplicationJsonSchema";

    /// <summary>True: the sessions were revoked.</summary>
    public required bool Value { get; init; }

    /// <summary>The account whose sessions were revoked, else null; not shown unless it is asked for.</summary>
    [Hidden]
    public required string? Account { get; init; }

    /// <summary>The tenant of that account, else null; not shown unless it is asked for.</summary>
    [Hidden]
    public required string? TenantId { get; init; }

    /// <summary>The value, as the older versions of the peers output it by itself.</summary>
    public override string ToString() => Value ? "True" : "False";

    /// <summary>Makes the object to output for a revocation with a sign-in.</summary>
    internal static PSObject Revoked(EntraContext context)
    {
        var result = PSObject.AsPSObject(
            new RevocationResult
            {
                Value = true,
                Account = context.Account,
                TenantId = context.TenantId,
            }
        );
        result.TypeNames.Insert(0, GraphTypeName);
        return result;
    }
}
