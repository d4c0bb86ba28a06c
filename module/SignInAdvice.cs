namespace EntraRevoke;

/// <summary>
/// What to do about the refusals of Entra ID ("Microsoft Entra authentication and authorization error codes"); the codes
/// choose words only, never what the module does.
/// </summary>
internal static class SignInAdvice
{
    private const string Registration = "the Authentication page of the application's registration";

    private const string Loopback =
        "Add http://localhost to the redirect addresses for mobile and desktop applications on " + Registration;

    private const string Consent = "Ask an administrator to consent to User.RevokeSessions.All for this application";

    private const string Refused = "so the same sign-in will be refused again";

    private const string ManagedDevice = "in its own browser and without -UseDeviceCode, which cannot show the device";

    /// <summary>The advice for a code of Entra ID, or of OAuth where it gave none; null for any other.</summary>
    internal static string? For(string code, SignInCommand signIn) =>
        code.StartsWith("AADSTS", StringComparison.Ordinal)
            ? ForNumber(code["AADSTS".Length..], signIn)
                ?? $"https://login.microsoftonline.com/error?code={code["AADSTS".Length..]} says more."
            : code switch
            {
                "access_denied" or "authorization_declined" =>
                    "Run the command again and accept, or ask an administrator to grant the permissions.",
                "consent_required" => $"{Consent}.",
                "invalid_client" or "unauthorized_client" => PublicClient,
                "invalid_scope" => "Check the names of the permissions given to -Scopes.",
                "login_required" or "interaction_required" => SignInAgain(signIn),
                "temporarily_unavailable" or "server_error" => "Run the command again in a minute.",
                _ => null,
            };

    private static string PublicClient =>
        $"Set Allow public client flows to Yes on {Registration} and add http://localhost there for mobile and desktop "
        + "applications, or give another application with -ClientId.";

    private static string? ForNumber(string number, SignInCommand signIn) =>
        ForApplication(number, signIn) ?? ForPolicy(number, signIn) ?? ForTenant(number) ?? ForAccount(number, signIn);

    /// <summary>The application, its registration and the consent to it.</summary>
    private static string? ForApplication(string number, SignInCommand signIn) =>
        number switch
        {
            "50011" or "500113" or "900971" => $"{Loopback}, or give another application with -ClientId.",
            "9002327" or "700084" => $"{Loopback}; it may not be among those for single-page applications.",
            "7000218" => PublicClient,
            "7000215" => "Give the value of a client secret of this application, not the id of the secret.",
            "7000222" => "Create a new client secret for the application: the one given has expired.",
            "700016" or "700011" =>
                "Check -ClientId, and that the application is known to the tenant given by -TenantId and -Environment.",
            "70001" or "7000112" or "1000031" =>
                "Ask an administrator to enable the application, or give another one with -ClientId.",
            "50105" =>
                "Ask an administrator to assign you to the application (Enterprise applications, Users and groups).",
            "65001" or "90008" or "90094" => $"{Consent}, then run {signIn.ToRevoke}.",
            "90095" => "Ask for the approval on the page that offers it; once an administrator has approved, run "
                + $"{signIn.ToRevoke}.",
            "65004" => $"Run the command again and accept. {Consent} if you cannot.",
            "65002" => "Give an application of your own with -ClientId: this one may not ask for the permission.",
            "65005" or "650056" or "650057" =>
                "Add the delegated permission User.RevokeSessions.All of Microsoft Graph to "
                    + "the application's registration, and have an administrator consent to it.",
            "70011" or "28002" or "28003" or "700022" =>
                "Check the names given to -Scopes: they are permissions of Microsoft Graph, and of nothing else.",
            "90099" => "The application is not yet authorized in this customer's tenant: an administrator there must "
                + "consent to it, or the partner's application consent must be created in Partner Center.",
            _ => null,
        };

    /// <summary>Conditional Access, and what else an administrator demands of a sign-in.</summary>
    private static string? ForPolicy(string number, SignInCommand signIn) =>
        number switch
        {
            "53000" =>
                $"Conditional Access asks for a compliant device, {Refused} on this one: enrol the device, or sign in "
                    + $"on one that is compliant, {ManagedDevice}.",
            "53001" =>
                $"Conditional Access asks for a device of the organization's domain, {Refused} on this one: sign in "
                    + $"on a joined device, {ManagedDevice}.",
            "50097" or "50129" or "50155" or "50187" =>
                $"Conditional Access asks which device this is, {Refused}: sign in "
                    + $"on a registered device, {ManagedDevice}.",
            "53002" =>
                $"Conditional Access accepts approved applications only, {Refused}: give one with -ClientId, or ask "
                    + "an administrator to allow this one.",
            "53003" or "530032" or "530035" or "50005" or "50131" or "53011" or "530034" =>
                "A policy of the organization blocks sign-ins from this network, on this device or in this way, "
                    + $"{Refused}: use a network and device that the policy allows, without -UseDeviceCode where device "
                    + "codes are blocked, or ask an administrator, who finds the policy in the sign-in logs.",
            "50072" or "50074" or "50076" or "50078" or "50079" or "50158" or "53004" =>
                $"Run {signIn.ToRevoke} and do what the page asks for, such as a second factor.",
            "53010" => "Set up your second factor on a network or device that the organization allows for it.",
            "70043" => $"Run {signIn.ToRevoke} to sign in again: a policy limits how long a sign-in lasts.",
            "500021" or "500022" or "50002" =>
                $"This network lets through sign-ins to certain tenants only, {Refused}: use another network, or ask "
                    + "whoever runs it.",
            "500212" or "500213" => "Ask the administrators of both tenants to allow access between them.",
            _ => null,
        };

    /// <summary>The tenant, the cloud it is in, and the service itself.</summary>
    private static string? ForTenant(string number) =>
        number switch
        {
            "50194" => "The application is for one tenant only: give its id or a domain name with -TenantId.",
            "9001023" or "90124" or "90130" => "Give the id or a domain name of your tenant with -TenantId.",
            "90002" or "90019" or "900023" or "50059" or "50128" =>
                "Check -TenantId, and -Environment if the tenant is in a national cloud.",
            "90038" or "900382" or "900432" or "90051" =>
                "The tenant is in another cloud: name that with -Environment; Get-EntraEnvironment lists them.",
            "500011" or "650052" => "Microsoft Graph is not known to the tenant: check that -TenantId and -Environment "
                + "belong together.",
            "90055" => "Too many sign-ins of this tenant are under way: run the command again in some minutes.",
            "50033" or "50087" or "90006" or "90012" or "90024" or "90033" or "90090" =>
                "The sign-in service has a passing fault: run the command again in a minute.",
            _ => null,
        };

    /// <summary>The account, its password, and its earlier sign-in.</summary>
    private static string? ForAccount(string number, SignInCommand signIn) =>
        number switch
        {
            "16000" or "16003" or "50014" or "50020" or "50034" or "51004" or "90072" =>
                "That tenant does not know the account: check the account, -TenantId and -Environment, or ask an "
                    + "administrator of the tenant to invite it as a guest.",
            "500208" => "Sign in with a work or school account.",
            "50053" =>
                "The account is locked, or the network is known for attacks: wait, use another network, or ask an "
                    + "administrator to unblock the account.",
            "50055" or "50135" or "50144" =>
                $"Set a new password, with an administrator's help if need be, then run {signIn.ToRevoke}.",
            "50057" => "Ask an administrator to enable the account; until then, every sign-in is refused.",
            "500571" => "Ask an administrator of that tenant to enable the guest account, or give your own tenant with "
                + "-TenantId.",
            "50173" => $"Run {signIn.ToRevoke} to sign in again: the earlier sign-in was revoked.",
            "70008" or "700082" =>
                $"Run {signIn.ToRevoke} to sign in again: the earlier sign-in was not used for too long.",
            "50089" or "50132" or "50133" or "70000" or "700020" => SignInAgain(signIn),
            _ => null,
        };

    private static string SignInAgain(SignInCommand signIn) => $"Run {signIn.ToRevoke} to sign in again.";
}
