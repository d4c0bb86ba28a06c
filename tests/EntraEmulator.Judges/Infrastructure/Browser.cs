using System.Net;
using System.Text.RegularExpressions;

namespace EntraEmulator.Judges.Infrastructure;

/// <summary>A browser without a window: opens a page and sends the form that the page would send by itself.</summary>
public sealed partial class Browser(HttpClient http, CancellationToken limit)
{
    /// <summary>Comes back at once, since whoever opens a browser listens for it only afterwards.</summary>
    public Task Open(Uri address)
    {
        _ = Follow(address);
        return Task.CompletedTask;
    }

    private async Task Follow(Uri address)
    {
        var page = await http.GetStringAsync(address, limit);
        var target = new Uri(Text(SelfSending().Match(page), "action"));
        var fields = Field()
            .Matches(page)
            .ToDictionary(field => Text(field, "name"), field => Text(field, "value"), StringComparer.Ordinal);
        while (!await Send(target, fields)) { }
    }

    private async Task<bool> Send(Uri target, Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        try
        {
            using var answer = await http.PostAsync(target, form, limit);
            return true;
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return false;
        }
    }

    private static string Text(Match match, string group) => WebUtility.HtmlDecode(match.Groups[group].Value);

    [GeneratedRegex("name=\"hiddenform\" action=\"(?<action>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SelfSending();

    [GeneratedRegex(
        "<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\">",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Field();
}
