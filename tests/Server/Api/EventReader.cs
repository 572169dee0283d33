using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace MsLite.Web.Tests.Api;

/// <summary>Reads server-sent events as a browser does.</summary>
public sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream content) => (_response, _lines) = (response, new StreamReader(content));

    public int Status => (int)_response.StatusCode;

    public string Type => _response.Content.Headers.ContentType?.MediaType ?? "";

    /// <summary>Opens a stream, and returns when it is open.</summary>
    public static async Task<EventReader> OpenAsync(HttpClient http, Uri address, string token, string lastEventId = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (lastEventId.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<(string Id, string Name, JsonNode Content)?> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var fields = new Dictionary<string, string>();
        while (await _lines.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0 && fields.Count > 0)
            {
                return (fields["id"], fields["event"], JsonNode.Parse(fields["data"])!);
            }

            // A line that begins with a colon is a comment.
            if (line.IndexOf(": ", StringComparison.Ordinal) is var colon and > 0)
            {
                fields.Add(line[..colon], line[(colon + 2)..]);
            }
        }

        return null;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
