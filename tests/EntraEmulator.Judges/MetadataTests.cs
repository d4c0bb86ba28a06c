using EntraEmulator.Judges.Infrastructure;
using Microsoft.Identity.Client;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.Judges;

/// <summary>What the emulator says of itself is what it does.</summary>
public sealed class MetadataTests(EmulatorProcess emulator)
{
    private readonly string _clientId = Guid.NewGuid().ToString();

    [Fact]
    public async Task Msal_finds_the_token_endpoint_in_the_metadata()
    {
        var client = ConfidentialClientApplicationBuilder
            .Create(_clientId)
            .WithOidcAuthority($"{emulator.Authority}/v2.0")
            .WithClientSecret(EmulatorProcess.Secret)
            .WithHttpClientFactory(new TrustingClients(emulator.Http))
            .Build();
        await client.AcquireTokenForClient([EmulatorProcess.DefaultScope]).ExecuteAsync();
        Assert.Single(await emulator.TokenRequests(_clientId));
    }

    [Fact]
    public async Task IdentityModel_trusts_the_id_token_by_the_published_keys()
    {
        var user = emulator.NewUser();
        var client = PublicClientApplicationBuilder
            .Create(_clientId)
            .WithAuthority(emulator.Authority)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new TrustingClients(emulator.Http))
            .Build();
        var signedIn = await client
            .AcquireTokenWithDeviceCode(
                ["User.Read"],
                code => emulator.Control($"device/{code.UserCode}/approve", new { user })
            )
            .ExecuteAsync();

        var metadata = await OpenIdConnectConfigurationRetriever.GetAsync(
            $"{emulator.Authority}/v2.0/.well-known/openid-configuration",
            new HttpDocumentRetriever(emulator.Http),
            CancellationToken.None
        );
        var verdict = await new JsonWebTokenHandler().ValidateTokenAsync(
            signedIn.IdToken,
            new TokenValidationParameters
            {
                ValidIssuer = metadata.Issuer,
                ValidAudience = _clientId,
                IssuerSigningKeys = metadata.SigningKeys,
            }
        );
        Assert.Null(verdict.Exception);
        Assert.Equal(user, verdict.Claims["preferred_username"]);
        Assert.Equal($"{verdict.Claims["oid"]}.{emulator.TenantId}", signedIn.Account.HomeAccountId.Identifier);
    }
}
