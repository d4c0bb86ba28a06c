using System.Security;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>Tokens that the emulator gave out without a sign-in.</summary>
public sealed record MintedTokens(string AccessToken, string RefreshToken)
{
    /// <summary>A text in the form that -AccessToken takes.</summary>
    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var letter in text)
        {
            secure.AppendChar(letter);
        }

        return secure;
    }
}
