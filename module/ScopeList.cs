using System.Collections.ObjectModel;

namespace EntraRevoke;

/// <summary>
/// Permissions: a list for scripts, and one text where there is room for one, as in a CSV file.
/// </summary>
/// <param name="scopes">The permissions.</param>
public sealed class ScopeList(IEnumerable<string> scopes) : ReadOnlyCollection<string>([.. scopes])
{
    /// <summary>
    /// The permissions with blanks between them (RFC 6749 3.3), as PowerShell itself writes a list into a text; Connect-Entra
    /// -Scopes takes it back.
    /// </summary>
    public override string ToString() => string.Join(' ', Items);
}
