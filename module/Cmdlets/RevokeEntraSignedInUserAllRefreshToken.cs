using System.Management.Automation;
using EntraRevoke.Native;

namespace EntraRevoke.Cmdlets;

/// <summary>
/// Invalidates all refresh tokens and browser sessions of the signed-in user. Outputs an object whose Value is true;
/// nothing when the service answers that it did not revoke.
/// </summary>
[Cmdlet(
    VerbsSecurity.Revoke,
    "EntraSignedInUserAllRefreshToken",
    HelpUri = ModuleInfo.Docs + "Revoke-EntraSignedInUserAllRefreshToken.md"
)]
[OutputType(typeof(RevocationResult))]
public sealed class RevokeEntraSignedInUserAllRefreshToken : EntraCmdlet
{
    /// <inheritdoc/>
    protected override void Run()
    {
        var trace = Trace;
        if (trace.IsDebug)
        {
            WriteTransformations();
        }

        var signedIn = SessionStore.Current ?? throw ErrorTranslator.NotSignedIn();
        var request = new RevokeRequest { user_agent = UserAgent, trace = trace };
        using var operation = signedIn.Session.RevokeSignedInUser(request);
        if (Await(operation))
        {
            WriteObject(RevocationResult.Revoked());
        }
    }

    /// <summary>The peers show here how they renamed parameters; there are none, so their banner stays empty.</summary>
    private void WriteTransformations()
    {
        var rule = new string('=', 28);
        WriteDebug($"{rule} TRANSFORMATIONS {rule}");
        WriteDebug($"{new string('=', 73)}\n");
    }
}
