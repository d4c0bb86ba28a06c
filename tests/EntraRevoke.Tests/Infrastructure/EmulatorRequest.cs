using System.Text.Json;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>What the emulator's journal knows of one request.</summary>
public sealed class EmulatorRequest(JsonElement entry)
{
    public string Target => Text("target")!;

    public string Method => Text("method")!;

    public string Path => Text("path")!;

    public string Outcome => Text("outcome")!;

    public int? Status =>
        entry.GetProperty("status") is { ValueKind: JsonValueKind.Number } status ? status.GetInt32() : null;

    public IReadOnlyDictionary<string, string> Query =>
        (Text("query") ?? "")
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(
                pair => pair[0],
                pair => Uri.UnescapeDataString(pair[^1].Replace('+', ' ')),
                StringComparer.Ordinal
            );

    public string? Header(string name) => Member("headers", name);

    public string? Form(string name) => Member("form", name);

    private string? Text(string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private string? Member(string name, string key) =>
        entry.TryGetProperty(name, out var values) && values.TryGetProperty(key, out var value)
            ? value.GetString()
            : null;
}
