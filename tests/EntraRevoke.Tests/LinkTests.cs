using System.Text.RegularExpressions;

namespace EntraRevoke.Tests;

/// <summary>No document of the repository links to something that is not there.</summary>
public sealed partial class LinkTests
{
    private const int Limit = 5000;

    /// <summary>Addresses of the repository's own files, as documents outside of it name them.</summary>
    private const string Online = "https://github.com/entrarevoke/entrarevoke/blob/main/";

    public static TheoryData<string> Documents =>
        [
            .. SourceTree
                .Files(SourceTree.Root, "*.md")
                .Select(file => Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/')),
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document)
    {
        var file = SourceTree.At(document);
        var broken = Addresses(File.ReadAllText(file)).Where(address => !Leads(file, address));
        Assert.Empty(broken);
    }

    [Fact]
    public void The_documents_are_found()
    {
        Assert.Contains("README.md", Documents.Select(row => row.Data));
        Assert.Contains("module/docs/en-US/Connect-Entra.md", Documents.Select(row => row.Data));
    }

    private static bool Leads(string from, string address)
    {
        if (address.StartsWith(Online, StringComparison.Ordinal))
        {
            (from, address) = (SourceTree.At("README.md"), address[Online.Length..]);
        }
        else if (Scheme().IsMatch(address))
        {
            return true;
        }

        var parts = Uri.UnescapeDataString(address).Split('#', 2);
        var target = parts[0].Length == 0 ? from : Path.Combine(Path.GetDirectoryName(from)!, parts[0]);
        return parts.Length == 1 || parts[1].Length == 0
            ? Path.Exists(target)
            : File.Exists(target) && Anchors(File.ReadAllText(target)).Contains(parts[1], StringComparer.Ordinal);
    }

    private static IEnumerable<string> Addresses(string text)
    {
        var prose = InlineCode().Replace(Fence().Replace(text, ""), "");
        return Link()
            .Matches(prose)
            .Concat(Reference().Matches(prose))
            .Concat(Attribute().Matches(prose))
            .Select(match => match.Groups["address"].Value);
    }

    /// <summary>The names that GitHub gives to headings.</summary>
    private static IEnumerable<string> Anchors(string text) =>
        Heading()
            .Matches(Fence().Replace(text, ""))
            .Select(match => NoAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), ""))
            .Select(name => name.Replace(' ', '-'));

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*:", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Scheme();

    [GeneratedRegex(
        @"^(?<fence>```+|~~~+).*?^\k<fence>\s*$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        Limit
    )]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\\n]+`", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\(<?(?<address>[^)\s>]+)>?(\s+""[^""]*"")?\)", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Link();

    [GeneratedRegex(@"^\[[^]]+\]:\s*(?<address>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\b(src|href|srcset)=""(?<address>[^""]+)""", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex NoAnchor();
}
