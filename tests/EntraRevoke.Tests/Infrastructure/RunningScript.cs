using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>A script under way.</summary>
public sealed class RunningScript : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly PowerShell _shell;
    private readonly RecordingUserInterface _screen;
    private readonly int _shownBefore;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _invocation;

    internal RunningScript(Runspace runspace, RecordingUserInterface screen, string script)
    {
        _screen = screen;
        _shownBefore = screen.Text.Length;
        _shell = PowerShell.Create(runspace).AddScript(script);
        _invocation = _shell.BeginInvoke<PSObject, PSObject>(input: null, _output);
    }

    /// <summary>Waits for the end, and returns what came out.</summary>
    public ScriptOutcome Finish()
    {
        Assert.True(_invocation.AsyncWaitHandle.WaitOne(Limit), "The script did not end.");
        ErrorRecord? escaped = null;
        try
        {
            _shell.EndInvoke(_invocation);
        }
        catch (RuntimeException exception)
        {
            escaped = exception.ErrorRecord;
        }

        return ScriptOutcome.Of(_shell, _output, escaped, _screen.Text[_shownBefore..]);
    }

    /// <summary>Stops the script from another thread, as Ctrl+C does, and makes sure that it ended without a word.</summary>
    public async Task<ScriptOutcome> Stop()
    {
        await Task.Run(() => _shell.Stop()).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(PSInvocationState.Stopped, _shell.InvocationStateInfo.State);
        var outcome = ScriptOutcome.Of(_shell, _output, escaped: null, _screen.Text[_shownBefore..]);
        Assert.Empty(outcome.Errors.Select(error => error.ToString()));
        Assert.Empty(outcome.Output);
        return outcome;
    }

    public void Dispose()
    {
        _shell.Dispose();
        _output.Dispose();
    }
}
