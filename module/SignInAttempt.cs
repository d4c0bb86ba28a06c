namespace EntraRevoke;

/// <summary>
/// A sign-in that is being tried. The earlier one is out of its place from the beginning, and its connections live until
/// the end, so that the new one can go on with them.
/// </summary>
internal sealed class SignInAttempt : IDisposable
{
    private readonly SignInSlot _slot;
    private readonly object _gate;
    private readonly string _environment;
    private SignedIn? _earlier;

    /// <summary>Begins; the caller holds the gate.</summary>
    internal SignInAttempt(SignInSlot slot, object gate, string environment)
    {
        (_slot, _gate, _environment) = (slot, gate, environment);
        _earlier = slot.Take();
        Claims = slot.ClaimsFor(environment);
    }

    /// <summary>The claims to ask for, else null.</summary>
    internal string? Claims { get; }

    /// <summary>Keeps the claims that the refusal asks the next attempt for.</summary>
    internal void Refused(string? claims)
    {
        lock (_gate)
        {
            _slot.Remember(_environment, claims);
        }
    }

    /// <summary>Makes the new sign-in the one that cmdlets use.</summary>
    internal void Succeeded(SignedIn signedIn)
    {
        SignedIn? other;
        lock (_gate)
        {
            // Another runspace may have signed in meanwhile.
            other = _slot.Put(signedIn);
        }

        other?.Session.Dispose();
    }

    /// <summary>Frees the earlier sign-in.</summary>
    public void Dispose()
    {
        _earlier?.Session.Dispose();
        _earlier = null;
    }
}
