using System.Text.Json;
using System.Text.Json.Serialization;

namespace MsLite.Admin.Components.Controls;

/// <summary>What the journal remembers of a message besides its row, as far as people want to read it.</summary>
public sealed record MessageFacts
{
    [JsonPropertyName("tls")]
    public string? Tls { get; init; }

    [JsonPropertyName("proxied")]
    public bool Proxied { get; init; }

    [JsonPropertyName("early-talker")]
    public bool EarlyTalker { get; init; }

    [JsonPropertyName("From")]
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Of an earlier version's row, what can be read.</summary>
    public static MessageFacts Of(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<MessageFacts>(json) ?? new();
        }
        catch (JsonException)
        {
            return new();
        }
    }
}
