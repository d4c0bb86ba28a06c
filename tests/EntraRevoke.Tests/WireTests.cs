using System.Text.RegularExpressions;

namespace EntraRevoke.Tests;

/// <summary>What goes over the wire.</summary>
public sealed partial class WireTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    [Fact]
    public async Task The_revocation_is_an_empty_post_with_the_headers_of_the_peers()
    {
        Shell.SignedIn().Run(Revoke).Succeed();

        var request = Assert.Single(await Emulator.Requests("graph"));
        Assert.Equal(("POST", "/v1.0/me/revokeSignInSessions"), (request.Method, request.Path));
        Assert.Empty(request.Query);
        Assert.Equal("Bearer delegated", request.Header("authorization"));
        Assert.Equal("0", request.Header("content-length"));
        Assert.Null(request.Header("content-type"));
        Assert.Equal("no-store, no-cache", request.Header("cache-control"));
        Assert.True(Guid.TryParse(request.Header("client-request-id"), out _));
        Assert.Matches(UserAgent(), request.Header("user-agent"));
        Assert.EndsWith(
            " Revoke-EntraSignedInUserAllRefreshToken",
            request.Header("user-agent"),
            StringComparison.Ordinal
        );
        Assert.Null(request.Header("retry-attempt"));
    }

    [Fact]
    public async Task Every_request_has_an_id_of_its_own()
    {
        await Emulator.Configure(new { revokeValue = false });
        Shell.SignedIn().Run($"{Revoke}; {Revoke}").Succeed();
        var ids = (await Emulator.Requests("graph")).Select(request => request.Header("client-request-id"));
        Assert.Equal(2, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_sign_in_page_is_asked_for_with_pkce_state_nonce_and_capability()
    {
        Shell.SignedIn("-Scopes 'User.RevokeSessions.All'");

        var request = Assert.Single(await Emulator.Requests("authorize"));
        Assert.Equal("/organizations/oauth2/v2.0/authorize", request.Path);
        var query = request.Query;
        Assert.Equal("code", query["response_type"]);
        Assert.Equal(EmulatorProcess.DefaultClientId, query["client_id"]);
        Assert.Matches("^http://localhost:[0-9]+$", query["redirect_uri"]);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal(43, query["code_challenge"].Length);
        Assert.True(query["state"].Length >= 16);
        Assert.True(query["nonce"].Length >= 16);
        Assert.NotEqual(query["state"], query["nonce"]);
        Assert.Contains("cp1", query["claims"], StringComparison.Ordinal);
        Assert.Equal(
            ["User.RevokeSessions.All", "offline_access", "openid", "profile"],
            query["scope"].Split(' ').Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_code_is_redeemed_once_by_a_public_client()
    {
        Shell.SignedIn();
        var request = Assert.Single(await Emulator.Requests("token"));
        Assert.Equal("authorization_code", request.Form("grant_type"));
        Assert.Equal(EmulatorProcess.DefaultClientId, request.Form("client_id"));
        Assert.Null(request.Header("authorization"));
        Assert.Matches(UserAgent(), request.Header("user-agent"));
        Assert.EndsWith(" Connect-Entra", request.Header("user-agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sign_ins_share_no_secret()
    {
        Shell.SignedIn().SignedIn();
        var queries = (await Emulator.Requests("authorize")).Select(request => request.Query).ToList();
        Assert.All(
            new[] { "state", "nonce", "code_challenge" },
            name => Assert.NotEqual(queries[0][name], queries[1][name])
        );
    }

    [Fact]
    public async Task Tenant_and_client_of_the_user_are_used()
    {
        var client = Guid.NewGuid().ToString();
        Shell.SignedIn($"-ClientId {client} -TenantId {EmulatorProcess.TenantDomain}");
        var request = Assert.Single(await Emulator.Requests("authorize"));
        Assert.StartsWith($"/{EmulatorProcess.TenantDomain}/", request.Path, StringComparison.Ordinal);
        Assert.Equal(client, request.Query["client_id"]);
        Assert.StartsWith(
            $"/{EmulatorProcess.TenantDomain}/",
            Assert.Single(await Emulator.Requests("token")).Path,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_device_code_is_asked_for_and_then_polled_for()
    {
        await Emulator.Configure(new { deviceCodeIntervalS = 1 });
        Shell.SignedIn("-UseDeviceCode");
        var asked = Assert.Single(await Emulator.Requests("devicecode"));
        Assert.Contains("User.RevokeSessions.All", asked.Form("scope"), StringComparison.Ordinal);
        var polls = await Emulator.Requests("token");
        Assert.Equal([400, 200], polls.Select(request => request.Status));
        Assert.All(
            polls,
            poll => Assert.Equal("urn:ietf:params:oauth:grant-type:device_code", poll.Form("grant_type"))
        );
        Assert.Empty(await Emulator.Requests("authorize"));
    }

    [GeneratedRegex(
        @"^PowerShell/\d+\.\d+\.\d+ EntraPowershell/\d+\.\d+\.\d+ [A-Za-z]+-Entra[A-Za-z]*$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000
    )]
    private static partial Regex UserAgent();
}
