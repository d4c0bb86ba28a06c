using System.Management.Automation;
using EntraRevoke.Completion;

namespace EntraRevoke.Cmdlets;

/// <summary>Deletes an environment that the user defined, and outputs it.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "EntraEnvironment",
    DefaultParameterSetName = ModuleInfo.DefaultSet,
    SupportsShouldProcess = true,
    HelpUri = ModuleInfo.Docs + "Remove-EntraEnvironment.md"
)]
[OutputType(typeof(EntraEnvironment))]
public sealed class RemoveEntraEnvironment : EnvironmentCmdlet
{
    /// <summary>Name of the environment, in any case.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Name of an environment that you added"
    )]
    [ArgumentCompleter(typeof(UserDefinedEnvironmentCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ShouldProcess(Name, "Remove environment"))
        {
            Write(Name, name => [Environments.Remove(name)]);
        }
    }
}
