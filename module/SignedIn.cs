using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>One sign-in that cmdlets can use.</summary>
/// <param name="Session">Its live state.</param>
/// <param name="Context">What is told about it.</param>
/// <param name="IsGuest">Whether the tokens say that the user is of another tenant.</param>
internal sealed record SignedIn(NativeSession Session, EntraContext Context, bool IsGuest);

/// <summary>A sign-in in use by one call: it stays alive for that call, whoever signs out or in anew meanwhile.</summary>
internal sealed class SignInUse(SignedIn signedIn) : IDisposable
{
    private readonly IDisposable _hold = signedIn.Session.Hold();

    /// <summary>The sign-in.</summary>
    internal SignedIn SignedIn { get; } = signedIn;

    /// <summary>Ends the use.</summary>
    public void Dispose() => _hold.Dispose();
}
