using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;

namespace EntraRevoke;

/// <summary>An access token as UTF-8 for the length of one native call; wiped afterwards.</summary>
internal sealed class AccessTokenBytes : IDisposable
{
    private AccessTokenBytes(byte[] value) => Value = value;

    /// <summary>The token, empty where none was given, in memory that the garbage collector does not move.</summary>
    internal byte[] Value { get; }

    /// <summary>Copies a token out of the user's secure string.</summary>
    /// <exception cref="EntraRevokeException">The token is empty (<c>InvalidAccessToken</c>).</exception>
    internal static AccessTokenBytes From(SecureString? token)
    {
        if (token is null)
        {
            return new AccessTokenBytes([]);
        }

        if (token.Length == 0)
        {
            throw new EntraRevokeException(
                EntraErrorKind.InvalidArgument,
                "InvalidAccessToken",
                "the access token is empty"
            );
        }

        var characters = GC.AllocateUninitializedArray<char>(token.Length, pinned: true);
        var source = Marshal.SecureStringToGlobalAllocUnicode(token);
        try
        {
            Marshal.Copy(source, characters, 0, characters.Length);
            var bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(characters), pinned: true);
            Encoding.UTF8.GetBytes(characters, bytes);
            return new AccessTokenBytes(bytes);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(source);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(characters.AsSpan()));
        }
    }

    /// <summary>Wipes the token.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(Value);
}
