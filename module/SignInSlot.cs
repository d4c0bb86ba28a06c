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
