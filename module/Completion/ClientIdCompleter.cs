using System.Management.Automation.Language;

namespace EntraRevoke.Completion;

/// <summary>Offers the application of ENTRAREVOKE_CLIENT_ID, where it is set, and the default one.</summary>
internal sealed class ClientIdCompleter : EntraCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<Candidate> Candidates(string word, CommandAst command)
    {
        if (
            UserEnvironment.ClientId is { } own
            && !string.Equals(own, ModuleInfo.DefaultClientId, StringComparison.OrdinalIgnoreCase)
        )
        {
            yield return new Candidate(own, "Application of ENTRAREVOKE_CLIENT_ID, used without -ClientId");
            yield return new Candidate(
                ModuleInfo.DefaultClientId,
                "Microsoft Graph Command Line Tools, used without ENTRAREVOKE_CLIENT_ID"
            );
        }
        else
        {
            yield return new Candidate(
                ModuleInfo.DefaultClientId,
                "Microsoft Graph Command Line Tools, used without -ClientId"
            );
        }
    }
}
