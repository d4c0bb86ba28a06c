using System.Globalization;
using System.Management.Automation;
using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>
/// What all cmdlets share: the stop token, the one wait for native operations with the writing of their notices, and
/// the one place where failures become error records.
/// </summary>
/// <remarks>Only the pipeline thread writes: it pulls notices between waits.</remarks>
public abstract class EntraCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Frees what belongs to one call of the cmdlet.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Does the work of the cmdlet for one input.</summary>
    protected abstract void Run();

    /// <summary>Runs the cmdlet; a failure ends it with one error, a stop ends it with none.</summary>
    protected sealed override void ProcessRecord()
    {
        try
        {
            Run();
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (EntraRevokeException exception)
        {
            ThrowTerminatingError(ErrorTranslator.ToErrorRecord(exception));
        }
        catch (ObjectDisposedException)
        {
            ThrowTerminatingError(ErrorTranslator.ToErrorRecord(ErrorTranslator.SignInEnded()));
        }
    }

    /// <summary>Ends every wait at once; called on another thread, so it does nothing else.</summary>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet ended while it was being stopped.
        }
    }

    /// <summary>Frees the stop token.</summary>
    /// <param name="disposing">False only in a finalizer, of which there is none.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>Waits for an operation and writes its notices while it runs.</summary>
    private protected TResult Await<TResult>(NativeOperation<TResult> operation)
    {
        using var stop = _stop.Token.Register(operation.Cancel);
        try
        {
            while (operation.NextNotice() is { } notice)
            {
                WriteNotice(notice);
            }
        }
        catch
        {
            // Writing may throw, as with -WarningAction Stop: what nobody waits for any more must not go on.
            operation.Cancel();
            throw;
        }

        return operation.Outcome();
    }

    /// <summary>Writes a failure that does not end the cmdlet.</summary>
    private protected void WriteFailure(EntraRevokeException exception) =>
        WriteError(ErrorTranslator.ToErrorRecord(exception));

    /// <summary>Shows a text to the user, on no stream that a script takes results from.</summary>
    private protected void WriteHost(string text) =>
        WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);

    /// <summary>How much an operation is to report, by -Debug and -Verbose or else the preference variables.</summary>
    private protected TraceLevel Trace =>
        IsWanted("Debug") ? TraceLevel.Debug
        : IsWanted("Verbose") ? TraceLevel.Verbose
        : TraceLevel.Quiet;

    /// <summary>The <c>User-Agent</c> of this call, in the form of the peers.</summary>
    private protected string UserAgent
    {
        get
        {
            var versions = GetVariableValue("PSVersionTable") as System.Collections.IDictionary;
            var engine = versions?["PSVersion"] ?? Host.Version;
            return $"PowerShell/{engine} EntraPowershell/{ModuleInfo.Version} {MyInvocation.MyCommand.Name}";
        }
    }

    private bool IsWanted(string stream)
    {
        if (MyInvocation.BoundParameters.TryGetValue(stream, out var bound))
        {
            return LanguagePrimitives.IsTrue(bound);
        }

        // A variable of the user's own with this name may hold the preference as text.
        var value = GetVariableValue(stream + "Preference");
        return (
                value is ActionPreference preference
                || LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out preference)
            ) && preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    private void WriteNotice(NativeNotice notice)
    {
        switch (notice.Kind)
        {
            case { IsVerbose: true }:
                // With -Debug alone, PowerShell would ask the user about each verbose line whether to go on.
                if (IsWanted("Verbose"))
                {
                    WriteVerbose(notice.Text);
                }

                break;
            case { IsDebug: true }:
                WriteDebug(notice.Text);
                break;
            case { IsWarning: true }:
                WriteWarning(notice.Text);
                break;
            default:
                WriteHost(notice.Text);
                break;
        }
    }
}
