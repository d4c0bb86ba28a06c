namespace EntraRevoke;

/// <summary>What a user can do about a failure, in one or two sentences; the only place that knows.</summary>
internal static class ErrorAdvice
{
    private const string Connect = "Run Connect-Entra -Scopes 'User.RevokeSessions.All'";

    /// <summary>By code, which says more than the kind.</summary>
    private static readonly Dictionary<string, string> ByCode = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NotSignedIn"] = $"{Connect} first.",
        ["SignInEnded"] = $"{Connect} again.",
        ["SessionRevoked"] = $"{Connect} to sign in again.",
        ["InvalidScopes"] = "Name at least one permission, such as 'User.RevokeSessions.All'.",
        ["InvalidAccessToken"] =
            "Give -AccessToken a token for Microsoft Graph, as it was issued and without the word Bearer.",
        ["ExpiredAccessToken"] = "Get a new access token and give it to Connect-Entra -AccessToken.",
        ["InvalidAuthenticationToken"] = $"{Connect} to sign in again.",
        ["DeviceCodeExpired"] = "Run Connect-Entra -UseDeviceCode again and enter the new code before it expires.",
        ["SignInTimeout"] =
            "Run Connect-Entra again and finish signing in sooner, or use Connect-Entra -UseDeviceCode.",
        ["NonceMismatch"] = "Close old sign-in pages and run Connect-Entra again.",
        ["LoopbackUnavailable"] = "Run Connect-Entra -UseDeviceCode, which needs no browser on this machine.",
        ["InvalidTenant"] = "Give -TenantId the id or a domain name of the tenant.",
        ["InvalidClientId"] = "Check -ClientId and the environment variable ENTRAREVOKE_CLIENT_ID.",
        ["CertificateRejected"] =
            "Check the clock, and that the certificate authority of a TLS-inspecting proxy is trusted by this "
            + "computer.",
        ["InvalidProxy"] = "Correct the environment variable, such as http://proxy.example.com:8080.",
        ["WrongTenant"] = "Check -TenantId, or sign in with an account of that tenant.",
        ["UserRequired"] = $"{Connect} to sign in as a user.",
        ["EnvironmentNotFound"] = "Get-EntraEnvironment lists the known ones; Add-EntraEnvironment adds one.",
        ["EnvironmentExists"] = "Use Set-EntraEnvironment to change it.",
        ["BuiltInEnvironment"] = "Use Add-EntraEnvironment to define one under another name.",
        ["access_denied"] = "Run Connect-Entra again and accept, or ask an administrator to grant the permissions.",
        ["authorization_declined"] =
            "Run Connect-Entra again and accept, or ask an administrator to grant the permissions.",
        ["AADSTS50011"] =
            "Add http://localhost as a redirect address (mobile and desktop applications) to the application, or give "
            + "another one with -ClientId.",
        ["AADSTS500113"] =
            "Add http://localhost as a redirect address (mobile and desktop applications) to the application, or give "
            + "another one with -ClientId.",
        ["AADSTS50173"] = $"{Connect} to sign in again: the earlier sign-in was revoked.",
        ["AADSTS65001"] = "Ask an administrator to consent to User.RevokeSessions.All for this application.",
        ["AADSTS65004"] =
            "Run Connect-Entra again and accept, or ask an administrator to consent to User.RevokeSessions.All.",
        ["AADSTS700016"] = "Check -ClientId, and that the application is known to the tenant given by -TenantId.",
        ["AADSTS700082"] = $"{Connect} to sign in again: the earlier sign-in was not used for too long.",
        ["AADSTS90002"] = "Check -TenantId, and -Environment if the tenant is in a national cloud.",
        ["NativeLibraryNotFound"] = "Reinstall the module and start a new PowerShell session.",
        ["NativeLibraryMismatch"] = "Reinstall the module and start a new PowerShell session.",
        ["NativeLibraryNotLoaded"] = "Reinstall the module and start a new PowerShell session.",
        ["PlatformNotSupported"] = "",
    };

    /// <summary>The advice for a failure; empty where there is none to give.</summary>
    internal static string For(EntraRevokeException failure) =>
        ByCode.TryGetValue(failure.Code, out var advice) ? advice : ByKind(failure.Kind);

    private static string ByKind(EntraErrorKind kind) =>
        kind switch
        {
            EntraErrorKind.Authentication => $"{Connect} to sign in again.",
            EntraErrorKind.PermissionDenied =>
                "The permission User.RevokeSessions.All is needed, and an administrator must consent to it. After that, "
                    + "run Connect-Entra -Scopes 'User.RevokeSessions.All' again.",
            EntraErrorKind.Throttled => "Run the command again later.",
            EntraErrorKind.Timeout => "Run the command again, or give Connect-Entra a longer -ClientTimeout.",
            EntraErrorKind.Connection =>
                "Check the network, the proxy (HTTPS_PROXY, NO_PROXY) and -Environment, and run the command again.",
            EntraErrorKind.InvalidResponse =>
                "A proxy or a network sign-in page may have answered instead of the service: check the network and run "
                    + "the command again.",
            EntraErrorKind.Service => "Run the command again; if it keeps failing, give the request id to support.",
            EntraErrorKind.Internal => "Please report this at https://github.com/entrarevoke/entrarevoke/issues.",
            _ => "",
        };
}
