using System.Net;
using System.Security.Cryptography.X509Certificates;
using EntraEmulator.Judges.Infrastructure;
using Microsoft.Identity.Client;

namespace EntraEmulator.Judges;

/// <summary>MSAL.NET signs applications in.</summary>
public sealed class MsalConfidentialClientTests(EmulatorProcess emulator) : IAsyncDisposable
{
    private readonly string _clientId = Guid.NewGuid().ToString();

    public ValueTask DisposeAsync() => emulator.Calm();

    [Fact]
    public Task Msal_signs_in_with_a_client_secret() =>
        SignsInAndFindsTheTokenInItsCache(Client().WithClientSecret(EmulatorProcess.Secret));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Msal_signs_in_with_a_certificate_by_PS256(bool sendX5C) =>
        SignsInAndFindsTheTokenInItsCache(Client().WithCertificate(Assertions.Certificate, sendX5C));

    [Fact]
    public Task Msal_signs_in_with_an_assertion_by_RS256() =>
        SignsInAndFindsTheTokenInItsCache(
            Client().WithClientAssertion(options => OfTheCertificate(options, DateTime.UtcNow))
        );

    [Fact]
    public Task Msal_signs_in_with_an_assertion_that_carries_its_certificates() =>
        SignsInAndFindsTheTokenInItsCache(
            Client()
                .WithClientAssertion(options =>
                    OfTheCertificate(options, DateTime.UtcNow, Assertions.Certificate, Assertions.Issue())
                )
        );

    [Fact]
    public Task Msal_is_told_that_an_assertion_was_signed_with_another_key() =>
        Refused(
            Client().WithClientAssertion(options => OfTheCertificate(options, DateTime.UtcNow, Assertions.Issue())),
            "AADSTS700027"
        );

    [Fact]
    public Task Msal_signs_in_with_the_token_of_another_identity_provider() =>
        SignsInAndFindsTheTokenInItsCache(Client().WithClientAssertion(() => Assertions.OfAnotherProvider()));

    [Fact]
    public async Task Msal_is_told_that_the_secret_is_wrong() =>
        await Refused(Client().WithClientSecret("wrong"), "AADSTS7000215");

    [Theory]
    [InlineData(-11)]
    [InlineData(+11)]
    public async Task Msal_is_told_that_an_assertion_is_past_or_not_yet_valid(int minutes)
    {
        var notBefore = DateTime.UtcNow.AddMinutes(minutes);
        var client = Client().WithClientAssertion(options => OfTheCertificate(options, notBefore));
        await Refused(client, "AADSTS700024");
    }

    [Fact]
    public async Task Msal_is_told_that_the_token_of_another_provider_is_for_somebody_else()
    {
        var assertion = Assertions.OfAnotherProvider(audience: "sts.amazonaws.com");
        await Refused(Client().WithClientAssertion(() => assertion), "AADSTS700212");
    }

    [Fact]
    public async Task Msal_answers_the_claims_challenge_of_an_application_with_a_new_token()
    {
        var client = Client().WithClientSecret(EmulatorProcess.Secret).WithClientCapabilities(["cp1"]).Build();
        var first = await client.AcquireTokenForClient([EmulatorProcess.DefaultScope]).ExecuteAsync();
        await emulator.Control("faults", new { target = "graph", kind = "cae" });
        var claims = await emulator.Challenge(first.AccessToken);
        var second = await client
            .AcquireTokenForClient([EmulatorProcess.DefaultScope])
            .WithClaims(claims)
            .ExecuteAsync();
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        using var me = await emulator.Me(second.AccessToken);
        Assert.Equal(HttpStatusCode.BadRequest, me.StatusCode);
    }

    private async Task SignsInAndFindsTheTokenInItsCache(ConfidentialClientApplicationBuilder builder)
    {
        var client = builder.Build();
        var first = await client.AcquireTokenForClient([EmulatorProcess.DefaultScope]).ExecuteAsync();
        var again = await client.AcquireTokenForClient([EmulatorProcess.DefaultScope]).ExecuteAsync();
        Assert.Equal(TokenSource.Cache, again.AuthenticationResultMetadata.TokenSource);
        Assert.Single(await emulator.TokenRequests(_clientId));
        using var me = await emulator.Me(first.AccessToken);
        Assert.Equal(HttpStatusCode.BadRequest, me.StatusCode);
        Assert.Contains("delegated", await me.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task Refused(ConfidentialClientApplicationBuilder builder, string number)
    {
        var signIn = builder.Build().AcquireTokenForClient([EmulatorProcess.DefaultScope]);
        var refusal = await Assert.ThrowsAsync<MsalServiceException>(() => signIn.ExecuteAsync());
        Assert.Equal("invalid_client", refusal.ErrorCode);
        Assert.StartsWith(number, refusal.Message.Split(": ", 2)[^1], StringComparison.Ordinal);
    }

    private static Task<string> OfTheCertificate(
        AssertionRequestOptions options,
        DateTime notBefore,
        params X509Certificate2[] chain
    ) => Task.FromResult(Assertions.SignedWithCertificate(options.ClientID, options.TokenEndpoint, notBefore, chain));

    private ConfidentialClientApplicationBuilder Client() =>
        ConfidentialClientApplicationBuilder
            .Create(_clientId)
            .WithAuthority(emulator.Authority)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new TrustingClients(emulator.Http));
}
