using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>
/// The environment variables that matter, read here because native code on Unix does not see what PowerShell set.
/// </summary>
internal static class UserEnvironment
{
    /// <summary>The browser command of the user, else null.</summary>
    internal static string? Browser => Read("BROWSER");

    /// <summary>The application to sign in with when none is given, else null.</summary>
    internal static string? ClientId => Read("ENTRAREVOKE_CLIENT_ID");

    /// <summary>The proxies of the user.</summary>
    internal static ProxySettings Proxies =>
        new()
        {
            http = ReadEitherCase("HTTP_PROXY"),
            https = ReadEitherCase("HTTPS_PROXY"),
            all = ReadEitherCase("ALL_PROXY"),
            bypass = ReadEitherCase("NO_PROXY"),
        };

    private static string? ReadEitherCase(string name) => Read(name.ToLowerInvariant()) ?? Read(name);

    private static string? Read(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : null;
}
