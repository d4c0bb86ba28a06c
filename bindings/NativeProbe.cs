namespace EntraRevoke.Native;

/// <summary>
/// Operations whose outcome is known beforehand, behind the very guard that all services stand behind: they prove the
/// seam, and tell what it costs, in the build that ships.
/// </summary>
public sealed class NativeProbe : IDisposable
{
    private readonly NativeHandle<Probe> _probe = NativeHandle<Probe>.Create(Probe.Nothing);

    /// <summary>Begins what is over at once.</summary>
    public static NativeOperation<byte> Nothing() => Begin(Probe.Nothing);

    /// <summary>Begins what never ends by itself.</summary>
    public static NativeOperation<byte> Wait() => Begin(Probe.Wait);

    /// <summary>Begins what panics.</summary>
    public static NativeOperation<byte> PanicLater() => Begin(Probe.PanicLater);

    /// <summary>Panics.</summary>
    public byte Panic() => _probe.Call(probe => probe.Panic());

    /// <summary>Gives the text back.</summary>
    public string? Echo(string? text) =>
        _probe.Call(probe =>
        {
            using var echo = probe.Echo(new ProbeText { text = text }.Wire());
            return echo.Unwire().text;
        });

    /// <summary>Frees the probe once no call uses it any more.</summary>
    public void Dispose() => _probe.Dispose();

    private static NativeOperation<byte> Begin(Func<Probe> begin)
    {
        NativeLibraryResolver.EnsureLoaded();
        return NativeOperation<byte>.Of(
            begin(),
            probe => probe.NextNotice(),
            probe => probe.Outcome(),
            probe => probe.Cancel()
        );
    }
}
