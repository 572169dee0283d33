using System.Text.Json;

namespace MsLite.Filter;

/// <summary>A trace as index, explain and API write it: one form, in one place.</summary>
public static class TraceJson
{
    /// <summary>Writes the array of entries as the value that is due.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<TraceEntry> trace)
    {
        writer.WriteStartArray();
        foreach (var entry in trace)
        {
            writer.WriteStartObject();
            writer.WriteString("rung"u8, entry.Rung);
            writer.WriteString("value"u8, entry.Value);
            writer.WriteString("file"u8, entry.File);
            writer.WriteString("result"u8, entry.Result.Word());
            writer.WriteString("detail"u8, entry.Detail);
            writer.WriteNumber("ms"u8, entry.Ms);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
