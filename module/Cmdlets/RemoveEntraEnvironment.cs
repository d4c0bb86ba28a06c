using System.Management.Automation;
using EntraRevoke.Completion;

namespace EntraRevoke.Cmdlets;

/// <summary>Deletes an environment that the user defined, and outputs it.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "EntraEnvironment",
    SupportsShouldProcess = true,
    HelpUri = ModuleInfo.Docs + "Remove-EntraEnvironment.md"
)]
[OutputType(typeof(EntraEnvironment))]
public sealed class RemoveEntraEnvironment : EntraCmdlet
{
    /// <summary>Name of the environment, in any case.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserDefinedEnvironmentCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        if (ShouldProcess(Name, "Remove environment"))
        {
            WriteObject(new EntraEnvironment(Environments.Clouds.Delete(Name)));
        }
    }
}
