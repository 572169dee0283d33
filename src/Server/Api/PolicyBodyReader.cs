using System.Text;
using System.Text.Json;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Web.Api;

/// <summary>Reads what a PUT wants a policy file to say: nothing, JSON with the lines to set, or the whole text.</summary>
internal static class PolicyBodyReader
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 4 };

    /// <returns>The content; or a fault to answer.</returns>
    public static async Task<(PolicyContent Content, IResult? Fault)> ReadAsync(HttpRequest request)
    {
        var bytes = await RequestContent.BytesAsync(request);
        if (bytes.IsEmpty)
        {
            return (PolicyContent.Touch, null);
        }

        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        if (type.Equals("text/plain", StringComparison.OrdinalIgnoreCase))
        {
            return (new PolicyContent { Text = bytes }, null);
        }

        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            ? ReadJson(bytes)
            : (PolicyContent.Touch, ApiProblem.Of(StatusCodes.Status415UnsupportedMediaType, "Send application/json with the lines to set, such as {\"note\": \"why\"}, or text/plain with the whole text."));
    }

    private static (PolicyContent Content, IResult? Fault) ReadJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, s_options);
            return json.RootElement.ValueKind == JsonValueKind.Object ? ReadObject(json.RootElement) : Bad("The content must be a JSON object such as {\"note\": \"why\"}.");
        }
        catch (JsonException error)
        {
            return Bad($"The content is no JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            return Bad("The content holds text that is not Unicode.");
        }
    }

    private static (PolicyContent Content, IResult? Fault) ReadObject(JsonElement json)
    {
        ReadOnlyMemory<byte>? text = null;
        var values = new Dictionary<string, string?>();
        foreach (var property in json.EnumerateObject())
        {
            if (!TryText(property.Value, out var value))
            {
                return Bad($"The value of \"{property.Name}\" must be a text, a number, true, false, or null to remove the line.");
            }

            if (property.Name == "text")
            {
                text = Encoding.UTF8.GetBytes(value ?? "");
            }
            else
            {
                values[property.Name] = value;
            }
        }

        return (new PolicyContent { Text = text, Values = values }, null);
    }

    private static bool TryText(JsonElement json, out string? text)
    {
        text = json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
            _ => null,
        };
        return text is not null || json.ValueKind == JsonValueKind.Null;
    }

    private static (PolicyContent Content, IResult? Fault) Bad(string why) => (PolicyContent.Touch, ApiProblem.BadRequest(why));
}
