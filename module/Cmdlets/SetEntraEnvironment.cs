using System.Management.Automation;
using EntraRevoke.Completion;

namespace EntraRevoke.Cmdlets;

/// <summary>Changes an environment that the user defined, and outputs it; an address not given stays as it is.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "EntraEnvironment",
    SupportsShouldProcess = true,
    HelpUri = ModuleInfo.Docs + "Set-EntraEnvironment.md"
)]
[OutputType(typeof(EntraEnvironment))]
public sealed class SetEntraEnvironment : EntraCmdlet
{
    /// <summary>Name of the environment, in any case.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserDefinedEnvironmentCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Address of the sign-in service; https, or http on this machine.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("AzureADUrl")]
    [ValidateNotNullOrEmpty]
    public string AzureADEndpoint { get; set; } = "";

    /// <summary>Address of Microsoft Graph; https, or http on this machine.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("GraphUrl")]
    [ValidateNotNullOrEmpty]
    public string GraphEndpoint { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        if (!ShouldProcess(Name, "Change environment"))
        {
            return;
        }

        var cloud = Environments.UserDefined(Name, AzureADEndpoint, GraphEndpoint);
        WriteObject(new EntraEnvironment(Environments.Clouds.Change(cloud)));
    }
}
