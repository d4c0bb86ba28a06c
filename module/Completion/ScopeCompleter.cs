using System.Management.Automation.Language;

namespace EntraRevoke.Completion;

/// <summary>
/// Offers the permissions of Microsoft Graph that matter for revoking, the smallest that suffices first; those that the
/// command already names are left out.
/// </summary>
/// <remarks>Microsoft Graph, "Permissions reference".</remarks>
internal sealed class ScopeCompleter : EntraCompleter
{
    private static readonly Candidate[] Permissions =
    [
        new("User.RevokeSessions.All", "Revoke the sessions of users, your own included; all that revoking needs"),
        new("User.Read", "Sign in and read your own profile; not enough to revoke"),
        new("User.ReadWrite.All", "Read and change every user; allows revoking, and much more"),
        new("Directory.ReadWrite.All", "Read and change the whole directory; allows revoking, and far more"),
        new("User.Read.All", "Read every user, as well as when sessions were last revoked; not enough to revoke"),
    ];

    /// <inheritdoc/>
    private protected override IEnumerable<Candidate> Candidates(string word, CommandAst command)
    {
        var given = command
            .FindAll(part => part is StringConstantExpressionAst, searchNestedScriptBlocks: false)
            .Select(part => ((StringConstantExpressionAst)part).Value)
            .ToList();

        // The word at the cursor may be a whole permission already, and is still to be completed.
        given.Remove(word);
        return Permissions.Where(permission => !given.Contains(permission.Value, StringComparer.OrdinalIgnoreCase));
    }
}
