using System.Management.Automation;
using System.Security;
using EntraRevoke.Completion;
using EntraRevoke.Native;

namespace EntraRevoke.Cmdlets;

/// <summary>
/// Signs in to Microsoft Entra ID, in the browser, with a device code or with a given access token. What was signed in
/// before stays so unless the new sign-in succeeds.
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
    [Parameter(ParameterSetName = UserSet, Position = 1)]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Scopes { get; set; }

    /// <summary>Application (client) id; else that of ENTRAREVOKE_CLIENT_ID, else a default one.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Alias("AppId", "ApplicationId")]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>Tenant id or domain name; without it, any organisation.</summary>
    [Parameter(ParameterSetName = UserSet, Position = 4)]
    [Alias("Audience", "Tenant")]
    [ArgumentCompleter(typeof(TenantCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>An access token for Microsoft Graph.</summary>
    [Parameter(ParameterSetName = AccessTokenSet, Position = 1, Mandatory = true)]
    public SecureString? AccessToken { get; set; }

    /// <summary>Who may use the sign-in. Tokens stay in memory, so CurrentUser is the same as Process.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = AccessTokenSet)]
    public ContextScope ContextScope { get; set; }

    /// <summary>Name of the environment, as Get-EntraEnvironment lists them; without it, Global.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = AccessTokenSet)]
    [Alias("EnvironmentName", "NationalCloud")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [ValidateNotNullOrEmpty]
    public string Environment { get; set; } = "Global";

    /// <summary>Signs in with a code that is entered on another device.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Alias("UseDeviceAuthentication", "DeviceCode", "DeviceAuth", "Device")]
    public SwitchParameter UseDeviceCode { get; set; }

    /// <summary>Time limit of one HTTP request in seconds.</summary>
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = AccessTokenSet)]
    [ValidateRange(0.001, 2_147_483.0)]
    public double ClientTimeout { get; set; } = 300;

    /// <summary>Says nothing after a successful sign-in.</summary>
    [Parameter]
    public SwitchParameter NoWelcome { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        var scopes = SplitScopes();
        using var token = AccessTokenBytes.From(AccessToken);
        if (ContextScope == ContextScope.CurrentUser)
        {
            WriteVerbose("Tokens are kept in memory only, so -ContextScope CurrentUser means Process.");
        }

        var signedIn = SignIn(scopes, token.Value);
        SessionStore.Replace(signedIn);
        if (!NoWelcome)
        {
            Welcome(signedIn.Context);
        }
    }

    private SignedIn SignIn(List<string> scopes, byte[] token)
    {
        var session = Environments.Clouds.CreateSession(
            new SessionRequest
            {
                cloud = Environment,
                tenant = TenantId,
                client_id = ClientId ?? UserEnvironment.ClientId,
                client_timeout_ms = (ulong)(ClientTimeout * 1000),
                user_agent = UserAgent,
                proxies = UserEnvironment.Proxies,
            }
        );
        try
        {
            var request = new SignInRequest
            {
                method = Method,
                scopes = scopes,
                browser = UserEnvironment.Browser,
                trace = Trace,
            };
            using var operation = session.SignIn(request, token);
            return new SignedIn(session, ToContext(Await(operation)));
        }
        catch
        {
            session.Dispose();
            throw;
        }
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

    private EntraContext ToContext(SignInContext context) =>
        new()
        {
            ClientId = context.client_id,
            TenantId = context.tenant_id,
            Scopes = context.scopes.AsReadOnly(),
            AuthType = context.auth_type.ToString(),
            TokenCredentialType = context.credential_type.ToString(),
            Account = context.account,
            AppName = context.app_name,
            ContextScope = ContextScope == ContextScope.Runspace ? ContextScope.Runspace : ContextScope.Process,
            PSHostVersion = Host.Version,
            Environment = context.environment,
        };

    private void Welcome(EntraContext context)
    {
        var who = context.Account ?? $"application {context.ClientId}";
        WriteHost($"Signed in as {who} to tenant {context.TenantId} in {context.Environment}.");
        WriteHost($"Permissions: {string.Join(", ", context.Scopes)}. To sign out: Disconnect-Entra.");
    }
}
