using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using EntraEmulator.Judges.Infrastructure;
using Microsoft.Graph;
using Microsoft.Graph.Authentication;
using Microsoft.Graph.Core.Requests;
using Microsoft.Kiota.Abstractions;

namespace EntraEmulator.Judges;

/// <summary>The batches of Microsoft.Graph.Core.</summary>
public sealed class GraphBatchTests(EmulatorProcess emulator)
{
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

    private BaseGraphRequestAdapter Adapter()
    {
        var credential = new ClientSecretCredential(
            emulator.TenantId,
            Guid.NewGuid().ToString(),
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
