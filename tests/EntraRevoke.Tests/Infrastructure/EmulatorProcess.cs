using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>An emulator of its own for each test class, and what a test asks of its control endpoint.</summary>
public sealed class EmulatorProcess : IAsyncLifetime
{
    public const string TenantDomain = "contoso.example";
    public const string Adele = "AdeleV@contoso.example";
    public const string Megan = "MeganB@contoso.example";
    public const string Alex = "alex_fabrikam.example#EXT#@contoso.example";
    public const string DefaultClientId = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

    private readonly HttpClient _http = new();
    private Process? _process;
    private JsonElement _defaults;

    public string Authority { get; private set; } = "";

    public string Graph { get; private set; } = "";

    public string TenantId { get; private set; } = "";

    private string Control { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo(Repository.Emulator, ["serve", "--until-stdin-closes"])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        var line = await _process.StandardOutput.ReadLineAsync();
        using var ready = JsonDocument.Parse(
            line ?? throw new InvalidOperationException("The emulator did not start.")
        );
        Authority = ready.RootElement.GetProperty("authority").GetString()!;
        Graph = ready.RootElement.GetProperty("graph").GetString()!;
        Control = ready.RootElement.GetProperty("control").GetString()!;
        TenantId = ready.RootElement.GetProperty("tenant").GetString()!;
        _defaults = await Read(await _http.GetAsync(Address("settings")));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    /// <summary>Back to the settings of the start: no faults, no journal.</summary>
    public async Task Reset()
    {
        await Read(await _http.PostAsJsonAsync(Address("settings"), _defaults));
        await ClearFaults();
        await ForgetRequests();
    }

    public Task Configure(object settings) => Post("settings", settings);

    public Task Fault(object fault) => Post("faults", fault);

    public async Task ClearFaults() => await Read(await _http.DeleteAsync(Address("faults")));

    public async Task ForgetRequests() => await Read(await _http.DeleteAsync(Address("requests")));

    public Task AdvanceClock(TimeSpan by) => Post("clock", new { advanceSeconds = (long)by.TotalSeconds });

    /// <summary>Ends a user's sessions, as an administrator would somewhere else.</summary>
    public Task RevokeElsewhere(string user) => Post($"users/{user}/revoke", new { });

    /// <summary>Does what the user of a device code does: approve, decline, expire.</summary>
    public Task Device(string userCode, string action, object? body = null) =>
        Post($"device/{userCode}/{action}", body ?? new { });

    /// <summary>Tokens without a sign-in, as another device of the user holds them.</summary>
    public async Task<MintedTokens> Mint(object? wish = null)
    {
        var tokens = await Post("tokens", wish ?? new { });
        return new MintedTokens(
            tokens.GetProperty("access_token").GetString()!,
            tokens.TryGetProperty("refresh_token", out var refresh) ? refresh.GetString()! : ""
        );
    }

    /// <summary>Redeems a refresh token as another device does; null when it was accepted, else the refusal.</summary>
    public async Task<JsonElement?> Redeem(string refreshToken)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "refresh_token",
                ["client_id"] = DefaultClientId,
                ["refresh_token"] = refreshToken,
            }
        );
        var answer = await _http.PostAsync(new Uri($"{Authority}/{TenantId}/oauth2/v2.0/token"), form);
        return answer.IsSuccessStatusCode ? null : await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The requests since the last reset, of one target.</summary>
    public async Task<IReadOnlyList<EmulatorRequest>> Requests(string target)
    {
        var entries = await Read(await _http.GetAsync(Address("requests")));
        return entries
            .EnumerateArray()
            .Select(entry => new EmulatorRequest(entry))
            .Where(entry => string.Equals(entry.Target, target, StringComparison.Ordinal))
            .ToList();
    }

    /// <summary>Returns once so many requests of a target have arrived, or have come to an outcome; else fails.</summary>
    public async Task WaitFor(string target, string? outcome = null, int count = 1)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"wait?for={target}&count={count}&timeoutMs=30000");
        await Read(await _http.GetAsync(Address(outcome is null ? query : $"{query}&outcome={outcome}")));
    }

    private async Task<JsonElement> Post(string path, object body) =>
        await Read(await _http.PostAsJsonAsync(Address(path), body));

    private Uri Address(string path) => new($"{Control}/{path}");

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.RequestUri}: {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }
}
