namespace EntraRevoke.Tests.Infrastructure;

/// <summary>Tests that change what the whole process shares: its sign-in or its environment variables.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "Process-wide";
}
