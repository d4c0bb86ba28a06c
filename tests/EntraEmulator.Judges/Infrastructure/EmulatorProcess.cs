using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Identity.Client;

namespace EntraEmulator.Judges.Infrastructure;

/// <summary>The emulator over HTTPS, one for all tests: each is a client, and mostly a user, of its own.</summary>
public sealed class EmulatorProcess : IAsyncLifetime
{
    public const string Secret = "emulator-secret";
    public const string DefaultScope = "https://graph.microsoft.com/.default";

    private readonly HttpClient _control = new();
    private readonly string _authorityFile = Path.GetTempFileName();
    private Process? _process;
    private int _users;

    /// <summary>The address of the authority and of Graph, which are one.</summary>
    public Uri Base { get; private set; } = new("https://localhost");

    public string TenantId { get; private set; } = "";

    public Uri Authority => new(Base, TenantId);

    /// <summary>Trusts the emulator's own certificate authority and no other.</summary>
    public HttpMessageHandler Handler { get; private set; } = new SocketsHttpHandler();

    public HttpClient Http { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        string[] arguments =
        [
            "serve",
            "--tls",
            "--ca-file",
            _authorityFile,
            "--extra-users",
            "99",
            "--until-stdin-closes",
        ];
        var start = new ProcessStartInfo(Program(), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        var line = await _process.StandardOutput.ReadLineAsync();
        using var ready = JsonDocument.Parse(
            line ?? throw new InvalidOperationException("The emulator did not start.")
        );
        Base = new Uri(ready.RootElement.GetProperty("authority").GetString()!);
        TenantId = ready.RootElement.GetProperty("tenant").GetString()!;
        _control.BaseAddress = new Uri(ready.RootElement.GetProperty("control").GetString()!);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.ImportFromPemFile(_authorityFile);
        // The authority lives as long as the emulator, and keeps no list of what it revoked.
        policy.RevocationMode = X509RevocationMode.NoCheck;
        Handler.Dispose();
        Handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
        Http.Dispose();
        Http = new HttpClient(Handler, disposeHandler: false);
        // Somebody signs in at the second poll of a device code.
        await Control("settings", new { deviceCodeIntervalS = 1 });
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Handler.Dispose();
        _control.Dispose();
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        File.Delete(_authorityFile);
    }

    /// <summary>The sign-in name of a user whom no other test signs in or out.</summary>
    public string NewUser() => FormattableString.Invariant($"user{Interlocked.Increment(ref _users)}@contoso.example");

    public async Task Control(string path, object body)
    {
        using var answer = await _control.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Nothing goes wrong any more, whatever a test has left.</summary>
    public async ValueTask Calm()
    {
        using var answer = await _control.DeleteAsync("faults");
        answer.EnsureSuccessStatusCode();
        await Control("settings", new { authorizeError = (string?)null });
    }

    /// <summary>What a client sent to the token endpoint.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> TokenRequests(string clientId)
    {
        var entries = await _control.GetFromJsonAsync<JsonElement>("requests");
        return entries
            .EnumerateArray()
            .Where(entry => entry.GetProperty("target").ValueEquals("token"))
            .Select(entry => entry.GetProperty("form").Deserialize<Dictionary<string, string>>()!)
            .Where(form => string.Equals(form["client_id"], clientId, StringComparison.Ordinal))
            .ToList();
    }

    /// <summary>Asks Graph for the user of a token.</summary>
    public async Task<HttpResponseMessage> Me(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Base, "v1.0/me"));
        request.Headers.Authorization = new("Bearer", accessToken);
        return await Http.SendAsync(request);
    }

    /// <summary>The claims that Graph asks for when it refuses a token.</summary>
    public async Task<string> Challenge(string accessToken)
    {
        using var refused = await Me(accessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        return WwwAuthenticateParameters.CreateFromAuthenticationHeaders(refused.Headers, "Bearer").Claims;
    }

    private static string Program() =>
        Environment.GetEnvironmentVariable("ENTRAREVOKE_EMULATOR")
        ?? Path.Combine(AppContext.BaseDirectory, "../../../../debug/entra-emulator");
}
