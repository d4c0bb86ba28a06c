using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>
/// A runspace of the real engine with the packed module, and an emulator for its environment. Its sign-ins stay in it,
/// unless a test asks otherwise, since other test classes run at the same time.
/// </summary>
public sealed class EntraRunspace : IDisposable
{
    private readonly RecordingHost _host = new();
    private readonly Runspace _runspace;

    public EntraRunspace(EmulatorProcess emulator, string contextScope = "Runspace")
    {
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        Set("Manifest", Repository.Manifest);
        Run("Import-Module -Name $Manifest").Succeed();
        EnvironmentName = $"Emulator {Guid.NewGuid():N}";
        Set("EnvironmentName", EnvironmentName);
        Set("Authority", emulator.Authority);
        Set("Graph", emulator.Graph);
        Set("Scope", contextScope);
        Run(
                """
                $null = Add-EntraEnvironment -Name $EnvironmentName -AzureADEndpoint $Authority -GraphEndpoint $Graph
                $PSDefaultParameterValues['Connect-Entra:Environment'] = $EnvironmentName
                $PSDefaultParameterValues['Connect-Entra:ContextScope'] = $Scope
                """
            )
            .Succeed();
        _host.Recorder.Clear();
    }

    /// <summary>The environment of this runspace's emulator.</summary>
    public string EnvironmentName { get; }

    /// <summary>What the host was told to show.</summary>
    internal RecordingUserInterface Screen => _host.Recorder;

    public void Set(string variable, object value) => _runspace.SessionStateProxy.SetVariable(variable, value);

    /// <summary>Runs a script to its end.</summary>
    public ScriptOutcome Run(string script)
    {
        using var running = Start(script);
        return running.Finish();
    }

    /// <summary>Starts a script and lets it run.</summary>
    public RunningScript Start(string script) => new(_runspace, _host.Recorder, script);

    /// <summary>Runs a script and returns what PowerShell shows of it on the screen.</summary>
    public string Show(string script)
    {
        _host.Recorder.Clear();
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default").Invoke();
        return _host.Recorder.Text;
    }

    /// <summary>
    /// Runs a command that must end its script with exactly one error and no output, and returns the error.
    /// </summary>
    public ErrorRecord Fail(string command)
    {
        var outcome = Run(
            $"$Error.Clear(); try {{ {command} }} catch {{ $Caught = $_; }}; $Error.Count; $Caught; $Caught = $null"
        );
        Assert.Null(outcome.Escaped?.ToString());
        Assert.Empty(outcome.Errors.Select(error => error.ToString()));
        Assert.Equal(2, outcome.Output.Count);
        Assert.Equal(1, outcome.Output[0].BaseObject);
        var error = Assert.IsType<ErrorRecord>(outcome.Output[1]?.BaseObject);
        Clean.OfSecrets(outcome.Everything);
        return error;
    }

    /// <summary>Signs in as the default user, without a word.</summary>
    public EntraRunspace SignedIn(string arguments = "")
    {
        Run($"Connect-Entra -NoWelcome {arguments}").Succeed();
        return this;
    }

    public void Dispose() => _runspace.Dispose();
}
