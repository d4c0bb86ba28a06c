using System.Management.Automation.Language;

namespace EntraRevoke.Completion;

/// <summary>Offers the names of the known environments, built-in ones first.</summary>
internal class EnvironmentCompleter : EntraCompleter
{
    /// <inheritdoc/>
    private protected sealed override IEnumerable<Candidate> Candidates(string word, CommandAst command) =>
        Known()
            .Where(IsOffered)
            .Select(environment => new Candidate(
                environment.Name,
                $"Signs in at {environment.AzureADEndpoint}, Microsoft Graph at {environment.GraphEndpoint}"
            ));

    /// <summary>Whether an environment can be given here.</summary>
    private protected virtual bool IsOffered(EntraEnvironment environment) => true;

    private static List<EntraEnvironment> Known()
    {
        try
        {
            return [.. Environments.Clouds.List().Select(cloud => new EntraEnvironment(cloud))];
        }
        catch (EntraRevokeException)
        {
            // Without the native library nothing is known; the cmdlet itself will say so.
            return [];
        }
    }
}
