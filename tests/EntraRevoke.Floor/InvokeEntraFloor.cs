using System.Management.Automation;

namespace EntraRevoke.Floor;

/// <summary>Does nothing and outputs nothing.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EntraFloor")]
public sealed class InvokeEntraFloor : PSCmdlet;
