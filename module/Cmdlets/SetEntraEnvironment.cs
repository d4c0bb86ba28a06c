using System.Management.Automation;
using EntraRevoke.Completion;

namespace EntraRevoke.Cmdlets;

/// <summary>Changes an environment that the user defined, and outputs it; an address not given stays as it is.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "EntraEnvironment",
    DefaultParameterSetName = ModuleInfo.DefaultSet,
    SupportsShouldProcess = true,
    HelpUri = ModuleInfo.Docs + "Set-EntraEnvironment.md"
)]
[OutputType(typeof(EntraEnvironment))]
public sealed class SetEntraEnvironment : EnvironmentCmdlet
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

    /// <summary>Address of the sign-in service; https, or http on this machine.</summary>
    [Parameter(
        Position = 1,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "New address of the sign-in service, such as https://login.microsoftonline.com"
    )]
    [Alias("AzureADUrl")]
    [ValidateNotNullOrEmpty]
    public string? AzureADEndpoint { get; set; }

    /// <summary>Address of Microsoft Graph; https, or http on this machine.</summary>
    [Parameter(
        Position = 2,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "New address of Microsoft Graph, such as https://graph.microsoft.com"
    )]
    [Alias("GraphUrl")]
    [ValidateNotNullOrEmpty]
    public string? GraphEndpoint { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ShouldProcess(Name, "Change environment"))
        {
            Write(Name, name => [Environments.Change(name, AzureADEndpoint, GraphEndpoint)]);
        }
    }
}
