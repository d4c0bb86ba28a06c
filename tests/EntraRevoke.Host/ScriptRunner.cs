using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Net;

namespace EntraRevoke.Host;

/// <summary>Runs text in one runspace of the real engine, formatted by PowerShell's own Out-Default.</summary>
internal sealed class ScriptRunner : IDisposable
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    private readonly ConsoleHost _host = new();
    private readonly Runspace _runspace;
    private volatile PowerShell? _running;
    private volatile bool _isInterrupted;

    internal ScriptRunner()
    {
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        Console.CancelKeyPress += OnCancel;
    }

    /// <summary>Gives the text a variable with a secure string, as other modules hand over their tokens.</summary>
    internal void SetSecret(string name, string value) =>
        _runspace.SessionStateProxy.SetVariable(name, new NetworkCredential("", value).SecurePassword);

    /// <summary>Runs the text; returns the exit code of the process.</summary>
    /// <param name="text">PowerShell text, of any number of lines.</param>
    /// <param name="isEchoed">Whether each top-level statement is shown before it runs.</param>
    internal int Run(string text, bool isEchoed)
    {
        var script = Parser.ParseInput(text, out _, out var errors);
        if (errors.Length > 0)
        {
            Show(new ParseException(errors).ErrorRecord);
            return Failed;
        }

        var statements = isEchoed ? Statements(script).ToList() : [text];
        foreach (var statement in statements)
        {
            if (isEchoed)
            {
                Console.Out.WriteLine("PS> " + statement.ReplaceLineEndings(Environment.NewLine + ">> "));
            }

            if (!Invoke(statement))
            {
                return _isInterrupted ? Interrupted : Failed;
            }

            if (_host.ExitCode is { } exitCode)
            {
                return exitCode;
            }
        }

        return 0;
    }

    /// <summary>Closes the runspace.</summary>
    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancel;
        _runspace.Dispose();
    }

    private static IEnumerable<string> Statements(ScriptBlockAst script) =>
        new[] { script.BeginBlock, script.ProcessBlock, script.EndBlock }
            .Where(block => block is not null)
            .SelectMany(block => block.Statements)
            .Select(statement => statement.Extent.Text);

    private bool Invoke(string text)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(text, useLocalScope: false);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        _running = shell;
        try
        {
            shell.Invoke();
            return !_isInterrupted;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException exception)
        {
            Show(exception.ErrorRecord);
            return false;
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>Shows an error that escaped as PowerShell shows it.</summary>
    private void Show(ErrorRecord error)
    {
        var shown = PSObject.AsPSObject(error);
        shown.Properties.Add(new PSNoteProperty("writeErrorStream", value: true));
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Out-Default").AddParameter("InputObject", shown).Invoke();
    }

    private void OnCancel(object? sender, ConsoleCancelEventArgs press)
    {
        press.Cancel = true;
        _isInterrupted = true;
        _running?.BeginStop(callback: null, state: null);
    }
}
