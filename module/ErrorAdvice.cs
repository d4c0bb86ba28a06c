using System.Management.Automation;
using EntraRevoke.Cmdlets;

namespace EntraRevoke;

/// <summary>
/// What a user can do about a failure, in one or two sentences; what Entra ID's own codes ask for is in
/// <see cref="SignInAdvice"/>. No advice repeats what was just refused.
/// </summary>
internal static class ErrorAdvice
{
    private const string Permission =
        "the permission User.RevokeSessions.All is needed, and an administrator must consent to it";

    /// <summary>The advice for a failure, with commands as they must be typed; empty where there is none to give.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="cmdlet">The cmdlet that failed, else null.</param>
    internal static string For(EntraRevokeException failure, PSCmdlet? cmdlet)
    {
        var signIn = SignInCommand.Of(cmdlet);
        var advice =
            ByCode(failure, cmdlet, signIn)
            ?? SignInAdvice.For(failure.Code, signIn)
            ?? (failure.Status == 407 ? Proxy : null)
            ?? ByKind(failure, cmdlet, signIn);
        return CommandText.Typed(advice, cmdlet);
    }

    private static string Proxy =>
        "The proxy asks for a user name and password: give them in HTTPS_PROXY, such as "
        + "http://user:password@proxy.example.com:8080.";

    private static string? ByCode(EntraRevokeException failure, PSCmdlet? cmdlet, SignInCommand signIn) =>
        failure.Code switch
        {
            "NotSignedIn" => cmdlet is DisconnectEntra ? "" : $"Run {signIn.ToRevoke} first.",
            "SignInEnded" or "SessionRevoked" or "InvalidAuthenticationToken" => NewSignIn(signIn),
            "UserRequired" => $"Run {signIn.ToRevoke} to sign in as a user.",
            "WrongTenant" => "Check -TenantId, or sign in with an account of that tenant.",
            "InvalidScopes" => "Name at least one permission, such as 'User.RevokeSessions.All'.",
            "InvalidTenant" => "Give -TenantId the id or a domain name of the tenant.",
            "InvalidClientId" => IsBound(cmdlet, "ClientId")
                ? "Give -ClientId the application (client) id of the application's registration."
                : "Correct the environment variable ENTRAREVOKE_CLIENT_ID, or give -ClientId.",
            "InvalidAccessToken" => "Give -AccessToken a token for Microsoft Graph, as it was issued.",
            "InvalidAudience" =>
                "Get one for Microsoft Graph, such as with az account get-access-token --resource-type "
                    + $"ms-graph or Get-AzAccessToken -ResourceTypeName MSGraph, and run {signIn.WithToken} with it; {Permission}.",
            "ExpiredAccessToken" => $"Get a new access token and run {signIn.WithToken} with it; if it is new, set the "
                + "clock of this computer.",
            "DeviceCodeExpired" => "Run the command again and enter the new code before it expires.",
            "SignInTimeout" => $"Run the command again and finish signing in sooner, or run {signIn.Again} "
                + "-UseDeviceCode. If the page asked for an administrator's approval, get it first.",
            "NonceMismatch" => "Close old sign-in pages and run the command again.",
            "MissingIdToken" or "IssuerMismatch" =>
                "The service at the environment's AzureADEndpoint does not answer as "
                    + "Entra ID does: check the address with Get-EntraEnvironment.",
            "AudienceMismatch" => "Check -ClientId, and the environment's AzureADEndpoint with Get-EntraEnvironment.",
            "ExpiredIdToken" => "Set the clock of this computer, then run the command again.",
            "LoopbackUnavailable" => $"Run {signIn.Again} -UseDeviceCode, which needs no browser on this machine.",
            "CertificateRejected" => "Check the clock, and that the certificate authority of a TLS-inspecting proxy is "
                + "trusted by this computer.",
            "CertificatesUnavailable" =>
                "Install the package ca-certificates (apt-get install ca-certificates, apk add "
                    + "ca-certificates), or name a file with the certificates in SSL_CERT_FILE.",
            "InvalidProxy" => "Correct the environment variable, or remove it.",
            "EnvironmentNotFound" => cmdlet is RemoveEntraEnvironment
                ? "Get-EntraEnvironment lists the known ones."
                : "Get-EntraEnvironment lists the known ones; Add-EntraEnvironment adds one.",
            "BuiltInEnvironment" => cmdlet is RemoveEntraEnvironment ? ""
            : cmdlet is AddEntraEnvironment ? "Give yours another name."
            : "Use Add-EntraEnvironment to define one under another name.",
            "NativeLibraryNotFound" => "Reinstall the module and start a new PowerShell session.",
            "NativeLibraryMismatch" =>
                "Start a new PowerShell session, as after every update of the module; if it fails "
                    + "there too, reinstall the module.",
            "NativeLibraryNotLoaded" => NativeLibraryAdvice.For(failure.Message),
            "PlatformNotSupported" => "",
            _ => null,
        };

    private static string ByKind(EntraRevokeException failure, PSCmdlet? cmdlet, SignInCommand signIn) =>
        failure.Kind switch
        {
            // The sign-in itself was refused, so signing in the same way would be as well.
            EntraErrorKind.Authentication when cmdlet is ConnectEntra => "",
            EntraErrorKind.Authentication => NewSignIn(signIn),
            EntraErrorKind.PermissionDenied when signIn.IsGivenToken =>
                $"Get an access token with more permissions and run {signIn.WithToken} with it: {Permission}.",
            EntraErrorKind.PermissionDenied => $"For this, {Permission}. After that, run {signIn.ToRevoke} again.",
            EntraErrorKind.Throttled => "Run the command again later.",
            EntraErrorKind.Timeout => "Run the command again, or give Connect-Entra a longer -ClientTimeout.",
            EntraErrorKind.Connection =>
                "Check the network, the proxy (HTTPS_PROXY, NO_PROXY) and the addresses of the environment, and run the "
                    + "command again.",
            EntraErrorKind.InvalidResponse =>
                "A proxy or a network sign-in page may have answered instead of the service: check the network and run "
                    + "the command again.",
            EntraErrorKind.Service when failure.RequestId is null => "Run the command again later.",
            EntraErrorKind.Service => "Run the command again; if it keeps failing, give the request id to support.",
            EntraErrorKind.Internal => "Please report this at https://github.com/entrarevoke/entrarevoke/issues.",
            _ => "",
        };

    private static string NewSignIn(SignInCommand signIn) =>
        signIn.IsGivenToken
            ? $"Get a new access token where this one came from, and run {signIn.WithToken} with it."
            : $"Run {signIn.ToRevoke} to sign in again.";

    private static bool IsBound(PSCmdlet? cmdlet, string parameter) =>
        cmdlet?.MyInvocation.BoundParameters.ContainsKey(parameter) == true;
}
