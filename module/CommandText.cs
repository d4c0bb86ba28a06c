using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace EntraRevoke;

/// <summary>Commands as they must be typed in the session of a running cmdlet.</summary>
internal static class CommandText
{
    /// <summary>
    /// A text in which each cmdlet of this module is named as it is called in the session: with the prefix of the
    /// import, and with the module's name where another command would be found first.
    /// </summary>
    /// <param name="text">A text that names cmdlets as this module exports them.</param>
    /// <param name="running">The running cmdlet, else null.</param>
    internal static string Typed(string text, PSCmdlet? running)
    {
        if (running is null)
        {
            return text;
        }

        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var found in running.InvokeCommand.GetCommands("*-*Entra*", CommandTypes.Cmdlet, nameIsPattern: true))
        {
            if (found is CmdletInfo cmdlet && ExportedName(cmdlet) is { } name && named.Add(name))
            {
                text = text.Replace(name, Typed(cmdlet, running), StringComparison.Ordinal);
            }
        }

        return text;
    }

    /// <summary>A value as an argument, quoted where PowerShell needs it.</summary>
    internal static string Argument(string value) => value.All(IsPlain) ? value : Quoted(value);

    /// <summary>A value in quotes.</summary>
    internal static string Quoted(string value) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static string Typed(CmdletInfo cmdlet, PSCmdlet running)
    {
        var first = running.InvokeCommand.GetCommand(cmdlet.Name, CommandTypes.All);
        var runs = first is AliasInfo alias ? alias.ResolvedCommand : first;
        return (runs as CmdletInfo)?.ImplementingType == cmdlet.ImplementingType
            ? cmdlet.Name
            : $"{cmdlet.ModuleName}\\{cmdlet.Name}";
    }

    /// <summary>The name under which this module exports a cmdlet; null for those of other modules.</summary>
    private static string? ExportedName(CmdletInfo cmdlet) =>
        cmdlet.ImplementingType.Assembly == typeof(CommandText).Assembly
        && cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>() is { } attribute
            ? $"{attribute.VerbName}-{attribute.NounName}"
            : null;

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-';
}
