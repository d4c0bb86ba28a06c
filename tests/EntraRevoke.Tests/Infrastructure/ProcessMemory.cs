using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>What another process has in its memory (Linux, proc(5)).</summary>
internal static partial class ProcessMemory
{
    private const int Limit = 60_000;

    /// <summary>How many tokens of the emulator are in the memory that a process may write to, by their beginnings.</summary>
    internal static List<string> Tokens(int process)
    {
        var found = new List<string>();
        using var memory = File.OpenRead($"/proc/{process}/mem");
        foreach (var line in File.ReadLines($"/proc/{process}/maps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (
                !words[1].StartsWith("rw", StringComparison.Ordinal)
                || line.EndsWith("[vvar]", StringComparison.Ordinal)
            )
            {
                continue;
            }

            var range = words[0].Split('-').Select(text => long.Parse(text, NumberStyles.HexNumber, null)).ToArray();
            found.AddRange(TokensIn(Read(memory, range[0], range[1])));
        }

        return found;
    }

    private static byte[] Read(FileStream memory, long from, long to)
    {
        var bytes = new byte[to - from];
        try
        {
            memory.Position = from;
            memory.ReadExactly(bytes);
        }
        catch (IOException)
        {
            // Reserved by the process, and never used.
        }

        return bytes;
    }

    private static IEnumerable<string> TokensIn(byte[] bytes)
    {
        // Managed texts have two bytes a character, and native ones have one.
        var narrow = Encoding.Latin1.GetString(bytes);
        var wide = Encoding.Latin1.GetString(Array.FindAll(bytes, letter => letter != 0));
        return Token().Matches(narrow).Concat(Token().Matches(wide)).Select(match => match.Value[..16]);
    }

    /// <summary>A JSON Web Token, or one of the emulator's refresh tokens.</summary>
    [GeneratedRegex(
        @"eyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{32,}\.|\b1\.[A-Za-z0-9_-]{64}\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Limit
    )]
    private static partial Regex Token();
}
