using System.Collections;

namespace EntraRevoke;

/// <summary>
/// The environment variables of the user's PowerShell session, read here because native code on Unix does not see what
/// PowerShell set.
/// </summary>
internal static class UserEnvironment
{
    /// <summary>The application to sign in with when none is given, else null.</summary>
    internal static string? ClientId =>
        Environment.GetEnvironmentVariable("ENTRAREVOKE_CLIENT_ID")?.Trim() is { Length: > 0 } id ? id : null;

    /// <summary>All variables by name: proxies, and what a browser is started with.</summary>
    internal static Dictionary<string, string> Variables
    {
        get
        {
            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            {
                variables[(string)variable.Key] = (string?)variable.Value ?? "";
            }

            return variables;
        }
    }
}
