using System.Runtime.InteropServices;

namespace EntraRevoke.Native;

/// <summary>
/// Guards one native service: frees it after the last call in flight, and refuses calls afterwards. A service that nobody
/// disposed is freed when its owner was collected, as when a runspace is dropped without being closed.
/// </summary>
internal sealed class ServiceHandle(IDisposable service) : SafeHandle(IntPtr.Zero, ownsHandle: true)
{
    /// <summary>There is always a service.</summary>
    public override bool IsInvalid => false;

    /// <summary>Keeps the service alive until what is returned is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The service was freed.</exception>
    internal ServiceUse Use()
    {
        var isAdded = false;
        DangerousAddRef(ref isAdded);
        return new ServiceUse(this);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        service.Dispose();
        return true;
    }
}

/// <summary>A call in flight.</summary>
internal readonly struct ServiceUse(ServiceHandle handle) : IDisposable
{
    /// <summary>Ends the call.</summary>
    public void Dispose() => handle.DangerousRelease();
}
