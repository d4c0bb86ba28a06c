using System.Management.Automation;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>All that came out of one script, stream by stream.</summary>
public sealed record ScriptOutcome(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    ErrorRecord? Escaped,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<string> Debug,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Information,
    string HostText
)
{
    internal static ScriptOutcome Of(
        PowerShell shell,
        IEnumerable<PSObject> output,
        ErrorRecord? escaped,
        string hostText
    ) =>
        new(
            [.. output],
            [.. shell.Streams.Error],
            escaped,
            [.. shell.Streams.Verbose.Select(record => record.Message)],
            [.. shell.Streams.Debug.Select(record => record.Message)],
            [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Information.Select(record => record.MessageData.ToString() ?? "")],
            hostText
        );

    /// <summary>The only object on the output stream.</summary>
    public PSObject OnlyOutput => Assert.Single(Succeed().Output);

    /// <summary>This outcome, after making sure that there was no error.</summary>
    public ScriptOutcome Succeed()
    {
        Assert.Null(Escaped?.ToString());
        Assert.Empty(Errors.Select(error => error.ToString()));
        return this;
    }

    /// <summary>Everything that a user, a log or a transcript could have seen, error details included.</summary>
    public string Everything =>
        string.Join(
            '\n',
            Output
                .Select(Describe)
                .Concat(Errors.Append(Escaped).OfType<ErrorRecord>().Select(Describe))
                .Concat(Verbose)
                .Concat(Debug)
                .Concat(Warnings)
                .Concat(Information)
                .Append(HostText)
        );

    private static string Describe(PSObject output) =>
        output.BaseObject is ErrorRecord error
            ? Describe(error)
            : string.Join(
                '\n',
                output
                    .Properties.Where(property =>
                        property.MemberType is PSMemberTypes.Property or PSMemberTypes.NoteProperty
                    )
                    .Select(property => $"{property.Name}: {property.Value}")
                    .Append(output.ToString())
            );

    private static string Describe(ErrorRecord error) =>
        string.Join(
            '\n',
            error,
            error.Exception,
            error.ErrorDetails,
            error.CategoryInfo.GetMessage(),
            error.FullyQualifiedErrorId,
            error.TargetObject,
            error.ScriptStackTrace,
            error.InvocationInfo?.PositionMessage,
            string.Join('\n', error.Exception.Data.Values.Cast<object?>())
        );
}
