using System.Management.Automation;

namespace EntraRevoke.Cmdlets;

/// <summary>
/// Signs out: drops the tokens of the sign-in that this runspace uses, and outputs its context. Without a sign-in it
/// writes an error that does not end the script.
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "Entra", HelpUri = ModuleInfo.Docs + "Disconnect-Entra.md")]
[OutputType(typeof(EntraContext))]
public sealed class DisconnectEntra : EntraCmdlet
{
    /// <inheritdoc/>
    protected override void Process()
    {
        if (SessionStore.Remove() is { } context)
        {
            WriteObject(context);
        }
        else
        {
            WriteFailure(ErrorTranslator.NothingToSignOutFrom(), target: null);
        }
    }
}
