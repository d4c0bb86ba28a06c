namespace EntraRevoke;

/// <summary>A sign-in in use by one call: it stays alive for that call, whoever signs out or in anew meanwhile.</summary>
internal sealed class SignInUse(SignedIn signedIn) : IDisposable
{
    private readonly IDisposable _hold = signedIn.Session.Hold();

    /// <summary>The sign-in.</summary>
    internal SignedIn SignedIn { get; } = signedIn;

    /// <summary>Ends the use.</summary>
    public void Dispose() => _hold.Dispose();
}
