using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>Reads details of the versions that wrote them as an object of JSON. They go when the rows have had their time: nothing writes them any more.</summary>
internal static class FormerDetails
{
    public static bool IsOne(ReadOnlySpan<byte> details) => details is [(byte)'{', ..];

    /// <summary>The row with what the JSON says of it.</summary>
    /// <exception cref="JsonException">It is none of ours.</exception>
    public static JournalRow AddTo(JournalRow row, byte[] details)
    {
        using var document = JsonDocument.Parse(details);
        var root = document.RootElement;
        return row with
        {
            Session = Text(root, "session"),
            Size = root.GetProperty("size").GetInt64(),
            Ms = root.GetProperty("micros").GetInt64() / 1000.0,
            Reply = Text(root, "reply"),
            File = Text(root, "file"),
            NextHop = Text(root, "next-hop"),
            Authentication = Text(root, "authentication"),
            Facts = root.GetProperty("facts").GetRawText(),
            Trace = FormerTrace.Read(root.GetProperty("trace")),
        };
    }

    /// <summary>The deciding file, and whether checks in shadow stand in the trace.</summary>
    /// <exception cref="JsonException">It is none of ours.</exception>
    public static (string File, bool HasShadow) DecisionOf(byte[] details)
    {
        using var document = JsonDocument.Parse(details);
        return (Text(document.RootElement, "file"), details.AsSpan().IndexOf("\"shadow-"u8) >= 0);
    }

    private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}
