using System.Text.RegularExpressions;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>What must never be seen, in any stream.</summary>
internal static partial class Clean
{
    private const int Limit = 5000;

    /// <summary>Fails when a text holds a token, a code or another secret of a protocol.</summary>
    internal static void OfSecrets(string text, params string[] known)
    {
        Assert.DoesNotMatch(Jwt(), text);
        Assert.DoesNotMatch(Opaque(), text);
        Assert.DoesNotMatch(FormField(), text);
        Assert.DoesNotMatch(JsonMember(), text);
        foreach (var secret in known)
        {
            Assert.NotEqual("", secret);
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]+\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Jwt();

    /// <summary>The emulator's refresh tokens and codes: `1.` and a long random text.</summary>
    [GeneratedRegex(@"\b1\.[A-Za-z0-9_-]{20,}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Opaque();

    [GeneratedRegex(
        @"(?<![A-Za-z_])(code|code_verifier|device_code|refresh_token|client_secret)=(?!\[redacted\]|[0-9]{4,8}\b)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Limit
    )]
    private static partial Regex FormField();

    [GeneratedRegex(
        """"(access_token|refresh_token|id_token|device_code|client_info)":\s*"(?!\[redacted\])"""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        Limit
    )]
    private static partial Regex JsonMember();
}
