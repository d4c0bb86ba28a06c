using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>One sign-in that cmdlets can use.</summary>
/// <param name="Session">Its live state.</param>
/// <param name="Context">What is told about it.</param>
/// <param name="IsGuest">Whether the tokens say that the user is of another tenant.</param>
internal sealed record SignedIn(NativeSession Session, EntraContext Context, bool IsGuest)
{
    /// <summary>What is told about it while it has not ended, else null.</summary>
    internal EntraContext? Current => Session.IsSignedIn ? Context : null;
}
