using System.Management.Automation.Language;

namespace EntraRevoke.Completion;

/// <summary>Offers the names of the known environments, built-in ones first.</summary>
internal class EnvironmentCompleter : EntraCompleter
{
    /// <inheritdoc/>
    private protected sealed override IEnumerable<Candidate> Candidates(string word, CommandAst command) =>
        Environments
            .All.Where(IsOffered)
            .Select(environment => new Candidate(
                environment.Name,
                $"Signs in at {environment.AzureADEndpoint}, Microsoft Graph at {environment.GraphEndpoint}"
            ));

    /// <summary>Whether an environment can be given here.</summary>
    private protected virtual bool IsOffered(EntraEnvironment environment) => true;
}
