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
    DefaultParameterSetName = ModuleInfo.DefaultSet,
    HelpUri = ModuleInfo.Docs + "Revoke-EntraSignedInUserAllRefreshToken.md"
)]
[OutputType(typeof(RevocationResult))]
public sealed class RevokeEntraSignedInUserAllRefreshToken : EntraCmdlet
{
    /// <inheritdoc/>
    protected override void Process()
    {
        var trace = Trace;
        if (trace == TraceLevel.Debug)
        {
            WriteTransformations();
        }

        using var use = SessionStore.Use() ?? throw ErrorTranslator.NotSignedIn();
        var (session, context, isGuest) = use.SignedIn;
        using var operation = new NativeOperation(trace);
        session.BeginRevokeSignedInUser(operation, UserAgent);
        try
        {
            if (Pump(operation) is DoneStep { Value: true })
            {
                WriteObject(RevocationResult.Revoked(context));
                if (isGuest)
                {
                    Warn(CommandText.Typed(GuestWarning(context), this));
                }
            }
        }
        catch (EntraRevokeException refusal)
        {
            SessionStore.Remember(context.Environment, refusal.Claims);
            throw;
        }
    }

    private static string GuestWarning(EntraContext context) =>
        $"{context.Account} is a guest in tenant {context.TenantId}: the sessions of the home tenant go on. To end those, "
        + "sign in to the home tenant with Connect-Entra -TenantId and revoke there.";

    /// <summary>The peers show here how they renamed parameters; there are none, so their banner stays empty.</summary>
    private void WriteTransformations()
    {
        var rule = new string('=', 28);
        WriteDebug($"{rule} TRANSFORMATIONS {rule}");
        WriteDebug($"{new string('=', 73)}\n");
    }
}
