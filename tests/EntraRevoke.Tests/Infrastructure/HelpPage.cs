using System.Text.RegularExpressions;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>A page of the module's help, read without the program that turns it into what Get-Help shows.</summary>
internal sealed partial class HelpPage
{
    private const int Limit = 5000;

    private readonly Dictionary<string, string> _sections;

    private HelpPage(string name)
    {
        Name = name;
        Text = File.ReadAllText(Path.Combine(Folder, name + ".md")).ReplaceLineEndings("\n");
        _sections = Split(Text, "## ").ToDictionary(part => part.Title, part => part.Body, StringComparer.Ordinal);
    }

    /// <summary>Where the pages are.</summary>
    internal static string Folder { get; } = SourceTree.At("module", "docs", "en-US");

    /// <summary>The names of the cmdlets that have a page.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        .. Directory
            .EnumerateFiles(Folder, "*.md")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.StartsWith("about_", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    internal string Name { get; }

    internal string Text { get; }

    internal string Online => FrontMatter().Match(Text).Groups["online"].Value;

    internal string Synopsis => Plain(_sections["SYNOPSIS"]);

    internal string Description => Plain(_sections["DESCRIPTION"]);

    internal string Notes => Plain(_sections["NOTES"]);

    /// <summary>The parameter sets as Get-Command writes them, in lower case and on one line each.</summary>
    internal IReadOnlyList<string> Syntax =>
        [.. Fence().Matches(_sections["SYNTAX"]).Select(fence => OneLine(fence.Groups["code"].Value))];

    internal IReadOnlyList<HelpExample> Examples =>
        [
            .. Split(_sections["EXAMPLES"], "### ")
                .Select(part =>
                {
                    var fences = Fence().Matches(part.Body);
                    return new HelpExample(
                        part.Title,
                        fences[0].Groups["code"].Value,
                        fences.Count > 1 ? fences[1].Groups["code"].Value : "",
                        Plain(Fence().Replace(part.Body, ""))
                    );
                }),
        ];

    internal IReadOnlyList<HelpParameter> Parameters =>
        [
            .. Split(_sections["PARAMETERS"], "### -")
                .Select(part => new HelpParameter(
                    part.Title,
                    Plain(Fence().Replace(part.Body.Split("### ")[0], "")),
                    Fence().Match(part.Body).Groups["code"].Value
                )),
        ];

    internal IReadOnlyList<string> Inputs => Titles("INPUTS");

    internal IReadOnlyList<string> Outputs => Titles("OUTPUTS");

    internal IReadOnlyList<string> Links =>
        [.. Link().Matches(_sections["RELATED LINKS"]).Select(link => link.Groups["text"].Value)];

    internal static HelpPage Of(string name) => new(name);

    /// <summary>A text on one line, in lower case.</summary>
    internal static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    /// <summary>A text without the marks of Markdown, one paragraph a line.</summary>
    internal static string Plain(string text)
    {
        var unlinked = Link().Replace(text.Replace("`", "", StringComparison.Ordinal), "${text}");
        var lines = unlinked.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join('\n', lines);
    }

    private List<string> Titles(string section) => [.. Split(_sections[section], "### ").Select(part => part.Title)];

    /// <summary>The parts that begin with a heading; headings within code have no blank after their sign.</summary>
    private static IEnumerable<(string Title, string Body)> Split(string text, string mark) =>
        ("\n" + text)
            .Split("\n" + mark)
            .Skip(1)
            .Select(part => part.Split('\n', 2))
            .Select(part => (part[0].Trim(), part.Length > 1 ? part[1] : ""));

    [GeneratedRegex(
        @"^---\n.*?online version: (?<online>\S+)\n.*?^---$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        Limit
    )]
    private static partial Regex FrontMatter();

    [GeneratedRegex(
        @"^```\w*\n(?<code>.*?)\n```$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        Limit
    )]
    private static partial Regex Fence();

    [GeneratedRegex(@"\[(?<text>[^]]+)\]\((?<address>[^)]+)\)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Link();
}
