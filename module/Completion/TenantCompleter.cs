using System.Management.Automation.Language;

namespace EntraRevoke.Completion;

/// <summary>Offers the tenant of the current sign-in, by id and by domain name, and any organisation.</summary>
internal sealed class TenantCompleter : EntraCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<Candidate> Candidates(string word, CommandAst command)
    {
        if (SessionStore.CurrentContext is { } context)
        {
            if (context.TenantId is { } tenant)
            {
                yield return new Candidate(tenant, $"Tenant of the current sign-in, {Who(context)}");
            }

            if (context.Account?.Split('@') is [_, .., { Length: > 0 } domain])
            {
                yield return new Candidate(domain, $"Domain of the current sign-in, {Who(context)}");
            }
        }

        yield return new Candidate("organizations", "Any organisation: the account decides, as without -TenantId");
    }

    private static string Who(EntraContext context) =>
        context.Account ?? (context.ClientId is { } client ? $"application {client}" : "an access token");
}
