using EntraRevoke.Native.Generated;

namespace EntraRevoke.Native;

/// <summary>
/// Work whose outcome is known beforehand, behind the very guards that all work stands behind: it proves the seam, and
/// tells what it costs, in the build that ships.
/// </summary>
public static class NativeProbe
{
    /// <summary>Begins what is over at once.</summary>
    public static NativeOperation Nothing() => Begin(ProbeRequest.Nothing);

    /// <summary>Begins what never ends by itself.</summary>
    public static NativeOperation Wait() => Begin(ProbeRequest.Wait);

    /// <summary>Panics while it is begun.</summary>
    public static NativeOperation Panic() => Begin(ProbeRequest.Panic);

    /// <summary>Begins what panics.</summary>
    public static NativeOperation PanicLater() => Begin(ProbeRequest.PanicLater);

    /// <summary>Begins what says a text.</summary>
    public static NativeOperation Say(string text) => Begin(ProbeRequest.Say(text));

    /// <summary>Begins what asks for a signature, and is done with whether it is the message reversed.</summary>
    public static NativeOperation Sign(byte[] message) => Begin(ProbeRequest.Sign([.. message]));

    /// <summary>Begins what says so and then holds the only worker thread.</summary>
    public static NativeOperation Hold(TimeSpan time) => Begin(ProbeRequest.Hold((ulong)time.TotalMilliseconds));

    private static NativeOperation Begin(ProbeRequest request)
    {
        var operation = new NativeOperation(TraceLevel.Quiet);
        using var use = operation.Use();
        Interop.probe(operation.Service, request.Wire());
        return operation;
    }
}
