using System.Management.Automation;

namespace EntraRevoke.Cmdlets;

/// <summary>Outputs the environment of a name, or all of them, built-in ones first.</summary>
[Cmdlet(VerbsCommon.Get, "EntraEnvironment")]
[OutputType(typeof(EntraEnvironment))]
public sealed class GetEntraEnvironment : EntraCmdlet
{
    /// <summary>Name of the environment, in any case.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        var clouds = Name is null ? Environments.Clouds.List() : [Environments.Clouds.Find(Name)];
        WriteObject(clouds.Select(cloud => new EntraEnvironment(cloud)), enumerateCollection: true);
    }
}
