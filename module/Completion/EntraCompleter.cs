using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace EntraRevoke.Completion;

/// <summary>
/// What all completers share: offers the values that begin with the word at the cursor, in any case and with
/// wildcards, quoted where PowerShell needs it.
/// </summary>
internal abstract class EntraCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        var isQuoted = wordToComplete.Length > 0 && wordToComplete[0] is '\'' or '"';
        var word = wordToComplete.Trim('\'', '"').Replace("''", "'", StringComparison.Ordinal);
        return Candidates(word, commandAst)
            .Where(candidate => IsMatch(candidate.Value, word))
            .Select(candidate => new CompletionResult(
                isQuoted ? CommandText.Quoted(candidate.Value) : CommandText.Argument(candidate.Value),
                candidate.Value,
                CompletionResultType.ParameterValue,
                candidate.ToolTip
            ));
    }

    /// <summary>All values there are to offer, in the order to offer them.</summary>
    /// <param name="word">The word at the cursor, without quotes.</param>
    /// <param name="command">The whole command.</param>
    private protected abstract IEnumerable<Candidate> Candidates(string word, CommandAst command);

    private static bool IsMatch(string value, string word)
    {
        if (value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            return WildcardPattern.ContainsWildcardCharacters(word)
                && new WildcardPattern(word + "*", WildcardOptions.IgnoreCase).IsMatch(value);
        }
        catch (WildcardPatternException)
        {
            // Half a pattern, such as an opening bracket.
            return false;
        }
    }
}
