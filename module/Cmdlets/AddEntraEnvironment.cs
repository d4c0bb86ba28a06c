using System.Management.Automation;

namespace EntraRevoke.Cmdlets;

/// <summary>Defines an environment for the rest of this process, and outputs it.</summary>
[Cmdlet(
    VerbsCommon.Add,
    "EntraEnvironment",
    SupportsShouldProcess = true,
    HelpUri = ModuleInfo.Docs + "Add-EntraEnvironment.md"
)]
[OutputType(typeof(EntraEnvironment))]
public sealed class AddEntraEnvironment : EntraCmdlet
{
    /// <summary>Name that is not taken, in any case.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Address of the sign-in service; https, or http on this machine.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AzureADUrl")]
    [ValidateNotNullOrEmpty]
    public string AzureADEndpoint { get; set; } = "";

    /// <summary>Address of Microsoft Graph; https, or http on this machine.</summary>
    [Parameter(Position = 2, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("GraphUrl")]
    [ValidateNotNullOrEmpty]
    public string GraphEndpoint { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        if (!ShouldProcess(Name, "Add environment"))
        {
            return;
        }

        var cloud = Environments.UserDefined(Name, AzureADEndpoint, GraphEndpoint);
        WriteObject(new EntraEnvironment(Environments.Clouds.Define(cloud)));
    }
}
