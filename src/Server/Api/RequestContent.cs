using System.Text.Json;

namespace MsLite.Web.Api;

/// <summary>Reads what a request brings along, whole: how much that may be is bounded in front of every address (<see cref="ApiGate"/>).</summary>
internal static class RequestContent
{
    public static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    public static async Task<JsonContent<T>> JsonAsync<T>(HttpRequest request)
        where T : class => Json<T>(await BytesAsync(request));

    public static JsonContent<T> Json<T>(ReadOnlyMemory<byte> bytes)
        where T : class
    {
        try
        {
            return bytes.IsEmpty ? new JsonContent<T>(null, IsEmpty: true, IsWrong: false) : new JsonContent<T>(JsonSerializer.Deserialize<T>(bytes.Span, JsonSerializerOptions.Web), IsEmpty: false, IsWrong: false);
        }
        catch (JsonException)
        {
            return new JsonContent<T>(null, IsEmpty: false, IsWrong: true);
        }
    }
}

/// <param name="Value">What it says; null when that is nothing, or the word null, or wrong.</param>
/// <param name="IsWrong">It is no JSON, or JSON that says something else.</param>
internal readonly record struct JsonContent<T>(T? Value, bool IsEmpty, bool IsWrong)
    where T : class;
