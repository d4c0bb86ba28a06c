using EntraRevoke.Native.Generated;

namespace EntraRevoke.Native;

/// <summary>How to sign in.</summary>
public enum SignInMethod
{
    /// <summary>In the user's browser (RFC 6749, 7636, 8252).</summary>
    Interactive = 0,

    /// <summary>With a device code (RFC 8628).</summary>
    DeviceCode = 1,

    /// <summary>With an access token that the user already has.</summary>
    AccessToken = 2,
}

/// <summary>What a sign-in needs; null is the default.</summary>
public sealed record SignInParameters
{
    /// <summary>How.</summary>
    public required SignInMethod Method { get; init; }

    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Address of the sign-in service; null where everybody knows the environment.</summary>
    public required string? Authority { get; init; }

    /// <summary>Address of Microsoft Graph; null where everybody knows the environment.</summary>
    public required string? Graph { get; init; }

    /// <summary>Tenant id or domain name.</summary>
    public required string? Tenant { get; init; }

    /// <summary>Application (client) id.</summary>
    public required string? ClientId { get; init; }

    /// <summary>Permissions to ask for; empty for the default.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Claims that an earlier refusal asked for.</summary>
    public required string? Claims { get; init; }

    /// <summary>The name that the user signs in with.</summary>
    public required string? LoginHint { get; init; }

    /// <summary>Time limit of one HTTP request in seconds.</summary>
    public required double ClientTimeout { get; init; }

    /// <summary><c>User-Agent</c> of requests to the sign-in service.</summary>
    public required string UserAgent { get; init; }

    /// <summary>The variables of the user's session: proxies, and what a browser is started with.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The folder that the user's session is in.</summary>
    public required string Folder { get; init; }
}

/// <summary>One sign-in that succeeded. Safe from any thread.</summary>
/// <remarks>Disposing it while operations run lets them end; operations begun later are refused.</remarks>
public sealed class NativeSession : IDisposable
{
    private readonly Session _session;
    private readonly ServiceHandle _handle;

    private NativeSession(Session session)
    {
        _session = session;
        _handle = new ServiceHandle(session);
    }

    /// <summary>False once the sign-in was revoked, as far as this session knows.</summary>
    public bool IsSignedIn
    {
        get
        {
            using var use = _handle.Use();
            return _session.IsSignedIn();
        }
    }

    /// <summary>Begins to sign in; the last step is a <see cref="SignedInStep"/>.</summary>
    /// <param name="operation">What the work is begun on.</param>
    /// <param name="parameters">How to sign in.</param>
    /// <param name="secret">UTF-8, copied before the call returns: the access token, where that is the method.</param>
    public static void BeginSignIn(NativeOperation operation, SignInParameters parameters, byte[] secret)
    {
        using var use = operation.Use();
        using var pinned = SliceByte.From(secret);
        Interop.sign_in(operation.Service, Request(parameters).Wire(), pinned);
    }

    /// <summary>Takes the session of an operation whose last step was a <see cref="SignedInStep"/>.</summary>
    /// <param name="operation">The operation.</param>
    public static NativeSession Of(NativeOperation operation)
    {
        using var use = operation.Use();
        return new NativeSession(NativeErrors.Made(() => Session.Of(operation.Service)));
    }

    /// <summary>
    /// Begins to invalidate all refresh tokens and browser sessions of the signed-in user; the last step is a
    /// <see cref="DoneStep"/>, false only where the service said so.
    /// </summary>
    /// <param name="operation">What the work is begun on.</param>
    /// <param name="userAgent"><c>User-Agent</c> of the request to Microsoft Graph.</param>
    public void BeginRevokeSignedInUser(NativeOperation operation, string userAgent)
    {
        using var use = operation.Use();
        using var session = _handle.Use();
        var request = new RevokeRequest { user_agent = userAgent };
        Interop.revoke_signed_in_user_all_refresh_token(operation.Service, _session, request.Wire());
    }

    /// <summary>Keeps the session alive until what is returned is disposed, whoever disposes the session meanwhile.</summary>
    public IDisposable Hold() => _handle.Use();

    /// <summary>Frees the session, and with it the tokens, once no operation uses it any more.</summary>
    public void Dispose() => _handle.Dispose();

    private static SignInRequest Request(SignInParameters parameters) =>
        new()
        {
            method = parameters.Method switch
            {
                SignInMethod.AccessToken => Generated.SignInMethod.AccessToken,
                SignInMethod.DeviceCode => Generated.SignInMethod.DeviceCode,
                _ => Generated.SignInMethod.Interactive,
            },
            environment = NativeEnvironment.Of(parameters.Environment, parameters.Authority, parameters.Graph),
            tenant = parameters.Tenant,
            client_id = parameters.ClientId,
            scopes = [.. parameters.Scopes],
            claims = parameters.Claims,
            login_hint = parameters.LoginHint,
            client_timeout_ms = (ulong)(parameters.ClientTimeout * 1000),
            user_agent = parameters.UserAgent,
            variables = new Dictionary<string, string>(parameters.Variables, StringComparer.Ordinal),
            folder = parameters.Folder,
        };
}
