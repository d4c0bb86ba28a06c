using System.Management.Automation;

namespace EntraRevoke.Cmdlets;

/// <summary>Outputs who is signed in, with what, and where; nothing when nobody is.</summary>
[Cmdlet(VerbsCommon.Get, "EntraContext", HelpUri = ModuleInfo.Docs + "Get-EntraContext.md")]
[OutputType(typeof(EntraContext))]
public sealed class GetEntraContext : EntraCmdlet
{
    /// <inheritdoc/>
    protected override void Process()
    {
        if (SessionStore.CurrentContext is { } context)
        {
            WriteObject(context);
        }
    }
}
