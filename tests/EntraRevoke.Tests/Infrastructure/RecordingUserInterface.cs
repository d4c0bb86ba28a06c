using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>The screen of <see cref="RecordingHost"/>: text instead of a console, and no answers to questions.</summary>
internal sealed partial class RecordingUserInterface : PSHostUserInterface
{
    private readonly StringBuilder _text = new();
    private readonly List<(Func<string, bool> Condition, TaskCompletionSource<string> Seen)> _waiting = [];

    public override PSHostRawUserInterface RawUI { get; } = new Host.ConsoleRawUserInterface();

    /// <summary>What was shown so far.</summary>
    internal string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Ends with the whole text once it fulfils a condition.</summary>
    internal Task<string> Shows(Func<string, bool> condition)
    {
        lock (_text)
        {
            if (condition(_text.ToString()))
            {
                return Task.FromResult(_text.ToString());
            }

            var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, seen));
            return seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>The code that the user is told to enter, once it is shown.</summary>
    internal async Task<string> UserCode()
    {
        var text = await Shows(text => UserCodePattern().IsMatch(text));
        return UserCodePattern().Match(text).Groups["code"].Value;
    }

    internal void Clear()
    {
        lock (_text)
        {
            _text.Clear();
        }
    }

    public override void Write(string value)
    {
        lock (_text)
        {
            // As PowerShell's own host does: without the colours that this screen does not have.
            _text.Append(GetOutputString(value, SupportsVirtualTerminal));
            var text = _text.ToString();
            _waiting.RemoveAll(waiting => waiting.Condition(text) && waiting.Seen.TrySetResult(text));
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteErrorLine(string value) => WriteLine(value);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record) => WriteLine(record.ToString());

    [GeneratedRegex(
        @"enter this code there[^\n]*\n\s*(?<code>[A-Z0-9]+)\s",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex UserCodePattern();

    public override string ReadLine() => throw new NotSupportedException();

    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

    public override Dictionary<string, PSObject> Prompt(
        string caption,
        string message,
        Collection<FieldDescription> descriptions
    ) => throw new NotSupportedException();

    public override int PromptForChoice(
        string caption,
        string message,
        Collection<ChoiceDescription> choices,
        int defaultChoice
    ) => throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName
    ) => throw new NotSupportedException();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options
    ) => throw new NotSupportedException();
}
