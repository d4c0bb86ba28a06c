using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using EntraEmulator.Judges.Infrastructure;

namespace EntraEmulator.Judges;

/// <summary>Azure.Identity signs users and applications in.</summary>
public sealed class AzureIdentityTests(EmulatorProcess emulator)
{
    private static readonly TokenRequestContext Default = new([EmulatorProcess.DefaultScope], isCaeEnabled: true);

    private readonly string _clientId = Guid.NewGuid().ToString();

    [Fact]
    public async Task Azure_Identity_signs_in_with_a_device_code_and_answers_a_claims_challenge()
    {
        var user = emulator.NewUser();
        var options = Configure(
            new DeviceCodeCredentialOptions
            {
                ClientId = _clientId,
                TenantId = emulator.TenantId,
                DisableInstanceDiscovery = true,
                DeviceCodeCallback = (code, _) => emulator.Control($"device/{code.UserCode}/approve", new { user }),
            }
        );
        var credential = new DeviceCodeCredential(options);
        var first = await credential.GetTokenAsync(Default);
        var again = await credential.GetTokenAsync(Default);
        Assert.Equal(first.Token, again.Token);
        Assert.Single(await emulator.TokenRequests(_clientId));

        const string claims = """{"access_token":{"nbf":{"essential":true,"value":"1"}}}""";
        var challenged = new TokenRequestContext([EmulatorProcess.DefaultScope], claims: claims, isCaeEnabled: true);
        var second = await credential.GetTokenAsync(challenged);
        Assert.NotEqual(first.Token, second.Token);
        using var me = await emulator.Me(second.Token);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        Assert.Equal("refresh_token", (await emulator.TokenRequests(_clientId))[^1]["grant_type"]);
    }

    [Fact]
    public Task Azure_Identity_signs_in_with_a_client_secret() =>
        SignsIn(
            new ClientSecretCredential(
                emulator.TenantId,
                _clientId,
                EmulatorProcess.Secret,
                Configure(new ClientSecretCredentialOptions { DisableInstanceDiscovery = true })
            )
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Azure_Identity_signs_in_with_a_certificate(bool sendChain) =>
        SignsIn(
            new ClientCertificateCredential(
                emulator.TenantId,
                _clientId,
                Assertions.Certificate,
                Configure(
                    new ClientCertificateCredentialOptions
                    {
                        DisableInstanceDiscovery = true,
                        SendCertificateChain = sendChain,
                    }
                )
            )
        );

    [Fact]
    public async Task Azure_Identity_signs_in_with_the_identity_of_a_workload()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Assertions.OfAnotherProvider());
        var options = new WorkloadIdentityCredentialOptions
        {
            ClientId = _clientId,
            TenantId = emulator.TenantId,
            TokenFilePath = file,
            DisableInstanceDiscovery = true,
        };
        await SignsIn(new WorkloadIdentityCredential(Configure(options)));
        File.Delete(file);
    }

    private async Task SignsIn(TokenCredential credential)
    {
        var first = await credential.GetTokenAsync(Default, CancellationToken.None);
        var again = await credential.GetTokenAsync(Default, CancellationToken.None);
        Assert.Equal(first.Token, again.Token);
        Assert.Single(await emulator.TokenRequests(_clientId));
    }

    private T Configure<T>(T options)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = emulator.Base;
        options.Transport = new HttpClientTransport(emulator.Http);
        return options;
    }
}
