using System.Management.Automation;

namespace EntraRevoke.Cmdlets;

/// <summary>
/// Defines an environment for the rest of this process, in place of an earlier one of the user's with that name, and
/// outputs it.
/// </summary>
[Cmdlet(
    VerbsCommon.Add,
    "EntraEnvironment",
    DefaultParameterSetName = ModuleInfo.DefaultSet,
    SupportsShouldProcess = true,
    HelpUri = ModuleInfo.Docs + "Add-EntraEnvironment.md"
)]
[OutputType(typeof(EntraEnvironment))]
public sealed class AddEntraEnvironment : EnvironmentCmdlet
{
    /// <summary>Name that no built-in environment has, in any case.</summary>
    [Parameter(
        Position = 0,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Name for the environment, such as Lab"
    )]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Address of the sign-in service; https, or http on this machine.</summary>
    [Parameter(
        Position = 1,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Address of the sign-in service, such as https://login.microsoftonline.com"
    )]
    [Alias("AzureADUrl")]
    [ValidateNotNullOrEmpty]
    public string AzureADEndpoint { get; set; } = "";

    /// <summary>Address of Microsoft Graph; https, or http on this machine.</summary>
    [Parameter(
        Position = 2,
        Mandatory = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Address of Microsoft Graph, such as https://graph.microsoft.com"
    )]
    [Alias("GraphUrl")]
    [ValidateNotNullOrEmpty]
    public string GraphEndpoint { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ShouldProcess(Name, "Add environment"))
        {
            Write(Name, name => [Environments.Define(name, AzureADEndpoint, GraphEndpoint)]);
        }
    }
}
