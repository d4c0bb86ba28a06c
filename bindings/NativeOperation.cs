namespace EntraRevoke.Native;

/// <summary>A text that an operation has for the user, and the stream it is meant for.</summary>
/// <param name="Kind">The stream.</param>
/// <param name="Text">The text, free of secrets.</param>
public sealed record NativeNotice(NoticeKind Kind, string Text);

/// <summary>One operation that takes time. It runs by itself; its notices and its outcome are pulled.</summary>
/// <typeparam name="TResult">What it ends with.</typeparam>
/// <remarks>
/// The members block the calling thread in native code, so that neither a task nor a thread of the pool nor a callback
/// stands between an answer and its reader. Every member may be called from any thread, and each throws
/// <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>.
/// </remarks>
public sealed class NativeOperation<TResult> : IDisposable
{
    private readonly IDisposable _handle;
    private readonly Func<NativeNotice?> _nextNotice;
    private readonly Func<TResult> _outcome;
    private readonly Action _cancel;

    private NativeOperation(IDisposable handle, Func<NativeNotice?> nextNotice, Func<TResult> outcome, Action cancel)
    {
        _handle = handle;
        _nextNotice = nextNotice;
        _outcome = outcome;
        _cancel = cancel;
    }

    internal static NativeOperation<TResult> Of<TService>(
        TService service,
        Func<TService, Notice> nextNotice,
        Func<TService, TResult> outcome,
        Action<TService> cancel
    )
        where TService : class, IDisposable
    {
        var handle = new NativeHandle<TService>(service);
        return new NativeOperation<TResult>(
            handle,
            () => handle.Call(operation => Read(nextNotice(operation))),
            () => handle.Call(outcome),
            () =>
                handle.Call(operation =>
                {
                    cancel(operation);
                    return true;
                })
        );
    }

    /// <summary>Waits for the next notice; null when the operation is over.</summary>
    public NativeNotice? NextNotice() => _nextNotice();

    /// <summary>Waits until the operation is over; to be called once.</summary>
    /// <exception cref="EntraRevokeException">
    /// The operation failed, or was cancelled (<c>OperationCanceled</c>).
    /// </exception>
    public TResult Outcome() => _outcome();

    /// <summary>Drops what the operation does at once; every wait for it ends.</summary>
    public void Cancel() => _cancel();

    /// <summary>Frees the operation once no call uses it any more.</summary>
    public void Dispose() => _handle.Dispose();

    private static NativeNotice? Read(Notice notice)
    {
        using (notice)
        {
            return notice.kind.IsEnd ? null : new NativeNotice(notice.kind, notice.text.String);
        }
    }
}
