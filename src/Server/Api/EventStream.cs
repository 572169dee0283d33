using System.Text.Json;

namespace MsLite.Web.Api;

/// <summary>Writes server-sent events, as the HTML standard has them (§9.2.6, "Interpreting an event stream"): each at once, none larger than its JSON.</summary>
internal sealed class EventStream(HttpResponse response)
{
    private static readonly JsonSerializerOptions s_json = JsonSerializerOptions.Web;

    public async Task BeginAsync(CancellationToken ct)
    {
        response.ContentType = "text/event-stream";
        // A proxy that gathers the answer would give it away too late.
        response.Headers["X-Accel-Buffering"] = "no";
        await response.StartAsync(ct);
        await CommentAsync("", ct);
    }

    /// <param name="id">What the reader sends back as Last-Event-ID.</param>
    public async Task EventAsync<T>(string id, string name, T content, CancellationToken ct)
    {
        // JSON has no line ends outside of escapes, so one line holds it.
        await response.WriteAsync($"id: {id}\nevent: {name}\ndata: {JsonSerializer.Serialize(content, s_json)}\n\n", ct);
    }

    /// <summary>A line that readers skip; it keeps proxies from closing a silent connection.</summary>
    public async Task CommentAsync(string text, CancellationToken ct)
    {
        await response.WriteAsync($": {text}\n\n", ct);
        await SendAsync(ct);
    }

    public Task SendAsync(CancellationToken ct) => response.Body.FlushAsync(ct);
}
