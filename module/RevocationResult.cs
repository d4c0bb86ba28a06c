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

    /// <summary>Makes the object to output.</summary>
    internal static PSObject Revoked()
    {
        var result = PSObject.AsPSObject(new RevocationResult { Value = true });
        result.TypeNames.Insert(0, GraphTypeName);
        return result;
    }
}
