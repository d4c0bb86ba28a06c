using System.Management.Automation;
using System.Security;
using EntraRevoke.Completion;
using EntraRevoke.Native;

namespace EntraRevoke.Cmdlets;

/// <summary>
/// Signs in to Microsoft Entra ID, in the browser, with a device code or with a given access token. Until that succeeds
/// nobody is signed in where the new sign-in will be.
/// </summary>
[Cmdlet(
    VerbsCommunications.Connect,
    "Entra",
    DefaultParameterSetName = UserSet,
    HelpUri = ModuleInfo.Docs + "Connect-Entra.md"
)]
public sealed class ConnectEntra : EntraCmdlet
{
    private const string UserSet = "UserParameterSet";
    private const string AccessTokenSet = "AccessTokenParameterSet";

    /// <summary>Permissions to ask for; several may be in one text, separated by commas or blanks.</summary>
    [Parameter(
        ParameterSetName = UserSet,
        Position = 1,
        HelpMessage = "Permissions to ask for, such as User.RevokeSessions.All"
    )]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Scopes { get; set; }

    /// <summary>Application (client) id; else that of ENTRAREVOKE_CLIENT_ID, else a default one.</summary>
    [Parameter(ParameterSetName = UserSet, HelpMessage = "Application (client) id to sign in with")]
    [Alias("AppId", "ApplicationId")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>Tenant id or domain name; without it, any organisation.</summary>
    [Parameter(ParameterSetName = UserSet, Position = 4, HelpMessage = "Tenant id or domain name")]
    [Alias("Audience", "Tenant")]
    [ArgumentCompleter(typeof(TenantCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>An access token for Microsoft Graph.</summary>
    [Parameter(
        ParameterSetName = AccessTokenSet,
        Position = 1,
        Mandatory = true,
        HelpMessage = "Access token for Microsoft Graph, as a secure string"
    )]
    public SecureString? AccessToken { get; set; }

    /// <summary>Who may use the sign-in. Tokens stay in memory, so CurrentUser is the same as Process.</summary>
    [Parameter(ParameterSetName = UserSet, HelpMessage = "Who may use the sign-in")]
    [Parameter(ParameterSetName = AccessTokenSet, HelpMessage = "Who may use the sign-in")]
    public ContextScope ContextScope { get; set; }

    /// <summary>Name of the environment, as Get-EntraEnvironment lists them; without it, Global.</summary>
    [Parameter(ParameterSetName = UserSet, HelpMessage = "Name of the environment")]
    [Parameter(ParameterSetName = AccessTokenSet, HelpMessage = "Name of the environment")]
    [Alias("EnvironmentName", "NationalCloud")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [ValidateNotNullOrEmpty]
    public string Environment { get; set; } = "Global";

    /// <summary>Signs in with a code that is entered on another device.</summary>
    [Parameter(ParameterSetName = UserSet, HelpMessage = "Signs in with a code that is entered on another device")]
    [Alias("UseDeviceAuthentication", "DeviceCode", "DeviceAuth", "Device")]
    public SwitchParameter UseDeviceCode { get; set; }

    /// <summary>The name that the user signs in with, so that the browser need not ask which account.</summary>
    [Parameter(ParameterSetName = UserSet, HelpMessage = "Name that the user signs in with")]
    [ValidateNotNullOrEmpty]
    public string? LoginHint { get; set; }

    /// <summary>Time limit of one HTTP request in seconds.</summary>
    [Parameter(ParameterSetName = UserSet, HelpMessage = "Time limit of one HTTP request in seconds")]
    [Parameter(ParameterSetName = AccessTokenSet, HelpMessage = "Time limit of one HTTP request in seconds")]
    [ValidateRange(0.001, 2_147_483.0)]
    public double ClientTimeout { get; set; } = 300;

    /// <summary>Says nothing after a successful sign-in.</summary>
    [Parameter(HelpMessage = "Says nothing after a successful sign-in")]
    public SwitchParameter NoWelcome { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        using var attempt = SessionStore.Begin(ContextScope, Environment);
        if (ContextScope == ContextScope.CurrentUser)
        {
            WriteVerbose("Tokens are kept in memory only, so -ContextScope CurrentUser means Process.");
        }

        try
        {
            var signedIn = SignIn(attempt.Claims);
            attempt.Succeeded(signedIn);
            if (!NoWelcome)
            {
                Welcome(signedIn.Context);
            }
        }
        catch (EntraRevokeException refusal)
        {
            attempt.Refused(refusal.Claims);
            throw;
        }
    }

    private SignedIn SignIn(string? claims)
    {
        var environment = Environments.Find(Environment);
        var parameters = new SignInParameters
        {
            Method = Method,
            Environment = environment.Name,
            Authority = environment.IsBuiltIn ? null : environment.AzureADEndpoint,
            Graph = environment.IsBuiltIn ? null : environment.GraphEndpoint,
            Tenant = TenantId,
            ClientId = ClientId ?? UserEnvironment.ClientId,
            Scopes = SplitScopes(),
            Claims = claims,
            LoginHint = LoginHint,
            ClientTimeout = ClientTimeout,
            UserAgent = UserAgent,
            Variables = UserEnvironment.Variables,
            Folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
        };
        using var token = AccessTokenBytes.From(AccessToken);
        using var operation = new NativeOperation(Trace);
        NativeSession.BeginSignIn(operation, parameters, token.Value);
        return Pump(operation) is SignedInStep step
            ? new SignedIn(NativeSession.Of(operation), ToContext(step), step.IsGuest)
            : throw new InvalidOperationException("a sign-in ended without a session");
    }

    private SignInMethod Method =>
        AccessToken is not null ? SignInMethod.AccessToken
        : UseDeviceCode ? SignInMethod.DeviceCode
        : SignInMethod.Interactive;

    private List<string> SplitScopes()
    {
        var given = Scopes ?? [];
        var scopes = given
            .SelectMany(text => text.Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return scopes.Count > 0 || given.Length == 0
            ? scopes
            : throw new EntraRevokeException(
                EntraErrorKind.InvalidArgument,
                "InvalidScopes",
                "-Scopes names no permission"
            );
    }

    private EntraContext ToContext(SignedInStep step) =>
        new()
        {
            ClientId = step.ClientId,
            TenantId = step.TenantId,
            Scopes = new ScopeList(step.Scopes),
            AuthType = step.AuthType,
            TokenCredentialType = step.CredentialType,
            Account = step.Account,
            AppName = step.AppName,
            ContextScope =
                ContextScope == ContextScope.Runspace ? nameof(ContextScope.Runspace) : nameof(ContextScope.Process),
            PSHostVersion = Host.Version.ToString(),
            Environment = step.Environment,
        };

    private void Welcome(EntraContext context)
    {
        var who = context.Account ?? $"application {context.ClientId}";
        WriteHost(
            context.TenantId is null
                ? $"The access token is used in {context.Environment}; only Microsoft Graph can tell whose it is."
                : $"Signed in as {who} to tenant {context.TenantId} in {context.Environment}."
        );
        var permissions = context.Scopes.Count == 0 ? "not told" : string.Join(", ", context.Scopes);
        WriteHost($"Permissions: {permissions}. To sign out: Disconnect-Entra.");
    }
}
