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

    /// <summary>Runs a call that does not wait.</summary>
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

    /// <summary>Runs a call that waits; cancelling drops what it does at once.</summary>
    internal async Task<TResult> CallAsync<TResult>(
        Func<TService, Task<TResult>> call,
        CancellationToken cancellationToken
    )
    {
        Enter();
        try
        {
            // On the thread pool, so that the generated code does not resume on a host's user interface thread, which
            // may be the very thread that blocks until the call is over.
            return await Task.Run(() => call(service), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (NativeErrors.IsNative(exception, cancellationToken))
        {
            throw NativeErrors.Translate(exception);
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
        catch (Exception exception) when (NativeErrors.IsNative(exception, CancellationToken.None))
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

    /// <summary>Prepares a sign-in.</summary>
    /// <param name="request">How to sign in.</param>
    /// <param name="accessToken">UTF-8, copied before the call returns; empty unless the method asks for one.</param>
    public NativeOperation<SignInContext> SignIn(SignInRequest request, byte[] accessToken) =>
        NativeOperation<SignInContext>.Begin(
            _session.Call(session =>
            {
                using var pinned = SliceByte.From(accessToken);
                return EntraRevoke.Native.SignIn.Create(session, request.Wire(), pinned);
            }),
            async (signIn, cancellationToken) =>
            {
                using var wire = await signIn.Complete(cancellationToken).ConfigureAwait(false);
                return wire.Unwire();
            },
            (signIn, cancellationToken) => signIn.NextNotice(cancellationToken)
        );

    /// <summary>Prepares a revocation; its outcome is false only where the service said so.</summary>
    public NativeOperation<bool> RevokeSignedInUser(RevokeRequest request) =>
        NativeOperation<bool>.Begin(
            _session.Call(session => Revoke.Create(session, request.Wire())),
            async (revoke, cancellationToken) =>
            {
                var answer = await revoke.SignedInUserAllRefreshToken(cancellationToken).ConfigureAwait(false);
                return answer.revoked;
            },
            (revoke, cancellationToken) => revoke.NextNotice(cancellationToken)
        );

    /// <summary>Frees the session, and with it the tokens, once no operation uses it any more.</summary>
    public void Dispose() => _session.Dispose();
}

/// <summary>A text that an operation has for the user, and the stream it is meant for.</summary>
/// <param name="Kind">The stream.</param>
/// <param name="Text">The text, free of secrets.</param>
public sealed record NativeNotice(NoticeKind Kind, string Text);

/// <summary>One operation that takes time: completed once, its notices pulled while it runs.</summary>
/// <typeparam name="TResult">What it ends with.</typeparam>
public sealed class NativeOperation<TResult> : IDisposable
{
    private readonly IDisposable _handle;
    private readonly Func<CancellationToken, Task<TResult>> _complete;
    private readonly Func<CancellationToken, Task<NativeNotice?>> _nextNotice;

    private NativeOperation(
        IDisposable handle,
        Func<CancellationToken, Task<TResult>> complete,
        Func<CancellationToken, Task<NativeNotice?>> nextNotice
    )
    {
        _handle = handle;
        _complete = complete;
        _nextNotice = nextNotice;
    }

    internal static NativeOperation<TResult> Begin<TService>(
        TService service,
        Func<TService, CancellationToken, Task<TResult>> complete,
        Func<TService, CancellationToken, Task<Notice>> nextNotice
    )
        where TService : class, IDisposable
    {
        var handle = new NativeHandle<TService>(service);
        return new NativeOperation<TResult>(
            handle,
            token => handle.CallAsync(operation => complete(operation, token), token),
            token => handle.CallAsync(operation => Read(nextNotice(operation, token)), token)
        );
    }

    /// <summary>Runs the operation; to be called once.</summary>
    /// <exception cref="EntraRevokeException">The operation failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public Task<TResult> Complete(CancellationToken cancellationToken) => _complete(cancellationToken);

    /// <summary>Waits for the next notice; null when the operation is over.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public Task<NativeNotice?> NextNotice(CancellationToken cancellationToken) => _nextNotice(cancellationToken);

    /// <summary>Frees the operation once no call uses it any more.</summary>
    public void Dispose() => _handle.Dispose();

    private static async Task<NativeNotice?> Read(Task<Notice> pending)
    {
        using var notice = await pending.ConfigureAwait(false);
        return notice.kind.IsEnd ? null : new NativeNotice(notice.kind, notice.text.String);
    }
}
