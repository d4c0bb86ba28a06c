using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Judges.Infrastructure;

/// <summary>Signs what a client proves itself with: as the documentation of client assertions has it done.</summary>
public static class Assertions
{
    /// <summary>The certificate of every application, with its key.</summary>
    public static X509Certificate2 Certificate { get; } = Issue();

    /// <summary>RS256 and x5t, for libraries and keys that know no PS256; with the certificates that it carries.</summary>
    public static string SignedWithCertificate(
        string clientId,
        string audience,
        DateTime notBefore,
        params X509Certificate2[] chain
    ) => Sign(new X509SigningCredentials(Certificate), clientId, clientId, audience, notBefore, chain);

    /// <summary>The token of another identity provider, which names its key and no certificate.</summary>
    public static string OfAnotherProvider(string audience = "api://AzureADTokenExchange")
    {
        var key = new RsaSecurityKey(Certificate.GetRSAPrivateKey()!) { KeyId = "key-of-the-provider" };
        var credentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
        const string subject = "system:serviceaccount:incident:responder";
        return Sign(credentials, "https://oidc.provider.example", subject, audience, DateTime.UtcNow, chain: []);
    }

    private static string Sign(
        SigningCredentials credentials,
        string issuer,
        string subject,
        string audience,
        DateTime notBefore,
        X509Certificate2[] chain
    )
    {
        var x5c = chain.Select(certificate => Convert.ToBase64String(certificate.RawData)).ToArray();
        var header = x5c.Length == 0 ? null : new Dictionary<string, object>(StringComparer.Ordinal) { ["x5c"] = x5c };
        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                AdditionalHeaderClaims = header,
                Issuer = issuer,
                Audience = audience,
                NotBefore = notBefore,
                Expires = notBefore.AddMinutes(10),
                Claims = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["sub"] = subject,
                    ["jti"] = Guid.NewGuid().ToString(),
                },
                SigningCredentials = credentials,
            }
        );
    }

    /// <summary>A certificate of its own.</summary>
    public static X509Certificate2 Issue()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=judge", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
