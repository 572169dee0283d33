using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>
/// A trace as the journal stores it: a fifth of its size, because the ladder asks the same questions of every message. Each entry is an
/// array <c>[rung, microseconds, value, file, result, detail]</c> without the end that says nothing: a rung is its number in a list, a
/// value or file like the entry's before is 0, a value like that of the nth entry is n, a result that is not there is "pass". Rows that
/// older versions wrote hold the readable form itself, or texts where numbers may stand.
/// </summary>
internal static class JournalTrace
{
    /// <summary>Entries looked back at for the same value: the search must not cost more than it saves.</summary>
    private const int Nearby = 24;

    /// <summary>Rows refer to these by their numbers: new ones go to the end, and none is ever taken out.</summary>
    private static readonly string[] s_rungs =
    [
        "whitelisted/ips", "whitelisted/hosts", "whitelisted/senders", "whitelisted/domains", "whitelisted/recipients", "whitelisted/tld",
        "blacklisted/ips", "blacklisted/hosts", "blacklisted/senders", "blacklisted/domains", "blacklisted/recipients", "blacklisted/tld", "users",
        "checks/sender", "checks/helo", "checks/rdns4", "checks/rdns6", "checks/date", "checks/empty_body", "checks/mailman", "checks/address",
        "checks/mailers", "checks/dkim", "checks/dkim_check", "checks/spf", "checks/dmarc", "checks/dnsbl", "checks/greylisting", "checks/clamav",
        "checks/rspamd", "checks/spamassassin",
    ];

    private static readonly FrozenDictionary<string, int> s_numbers = s_rungs.Index().ToFrozenDictionary(rung => rung.Item, rung => rung.Index, StringComparer.Ordinal);

    [ThreadStatic]
    private static JournalTraceText? s_text;

    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As the value that is due.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TraceEntry> trace)
    {
        // Each entry looks back at others: hundreds of calls of an interface are half of the time.
        ReadOnlySpan<TraceEntry> entries = trace is List<TraceEntry> list ? CollectionsMarshal.AsSpan(list) : [.. trace];
        var text = s_text ??= new JournalTraceText();
        text.Clear();
        for (var i = 0; i < entries.Length; i++)
        {
            Write(text, entries, i);
        }

        json.WriteRawValue(text.End(), skipInputValidation: true);
    }

    /// <summary>The readable form (<see cref="TraceJson"/>) of what is stored.</summary>
    public static string Read(JsonElement stored)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, s_readable))
        {
            TraceJson.Write(json, Parse(stored));
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The same of the text that older versions stored.</summary>
    public static string Read(string stored)
    {
        if (!stored.StartsWith("[[", StringComparison.Ordinal))
        {
            return stored;
        }

        using var document = JsonDocument.Parse(stored);
        return Read(document.RootElement);
    }

    private static void Write(JournalTraceText text, ReadOnlySpan<TraceEntry> trace, int place)
    {
        ref readonly var entry = ref trace[place];
        var isSameValue = entry.Value == (place > 0 ? trace[place - 1].Value : "");
        var isSameFile = entry.File == (place > 0 ? trace[place - 1].File : null);
        var fields = entry.Detail.Length > 0 ? 6 : entry.Result != TraceResult.Pass ? 5 : !isSameFile ? 4 : !isSameValue ? 3 : 2;
        text.BeginEntry();
        text.Add(s_numbers.TryGetValue(entry.Rung, out var number) ? number : -1, entry.Rung);
        text.Add((long)Math.Round(entry.Ms * 1000));
        if (fields > 2)
        {
            text.Add(isSameValue ? 0 : FindValue(trace, place), entry.Value);
        }

        if (fields > 3)
        {
            text.Add(isSameFile ? 0 : -1, entry.File);
        }

        if (fields > 4)
        {
            text.Add(entry.Result.Word());
        }

        if (fields > 5)
        {
            text.Add(entry.Detail);
        }

        text.EndEntry();
    }

    /// <summary>The number, counted from 1, of an entry nearby that has the same value; -1 when none has.</summary>
    private static int FindValue(ReadOnlySpan<TraceEntry> trace, int place)
    {
        var value = trace[place].Value;
        for (var i = place - 2; i >= Math.Max(0, place - Nearby); i--)
        {
            if (trace[i].Value == value)
            {
                return i + 1;
            }
        }

        return -1;
    }

    private static List<TraceEntry> Parse(JsonElement stored)
    {
        var trace = new List<TraceEntry>(stored.GetArrayLength());
        foreach (var entry in stored.EnumerateArray())
        {
            var fields = entry.GetArrayLength();
            var last = trace.Count > 0 ? trace[^1] : new TraceEntry("", "", null, TraceResult.Pass, "", 0);
            _ = TraceResultExtensions.TryParseWord(fields > 4 ? entry[4].GetString() : TraceResult.Pass.Word(), out var result);
            trace.Add(new TraceEntry(
                entry[0].ValueKind == JsonValueKind.Number ? s_rungs[entry[0].GetInt32()] : entry[0].GetString()!,
                fields > 2 ? ValueOf(entry[2], trace, last) : last.Value,
                fields > 3 && entry[3].ValueKind != JsonValueKind.Number ? entry[3].GetString() : last.File,
                result,
                fields > 5 ? entry[5].GetString()! : "",
                entry[1].GetInt64() / 1000.0));
        }

        return trace;
    }

    private static string ValueOf(JsonElement value, List<TraceEntry> trace, TraceEntry last) =>
        value.ValueKind != JsonValueKind.Number ? value.GetString()! : value.GetInt32() is > 0 and var number ? trace[number - 1].Value : last.Value;
}
