using System.Net;
using EntraEmulator.Judges.Infrastructure;
using Microsoft.Identity.Client;

namespace EntraEmulator.Judges;

/// <summary>MSAL.NET signs users in.</summary>
public sealed class MsalPublicClientTests(EmulatorProcess emulator) : IAsyncDisposable
{
    private static readonly string[] Scopes = ["User.Read", "User.RevokeSessions.All"];

    private readonly string _clientId = Guid.NewGuid().ToString();
    private readonly string _user = emulator.NewUser();

    public ValueTask DisposeAsync() => emulator.Calm();

    [Fact]
    public async Task Msal_signs_in_with_a_device_code_and_renews_silently()
    {
        var client = Client();
        var first = await client.AcquireTokenWithDeviceCode(Scopes, Approve).ExecuteAsync();
        Assert.Equal(_user, first.Account.Username);
        Assert.Superset(Scopes.ToHashSet(StringComparer.Ordinal), first.Scopes.ToHashSet(StringComparer.Ordinal));

        var renewed = await client.AcquireTokenSilent(Scopes, first.Account).WithForceRefresh(true).ExecuteAsync();
        Assert.NotEqual(first.AccessToken, renewed.AccessToken);
        using var me = await emulator.Me(renewed.AccessToken);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        Assert.Equal(["device_code", "refresh_token"], await Grants());
    }

    [Theory]
    [InlineData("common")]
    [InlineData("organizations")]
    [InlineData("contoso.example")]
    public async Task Msal_learns_the_tenant_by_whatever_name_it_signs_in(string name)
    {
        var client = Client(name);
        var first = await client.AcquireTokenWithDeviceCode(Scopes, Approve).ExecuteAsync();
        Assert.Equal(emulator.TenantId, first.TenantId);
        var again = await client.AcquireTokenSilent(Scopes, first.Account).ExecuteAsync();
        Assert.Equal(first.AccessToken, again.AccessToken);
    }

    [Fact]
    public async Task Msal_waits_while_nobody_has_entered_the_device_code()
    {
        var signedIn = await Client().AcquireTokenWithDeviceCode(Scopes, _ => Task.CompletedTask).ExecuteAsync();
        Assert.NotEmpty(signedIn.AccessToken);
        Assert.Equal(["device_code", "device_code"], await Grants());
    }

    [Theory]
    [InlineData("decline", "authorization_declined")]
    [InlineData("expire", "expired_token")]
    public async Task Msal_is_told_how_a_device_code_ended(string action, string error)
    {
        Task End(DeviceCodeResult code) => emulator.Control($"device/{code.UserCode}/{action}", new { });
        var signIn = Client().AcquireTokenWithDeviceCode(Scopes, End);
        var refusal = await Assert.ThrowsAnyAsync<MsalException>(() => signIn.ExecuteAsync());
        Assert.Equal(error, refusal.ErrorCode);
    }

    [Fact]
    public async Task Msal_signs_in_in_the_browser_by_a_form_post()
    {
        var signedIn = await InBrowser(Client());
        Assert.Equal(_user, signedIn.Account.Username);
        Assert.Equal(emulator.TenantId, signedIn.TenantId);
        using var me = await emulator.Me(signedIn.AccessToken);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
    }

    [Fact]
    public async Task Msal_is_told_in_the_browser_what_went_wrong()
    {
        await emulator.Control("settings", new { authorizeError = "access_denied" });
        var refusal = await Assert.ThrowsAnyAsync<MsalException>(() => InBrowser(Client()));
        Assert.Contains("AADSTS65004", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Msal_finds_the_token_of_default_in_its_cache()
    {
        string[] scopes = [EmulatorProcess.DefaultScope];
        var client = Client();
        var first = await client.AcquireTokenWithDeviceCode(scopes, Approve).ExecuteAsync();
        var again = await client.AcquireTokenSilent(scopes, first.Account).ExecuteAsync();
        Assert.Equal(first.AccessToken, again.AccessToken);
        Assert.Equal(TokenSource.Cache, again.AuthenticationResultMetadata.TokenSource);
        Assert.Equal(["device_code"], await Grants());
    }

    [Fact]
    public async Task Msal_answers_a_claims_challenge_with_a_new_token()
    {
        var client = Client();
        var first = await InBrowser(client);
        await emulator.Control("faults", new { target = "graph", kind = "cae" });
        var claims = await emulator.Challenge(first.AccessToken);

        var second = await client.AcquireTokenSilent(Scopes, first.Account).WithClaims(claims).ExecuteAsync();
        Assert.NotEqual(first.AccessToken, second.AccessToken);
        using var me = await emulator.Me(second.AccessToken);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        var sent = (await emulator.TokenRequests(_clientId))[^1]["claims"];
        Assert.Contains("cp1", sent, StringComparison.Ordinal);
        Assert.Contains("nbf", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Msal_asks_for_a_new_sign_in_once_the_sessions_are_revoked()
    {
        var client = Client();
        var first = await InBrowser(client);
        await emulator.Control($"users/{_user}/revoke", new { });
        var claims = await emulator.Challenge(first.AccessToken);

        var silent = client.AcquireTokenSilent(Scopes, first.Account).WithClaims(claims);
        var refusal = await Assert.ThrowsAsync<MsalUiRequiredException>(() => silent.ExecuteAsync());
        Assert.Contains("AADSTS50173", refusal.Message, StringComparison.Ordinal);

        var second = await InBrowser(client, claims);
        using var me = await emulator.Me(second.AccessToken);
        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
    }

    private IPublicClientApplication Client(string? tenant = null) =>
        PublicClientApplicationBuilder
            .Create(_clientId)
            .WithAuthority(new Uri(emulator.Base, tenant ?? emulator.TenantId))
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new TrustingClients(emulator.Http))
            .WithClientCapabilities(["cp1"])
            .WithRedirectUri("http://localhost")
            .Build();

    private async Task<AuthenticationResult> InBrowser(IPublicClientApplication client, string? claims = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var browser = new Browser(emulator.Http, limit.Token);
        return await client
            .AcquireTokenInteractive(Scopes)
            .WithLoginHint(_user)
            .WithClaims(claims)
            .WithSystemWebViewOptions(new SystemWebViewOptions { OpenBrowserAsync = browser.Open })
            .ExecuteAsync(limit.Token);
    }

    private Task Approve(DeviceCodeResult code) =>
        emulator.Control($"device/{code.UserCode}/approve", new { user = _user });

    private async Task<IEnumerable<string>> Grants() =>
        (await emulator.TokenRequests(_clientId)).Select(form => form["grant_type"]);
}
