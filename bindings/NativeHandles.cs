namespace EntraRevoke.Native;

/// <summary>
/// Guards one native service: counts the calls in flight, frees the service after the last one of them, and refuses
/// calls afterwards. There is no finalizer on purpose: one that ran during a call or at exit would free memory in use.
/// </summary>
internal sealed class NativeHandle<TService>(TService service) : IDisposable
    where TService : class, IDisposable
{
    private readonly object _gate = new();
    private int _calls;
    private bool _isDisposed;

    /// <summary>Makes a service behind a handle; loads the native library on first use.</summary>
    internal static NativeHandle<TService> Create(Func<TService> create)
    {
        NativeLibraryResolver.EnsureLoaded();
        return new NativeHandle<TService>(Guarded(create));
    }

    /// <summary>Runs a call; one that blocks keeps the service alive meanwhile.</summary>
    internal TResult Call<TResult>(Func<TService, TResult> call)
    {
        Enter();
        try
        {
            return Guarded(() => call(service));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Frees the service, or leaves that to the last call in flight.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            if (_calls > 0)
            {
                return;
            }
        }

        service.Dispose();
    }

    private static TResult Guarded<TResult>(Func<TResult> call)
    {
        try
        {
            return call();
        }
        catch (InteropException exception)
        {
            throw NativeErrors.Translate(exception);
        }
    }

    private void Enter()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, service);
            _calls++;
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _calls--;
            if (_calls > 0 || !_isDisposed)
            {
                return;
            }
        }

        service.Dispose();
    }
}

/// <summary>The clouds known to this process: the built-in ones and those that the user defines.</summary>
/// <remarks>
/// Every member throws <see cref="EntraRevokeException"/> when the native library reports a failure, and
/// <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>.
/// </remarks>
public sealed class NativeClouds : IDisposable
{
    private readonly NativeHandle<Clouds> _clouds = NativeHandle<Clouds>.Create(Clouds.Create);

    /// <summary>All clouds, built-in ones first.</summary>
    public IReadOnlyList<Cloud> List() =>
        _clouds.Call(clouds =>
        {
            using var wire = clouds.List();
            return wire.Unwire().clouds;
        });

    /// <summary>Finds the cloud of a name, in any case; fails with <c>EnvironmentNotFound</c>.</summary>
    public Cloud Find(string name) => One(clouds => clouds.Find(name.Wire()));

    /// <summary>Defines a cloud under a name that is not taken.</summary>
    public Cloud Define(Cloud cloud) => One(clouds => clouds.Define(cloud.Wire()));

    /// <summary>Changes a user-defined cloud; an empty address stays as it is.</summary>
    public Cloud Change(Cloud cloud) => One(clouds => clouds.Change(cloud.Wire()));

    /// <summary>Deletes a user-defined cloud and returns it.</summary>
    public Cloud Delete(string name) => One(clouds => clouds.Delete(name.Wire()));

    /// <summary>Makes a session in which nobody is signed in yet.</summary>
    public NativeSession CreateSession(SessionRequest request) =>
        new(_clouds.Call(clouds => Session.Create(clouds, request.Wire())));

    /// <summary>Frees the list once no call uses it any more.</summary>
    public void Dispose() => _clouds.Dispose();

    private Cloud One(Func<Clouds, WireOfCloud> call) =>
        _clouds.Call(clouds =>
        {
            using var wire = call(clouds);
            return wire.Unwire();
        });
}

/// <summary>One sign-in: its cloud, its connections and, once signed in, its tokens. Safe from any thread.</summary>
/// <remarks>Disposing it while operations run lets them end; operations begun later are refused.</remarks>
public sealed class NativeSession : IDisposable
{
    private readonly NativeHandle<Session> _session;

    internal NativeSession(Session session) => _session = new NativeHandle<Session>(session);

    /// <summary>Begins a sign-in.</summary>
    /// <param name="request">How to sign in.</param>
    /// <param name="accessToken">UTF-8, copied before the call returns; empty unless the method asks for one.</param>
    public NativeOperation<SignInContext> SignIn(SignInRequest request, byte[] accessToken) =>
        NativeOperation<SignInContext>.Of(
            _session.Call(session =>
            {
                using var pinned = SliceByte.From(accessToken);
                return EntraRevoke.Native.SignIn.Begin(session, request.Wire(), pinned);
            }),
            signIn => signIn.NextNotice(),
            signIn =>
            {
                using var wire = signIn.Outcome();
                return wire.Unwire();
            },
            signIn => signIn.Cancel()
        );

    /// <summary>Begins a revocation; its outcome is false only where the service said so.</summary>
    public NativeOperation<bool> RevokeSignedInUser(RevokeRequest request) =>
        NativeOperation<bool>.Of(
            _session.Call(session => Revoke.SignedInUserAllRefreshToken(session, request.Wire())),
            revoke => revoke.NextNotice(),
            revoke => revoke.Outcome().revoked,
            revoke => revoke.Cancel()
        );

    /// <summary>Frees the session, and with it the tokens, once no operation uses it any more.</summary>
    public void Dispose() => _session.Dispose();
}
