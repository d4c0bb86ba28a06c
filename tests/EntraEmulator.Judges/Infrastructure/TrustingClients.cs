using Microsoft.Identity.Client;

namespace EntraEmulator.Judges.Infrastructure;

/// <summary>Gives MSAL the client that trusts the emulator.</summary>
public sealed class TrustingClients(HttpClient http) : IMsalHttpClientFactory
{
    public HttpClient GetHttpClient() => http;
}
