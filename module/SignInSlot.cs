namespace EntraRevoke;

/// <summary>A place for one sign-in. Its owner guards it against use by two threads at once.</summary>
internal sealed class SignInSlot
{
    private string? _environment;
    private string? _claims;

    /// <summary>Who is signed in here, else null.</summary>
    internal SignedIn? SignedIn { get; private set; }

    /// <summary>Puts a sign-in here, and returns the earlier one.</summary>
    internal SignedIn? Put(SignedIn signedIn)
    {
        var earlier = Take();
        SignedIn = signedIn;
        _claims = null;
        return earlier;
    }

    /// <summary>Takes the sign-in out, so that nobody is signed in here.</summary>
    internal SignedIn? Take()
    {
        var earlier = SignedIn;
        SignedIn = null;
        return earlier;
    }

    /// <summary>Keeps the claims that the next sign-in to an environment is to ask for; null changes nothing.</summary>
    internal void Remember(string environment, string? claims)
    {
        if (claims is not null)
        {
            (_environment, _claims) = (environment, claims);
        }
    }

    /// <summary>The claims that a sign-in to an environment is to ask for, else null.</summary>
    internal string? ClaimsFor(string environment) =>
        string.Equals(environment, _environment, StringComparison.OrdinalIgnoreCase) ? _claims : null;
}

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
