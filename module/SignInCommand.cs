using System.Management.Automation;
using System.Text;
using EntraRevoke.Cmdlets;

namespace EntraRevoke;

/// <summary>
/// The Connect-Entra of which an advice speaks: that of the failed call itself, else the one that made the sign-in in
/// use. It goes to the same environment and tenant, with the same application.
/// </summary>
internal sealed class SignInCommand
{
    private readonly string? _scopes;
    private readonly string _arguments;

    private SignInCommand(string? scopes, string arguments, bool isGivenToken)
    {
        _scopes = scopes;
        _arguments = arguments;
        IsGivenToken = isGivenToken;
    }

    /// <summary>Whether it signed in with an access token that the user gave.</summary>
    internal bool IsGivenToken { get; }

    /// <summary>Signs in for a revocation.</summary>
    internal string ToRevoke => $"Connect-Entra -Scopes 'User.RevokeSessions.All'{_arguments}";

    /// <summary>Signs in for the same permissions as before.</summary>
    internal string Again => $"Connect-Entra{_scopes}{_arguments}";

    /// <summary>Signs in with another access token, which is to be added.</summary>
    internal string WithToken => $"Connect-Entra{_arguments} -AccessToken";

    /// <summary>The command of which an advice to a cmdlet's failure speaks.</summary>
    /// <param name="cmdlet">The cmdlet that failed, else null.</param>
    internal static SignInCommand Of(PSCmdlet? cmdlet)
    {
        if (cmdlet is ConnectEntra)
        {
            return OfCall(cmdlet.MyInvocation.BoundParameters);
        }

        return SessionStore.LatestContext is { } context ? OfSignIn(context) : new SignInCommand(null, "", false);
    }

    private static SignInCommand OfCall(Dictionary<string, object> bound)
    {
        var scopes =
            bound.TryGetValue("Scopes", out var value) && value is string[] { Length: > 0 } names
                ? Argument("Scopes", string.Join(", ", names))
                : null;
        var arguments = Arguments(name => bound.TryGetValue(name, out var given) ? given.ToString() : null);
        return new SignInCommand(scopes, arguments, bound.ContainsKey("AccessToken"));
    }

    private static SignInCommand OfSignIn(EntraContext context)
    {
        // Users cannot sign in with an application that signed in by itself, and a token names its tenant.
        var isUser = string.Equals(context.AuthType, "Delegated", StringComparison.Ordinal);
        var isGivenToken = string.Equals(context.AuthType, "UserProvidedAccessToken", StringComparison.Ordinal);
        var arguments = Arguments(name =>
            name switch
            {
                "Environment" => context.Environment,
                "TenantId" when !isGivenToken => context.TenantId,
                "ClientId" when isUser => context.ClientId,
                "ContextScope" => context.ContextScope,
                _ => null,
            }
        );
        return new SignInCommand(null, arguments, isGivenToken);
    }

    /// <summary>What is not the default anyway.</summary>
    private static string Arguments(Func<string, string?> value)
    {
        var text = new StringBuilder();
        foreach (var name in new[] { "Environment", "TenantId", "ClientId", "ContextScope" })
        {
            if (value(name) is { } given && !IsDefault(name, given))
            {
                text.Append(Argument(name, given));
            }
        }

        return text.ToString();
    }

    private static bool IsDefault(string name, string value)
    {
        var usual = name switch
        {
            "Environment" => "Global",
            "ClientId" => UserEnvironment.ClientId ?? ModuleInfo.DefaultClientId,
            "ContextScope" => nameof(ContextScope.Process),
            _ => "",
        };
        return string.Equals(value, usual, StringComparison.OrdinalIgnoreCase);
    }

    private static string Argument(string name, string value) => $" -{name} {CommandText.Argument(value)}";
}
