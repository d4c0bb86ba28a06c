namespace EntraRevoke.Completion;

/// <summary>Offers the names of the environments that the user defined, since no others can be changed.</summary>
internal sealed class UserDefinedEnvironmentCompleter : EnvironmentCompleter
{
    /// <inheritdoc/>
    private protected override bool IsOffered(EntraEnvironment environment) => !environment.IsBuiltIn;
}
