using System.Reflection;
using EntraRevoke.Native;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>
/// The probe of the native library behind the very guard that all services stand behind. The guard is internal to the
/// bindings, so it is reached by reflection.
/// </summary>
internal sealed class GuardedProbe : IDisposable
{
    private static readonly Type Guard = typeof(Probe)
        .Assembly.GetType("EntraRevoke.Native.NativeHandle`1", throwOnError: true)!
        .MakeGenericType(typeof(Probe));

    private readonly object _handle = Invoke(null, "Create", [(Func<Probe>)Probe.Create])!;

    internal byte Panic() => Call(probe => probe.Panic());

    internal Task<byte> PanicLater() => CallAsync(probe => probe.PanicLater(), CancellationToken.None);

    internal Task<byte> Wait(CancellationToken cancellationToken) =>
        CallAsync(probe => probe.Wait(cancellationToken), cancellationToken);

    internal string? Echo(string? text) =>
        Call(probe =>
        {
            using var echo = probe.Echo(new ProbeText { text = text }.Wire());
            return echo.Unwire().text;
        });

    public void Dispose() => ((IDisposable)_handle).Dispose();

    private TResult Call<TResult>(Func<Probe, TResult> call) =>
        (TResult)Invoke(_handle, "Call", [call], typeof(TResult))!;

    private Task<byte> CallAsync(Func<Probe, Task<byte>> call, CancellationToken cancellationToken) =>
        (Task<byte>)Invoke(_handle, "CallAsync", [call, cancellationToken], typeof(byte))!;

    private static object? Invoke(object? target, string name, object[] arguments, Type? type = null)
    {
        const BindingFlags Any =
            BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions;
        var method = Guard.GetMethod(name, Any)!;
        return (type is null ? method : method.MakeGenericMethod(type)).Invoke(
            target,
            Any,
            binder: null,
            arguments,
            culture: null
        );
    }
}
