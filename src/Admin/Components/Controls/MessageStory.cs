using System.Text.Json;
using MsLite.Filter;
using MsLite.Filter.Journal;
using MsLite.Filter.Quarantine.View;

namespace MsLite.Admin.Components.Controls;

/// <summary>What became of a message for one recipient, and the other tries of the same message.</summary>
public sealed record MessageStory(JournalRow Row, IReadOnlyList<JournalRow> OtherTries)
{
    /// <summary>The try that brought it to the recipient in the end; null when none did, or this one did.</summary>
    public JournalRow? DeliveredLater => Row.Fate == FateKind.Delivered ? null : OtherTries.FirstOrDefault(row => row.Fate == FateKind.Delivered && row.Time >= Row.Time);

    /// <summary>Its release out of the quarantine; null when there was none.</summary>
    public StoryEvent? Release { get; init; }

    /// <summary>The ladder; empty where an earlier version wrote what cannot be read.</summary>
    public IReadOnlyList<TraceEntry> Trace { get; } = Read(Row.Trace);

    private static List<TraceEntry> Read(string json)
    {
        try
        {
            return json.Length == 0 ? [] : JsonSerializer.Deserialize<List<TraceEntry>>(json, JsonSerializerOptions.Web) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
