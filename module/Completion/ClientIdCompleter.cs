using System.Management.Automation.Language;

namespace EntraRevoke.Completion;

/// <summary>Offers the application of ENTRAREVOKE_CLIENT_ID, where it is set, and the default one.</summary>
internal sealed class ClientIdCompleter : EntraCompleter
{
    /// <summary>The application that the native library signs in with when it is told no other.</summary>
    private const string Default = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

    /// <inheritdoc/>
    private protected override IEnumerable<Candidate> Candidates(string word, CommandAst command)
    {
        if (UserEnvironment.ClientId is { } own && !string.Equals(own, Default, StringComparison.OrdinalIgnoreCase))
        {
            yield return new Candidate(own, "Application of ENTRAREVOKE_CLIENT_ID, used without -ClientId");
            yield return new Candidate(
                Default,
                "Microsoft Graph Command Line Tools, used without ENTRAREVOKE_CLIENT_ID"
            );
        }
        else
        {
            yield return new Candidate(Default, "Microsoft Graph Command Line Tools, used without -ClientId");
        }
    }
}
