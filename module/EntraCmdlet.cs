using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using EntraRevoke.Native;

namespace EntraRevoke;

/// <summary>
/// What all cmdlets share: the stop token, the guard in which all their work is done, the pump that takes one step of an
/// operation after the other, and the one place where failures become error records.
/// </summary>
/// <remarks>Only the pipeline thread writes: it pulls steps and handles each.</remarks>
public abstract class EntraCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private bool _isOver;

    /// <summary>Frees what belongs to one call of the cmdlet.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Does what comes before the first input.</summary>
    protected virtual void Begin() { }

    /// <summary>Does the work for one input, or all of it where there is none.</summary>
    protected virtual void Process() { }

    /// <summary>Does what comes after the last input.</summary>
    protected virtual void Finish() { }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(Finish);

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

    /// <summary>Takes the steps of an operation, handles each, and returns the one that ends it.</summary>
    private protected OperationStep Pump(NativeOperation operation)
    {
        using var stop = _stop.Token.UnsafeRegister(Cancel, operation);
        while (true)
        {
            switch (operation.Next())
            {
                case NoticeStep notice:
                    WriteNotice(notice);
                    break;
                case SignStep:
                    // No credential has a key yet, and an empty answer says that there is none.
                    operation.Answer([]);
                    break;
                case var ending:
                    return ending;
            }
        }
    }

    /// <summary>Writes the failure of one input; the cmdlet goes on with the next.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected void WriteFailure(Exception failure, object? target) =>
        WriteError(ErrorTranslator.ToErrorRecord(this, (EntraRevokeException)failure, target));

    /// <summary>Shows a text to the user, on no stream that a script takes results from.</summary>
    private protected void WriteHost(string text) =>
        WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);

    /// <summary>Warns the user.</summary>
    private protected void Warn(string text)
    {
        // With -Debug alone, PowerShell would ask the user about each warning whether to go on.
        if (IsBound("Debug") && !IsBound("WarningAction"))
        {
            WriteHost($"WARNING: {text}");
        }
        else
        {
            WriteWarning(text);
        }
    }

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

    private static void Cancel(object? operation)
    {
        try
        {
            (operation as NativeOperation)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The operation ended while it was being stopped.
        }
    }

    /// <summary>
    /// Runs a part of the cmdlet. A failure ends the cmdlet with one error: one that ends the script too, unless
    /// -ErrorAction asks for silence. A stop ends it with none.
    /// </summary>
    private void Guard(Action part)
    {
        if (_isOver)
        {
            return;
        }

        try
        {
            part();
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception failure) when (IsOurs(failure))
        {
            Fail(failure);
        }
    }

    // Apart from the guard, since compiling what names the exception loads the assembly of the bindings.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected static bool IsOurs(Exception failure) => failure is EntraRevokeException;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fail(Exception failure)
    {
        _isOver = true;
        var error = ErrorTranslator.ToErrorRecord(this, (EntraRevokeException)failure, target: null);
        if (!IsSilenced)
        {
            ThrowTerminatingError(error);
        }

        WriteError(error);
    }

    private bool IsSilenced =>
        MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var bound)
        && bound is ActionPreference.SilentlyContinue or ActionPreference.Ignore;

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

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

    private void WriteNotice(NoticeStep notice)
    {
        switch (notice.Kind)
        {
            case NoticeKind.Verbose:
                // With -Debug alone, PowerShell would ask the user about each verbose line whether to go on.
                if (IsWanted("Verbose"))
                {
                    WriteVerbose(notice.Text);
                }

                break;
            case NoticeKind.Debug:
                WriteDebug(notice.Text);
                break;
            case NoticeKind.Warning:
                Warn(notice.Text);
                break;
            case NoticeKind.Progress:
                WriteProgress(notice);
                break;
            default:
                WriteHost(notice.Text);
                break;
        }
    }

    private void WriteProgress(NoticeStep wait) =>
        WriteProgress(
            new ProgressRecord(0, MyInvocation.MyCommand.Name, wait.Text)
            {
                SecondsRemaining = wait.SecondsLeft,
                RecordType = wait.SecondsLeft == 0 ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            }
        );
}
