using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Identity;
using EntraEmulator.Judges.Infrastructure;
using Microsoft.Graph;
using Microsoft.Graph.Authentication;
using Microsoft.Graph.Core.Requests;
using Microsoft.Kiota.Abstractions;

namespace EntraEmulator.Judges;

/// <summary>The batches of Microsoft.Graph.Core.</summary>
public sealed class GraphBatchTests(EmulatorProcess emulator) : IAsyncDisposable
{
    private readonly string _clientId = Guid.NewGuid().ToString();

    public ValueTask DisposeAsync() => emulator.Calm();

    [Fact]
    public async Task Graph_Core_revokes_and_reads_in_one_batch()
    {
        var user = emulator.NewUser();
        using var adapter = Adapter();
        var batch = new BatchRequestContentCollection(adapter);
        var revoke = await batch.AddBatchRequestStepAsync(Revoke($"users/{user}", body: "{}"));
        var read = await batch.AddBatchRequestStepAsync(Request(Method.GET, $"users/{user}"));
        var nobody = await batch.AddBatchRequestStepAsync(Request(Method.GET, "users/nobody@contoso.example"));

        var answers = await new BatchRequestBuilder(adapter).PostAsync(batch);
        Assert.Equal(3, (await answers.GetResponsesStatusCodesAsync()).Count);
        Assert.True((await Json(await answers.GetResponseByIdAsync(revoke))).GetProperty("value").GetBoolean());
        Assert.Equal(user, (await Json(await answers.GetResponseByIdAsync(read))).GetProperty("mail").GetString());
        using var missing = await answers.GetResponseByIdAsync(nobody);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        var error = (await Json(missing)).GetProperty("error");
        Assert.Equal("Request_ResourceNotFound", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Graph_Core_sends_what_was_throttled_once_more()
    {
        var user = emulator.NewUser();
        using var adapter = Adapter();
        var batch = new BatchRequestContentCollection(adapter);
        await batch.AddBatchRequestStepAsync(Request(Method.GET, $"users/{user}"));
        await batch.AddBatchRequestStepAsync(Revoke($"users/{user}", body: "{}"));
        await emulator.Control(
            "faults",
            new
            {
                target = "batchitem",
                status = 429,
                retryAfter = 0,
            }
        );

        var statuses = await Statuses(adapter, batch);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses.Values.Order());
        var rest = batch.NewBatchWithFailedRequests(statuses);
        Assert.Equal([HttpStatusCode.OK], (await Statuses(adapter, rest)).Values);
    }

    [Fact]
    public async Task Graph_Core_answers_a_claims_challenge_with_a_new_token()
    {
        using var adapter = Adapter();
        var batch = new BatchRequestContentCollection(adapter);
        await batch.AddBatchRequestStepAsync(Request(Method.GET, $"users/{emulator.NewUser()}"));
        await emulator.Control("faults", new { target = "graph", kind = "cae" });
        Assert.Equal([HttpStatusCode.OK], (await Statuses(adapter, batch)).Values);
        Assert.Equal(2, (await emulator.TokenRequests(_clientId)).Count);
    }

    [Fact]
    public async Task Graph_Core_is_told_that_a_write_has_no_body()
    {
        using var adapter = Adapter();
        var batch = new BatchRequestContentCollection(adapter);
        var id = await batch.AddBatchRequestStepAsync(Revoke($"users/{emulator.NewUser()}", body: null));
        var refusal = await Assert.ThrowsAsync<ServiceException>(() => Statuses(adapter, batch));
        var message = $"Write request id : {id} does not contain Content-Type header or body.";
        Assert.Contains(message, refusal.InnerException!.Message, StringComparison.Ordinal);
    }

    private BaseGraphRequestAdapter Adapter()
    {
        var credential = new ClientSecretCredential(
            emulator.TenantId,
            _clientId,
            EmulatorProcess.Secret,
            new ClientSecretCredentialOptions
            {
                AuthorityHost = emulator.Base,
                DisableInstanceDiscovery = true,
                Transport = new HttpClientTransport(emulator.Http),
            }
        );
        string[] hosts = [emulator.Base.Host];
        var authentication = new AzureIdentityAuthenticationProvider(
            credential,
            hosts,
            isCaeEnabled: true,
            scopes: EmulatorProcess.DefaultScope
        );
        var http = GraphClientFactory.Create(
            GraphClientFactory.CreateDefaultHandlers(),
            finalHandler: emulator.Handler,
            disposeHandler: false
        );
        return new BaseGraphRequestAdapter(authentication, httpClient: http)
        {
            BaseUrl = new Uri(emulator.Base, "v1.0").ToString(),
        };
    }

    private static async Task<Dictionary<string, HttpStatusCode>> Statuses(
        BaseGraphRequestAdapter adapter,
        BatchRequestContentCollection batch
    ) => await (await new BatchRequestBuilder(adapter).PostAsync(batch)).GetResponsesStatusCodesAsync();

    private RequestInformation Revoke(string user, string? body)
    {
        var request = Request(Method.POST, $"{user}/revokeSignInSessions");
        if (body is not null)
        {
            request.SetStreamContent(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body)), "application/json");
        }
        return request;
    }

    private RequestInformation Request(Method method, string path) =>
        new() { HttpMethod = method, URI = new Uri(emulator.Base, $"v1.0/{path}") };

    private static async Task<JsonElement> Json(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>();
}
