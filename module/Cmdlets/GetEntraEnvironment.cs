using System.Management.Automation;
using EntraRevoke.Completion;

namespace EntraRevoke.Cmdlets;

/// <summary>Outputs the environment of a name, or all of them, built-in ones first.</summary>
[Cmdlet(VerbsCommon.Get, "EntraEnvironment", HelpUri = ModuleInfo.Docs + "Get-EntraEnvironment.md")]
[OutputType(typeof(EntraEnvironment))]
public sealed class GetEntraEnvironment : EntraCmdlet
{
    /// <summary>Name of the environment, in any case.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        var clouds = Name is null ? Environments.Clouds.List() : [Environments.Clouds.Find(Name)];
        WriteObject(clouds.Select(cloud => new EntraEnvironment(cloud)), enumerateCollection: true);
    }
}
