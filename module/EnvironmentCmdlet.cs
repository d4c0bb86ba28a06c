namespace EntraRevoke;

/// <summary>What the cmdlets that look after environments share: each input succeeds or fails by itself.</summary>
public abstract class EnvironmentCmdlet : EntraCmdlet
{
    /// <summary>Outputs what is found out or done for one input; its failure does not keep the next from its turn.</summary>
    private protected void Write(string name, Func<string, EntraEnvironment[]> work)
    {
        EntraEnvironment[] environments;
        try
        {
            environments = work(name);
        }
        catch (Exception failure) when (IsOurs(failure))
        {
            WriteFailure(failure, name);
            return;
        }

        WriteObject(environments, enumerateCollection: true);
    }
}
