using EntraRevoke.Native.Generated;

namespace EntraRevoke.Native;

/// <summary>One piece of work that takes time. It runs by itself once it was begun; its steps are pulled.</summary>
/// <remarks>
/// The members block the calling thread in native code, so that neither a task nor a thread of the pool nor a callback
/// stands between an answer and its reader. Every member may be called from any thread, and each throws
/// <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>.
/// </remarks>
public sealed class NativeOperation : IDisposable
{
    private readonly ServiceHandle _handle;

    /// <summary>Makes an operation on which one piece of work can be begun; loads the native library on first use.</summary>
    /// <param name="trace">How much it is to report.</param>
    public NativeOperation(TraceLevel trace)
    {
        NativeLibraryResolver.EnsureLoaded();
        Service = NativeErrors.Made(() => Operation.Create(Level(trace)));
        _handle = new ServiceHandle(Service);
    }

    internal Operation Service { get; }

    /// <summary>Waits for the next step; one that ends the operation comes again when it is asked for again.</summary>
    /// <exception cref="EntraRevokeException">The operation failed, or was cancelled (<c>OperationCanceled</c>).</exception>
    public OperationStep Next()
    {
        using var use = _handle.Use();
        using var wire = Service.Next();
        return Read(wire.Unwire());
    }

    /// <summary>Answers the last <see cref="SignStep"/>.</summary>
    /// <param name="signature">The signature; empty when the key cannot sign so.</param>
    public void Answer(byte[] signature)
    {
        using var use = _handle.Use();
        using var pinned = SliceByte.From(signature);
        Service.Answer(pinned);
    }

    /// <summary>Ends every wait for the operation at once, and drops its work.</summary>
    public void Cancel()
    {
        using var use = _handle.Use();
        Service.Cancel();
    }

    /// <summary>Drops the work, and frees the operation once no call uses it any more.</summary>
    public void Dispose() => _handle.Dispose();

    internal ServiceUse Use() => _handle.Use();

    private static OperationStep Read(Step step)
    {
        if (step.IsNotice)
        {
            var notice = step.AsNotice();
            return new NoticeStep(KindOf(notice.kind), notice.text, (int)notice.seconds_left);
        }

        if (step.IsSign)
        {
            var question = step.AsSign();
            var algorithm = question.algorithm.IsPs256 ? SignatureAlgorithm.Ps256 : SignatureAlgorithm.Rs256;
            return new SignStep(algorithm, question.message);
        }

        if (step.IsSignedIn)
        {
            return SignedIn(step.AsSignedIn());
        }

        return step.IsDone ? new DoneStep(step.AsDone()) : throw NativeErrors.From(step.AsFailed());
    }

    private static SignedInStep SignedIn(SignInContext context) =>
        new()
        {
            ClientId = context.client_id,
            TenantId = context.tenant_id,
            Scopes = context.scopes,
            AuthType = context.auth_type.ToString(),
            CredentialType = context.credential_type.ToString(),
            Account = context.account,
            AppName = context.app_name,
            Environment = context.environment,
            IsGuest = context.is_guest,
        };

    private static Generated.TraceLevel Level(TraceLevel trace) =>
        trace switch
        {
            TraceLevel.Debug => Generated.TraceLevel.Debug,
            TraceLevel.Verbose => Generated.TraceLevel.Verbose,
            _ => Generated.TraceLevel.Quiet,
        };

    private static NoticeKind KindOf(Generated.NoticeKind kind) =>
        kind switch
        {
            { IsVerbose: true } => NoticeKind.Verbose,
            { IsDebug: true } => NoticeKind.Debug,
            { IsWarning: true } => NoticeKind.Warning,
            { IsProgress: true } => NoticeKind.Progress,
            _ => NoticeKind.Message,
        };
}
