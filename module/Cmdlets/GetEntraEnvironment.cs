using System.Management.Automation;
using EntraRevoke.Completion;

namespace EntraRevoke.Cmdlets;

/// <summary>
/// Outputs the environments of some names, or all of them, built-in ones first. A name that is not known outputs nothing.
/// </summary>
[Cmdlet(
    VerbsCommon.Get,
    "EntraEnvironment",
    DefaultParameterSetName = QuerySet,
    HelpUri = ModuleInfo.Docs + "Get-EntraEnvironment.md"
)]
[OutputType(typeof(EntraEnvironment))]
public sealed class GetEntraEnvironment : EnvironmentCmdlet
{
    private const string QuerySet = "GetQuery";

    /// <summary>Names of the environments, in any case and with wildcards.</summary>
    [Parameter(
        ParameterSetName = QuerySet,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Names of the environments, wildcards allowed"
    )]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Name is null)
        {
            WriteObject(Environments.All, enumerateCollection: true);
            return;
        }

        foreach (var name in Name)
        {
            Write(name, Environments.Matching);
        }
    }
}
