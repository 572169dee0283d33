using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace MsLite.Filter.Journal;

/// <summary>
/// A trace within the details of a row, four or five bytes for most entries: the rung's number in a list, microseconds, what differs from the entry
/// before, and that.
/// </summary>
internal static class JournalTrace
{
    private const int MostEntries = 10_000;
    private const int MostMet = 64;

    // Of a byte for each entry: three bits are the result.
    private const int ResultMask = 7;
    private const int SameValue = 8;
    private const int SameFile = 16;
    private const int NoFile = 32;
    private const int HasDetail = 64;

    /// <summary>Rows refer to these by their numbers: new ones go to the end, and none is ever taken out.</summary>
    internal static readonly string[] Rungs =
    [
        "whitelisted/ips", "whitelisted/hosts", "whitelisted/senders", "whitelisted/domains", "whitelisted/recipients", "whitelisted/tld",
        "blacklisted/ips", "blacklisted/hosts", "blacklisted/senders", "blacklisted/domains", "blacklisted/recipients", "blacklisted/tld", "users",
        "checks/sender", "checks/helo", "checks/rdns4", "checks/rdns6", "checks/date", "checks/empty_body", "checks/mailman", "checks/address",
        "checks/mailers", "checks/dkim", "checks/dkim_check", "checks/spf", "checks/dmarc", "checks/dnsbl", "checks/greylisting", "checks/clamav",
        "checks/rspamd", "checks/spamassassin",
    ];

    private static readonly FrozenDictionary<string, int> s_numbers = Rungs.Index().ToFrozenDictionary(rung => rung.Item, rung => rung.Index, StringComparer.Ordinal);

    private static readonly TraceEntry s_beforeFirst = new("", "", null, TraceResult.Pass, "", 0);

    [ThreadStatic]
    private static (string? Rung, int Number)[]? s_met;

    /// <summary>Whether checks in shadow would have decided something.</summary>
    public static bool HasShadow(IReadOnlyList<TraceEntry> trace)
    {
        foreach (ref readonly var entry in Span(trace))
        {
            if (entry.Result is TraceResult.ShadowRefuse or TraceResult.ShadowDefer)
            {
                return true;
            }
        }

        return false;
    }

    public static void Write(RowWriter row, IReadOnlyList<TraceEntry> trace)
    {
        var entries = Span(trace);
        row.Number((ulong)entries.Length);
        for (var place = 0; place < entries.Length; place++)
        {
            Write(row, entries[place], place > 0 ? entries[place - 1] : s_beforeFirst, place);
        }
    }

    /// <summary>In the readable form (<see cref="TraceJson"/>).</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static string Read(DetailsReader details)
    {
        var trace = new List<TraceEntry>();
        var last = s_beforeFirst;
        for (var left = details.Number(MostEntries); left > 0; left--)
        {
            last = ReadEntry(details, last);
            trace.Add(last);
        }

        return Readable(trace);
    }

    public static string Readable(IReadOnlyList<TraceEntry> trace) => ReadableJson.Of(json => TraceJson.Write(json, trace));

    private static void Write(RowWriter row, in TraceEntry entry, in TraceEntry last, int place)
    {
        var rung = NumberOf(entry.Rung, place);
        var isSameValue = entry.Value == last.Value;
        var isSameFile = entry.File == last.File;
        row.Small(rung + 1);
        row.Number((ulong)(long)Math.Round(entry.Ms * 1000));
        row.Small((int)entry.Result | (isSameValue ? SameValue : 0) | (isSameFile ? SameFile : entry.File is null ? NoFile : 0) | (entry.Detail.Length > 0 ? HasDetail : 0));
        if (rung < 0)
        {
            row.Text(entry.Rung);
        }

        if (!isSameValue)
        {
            row.Text(entry.Value);
        }

        if (!isSameFile && entry.File is not null)
        {
            row.Text(entry.File);
        }

        if (entry.Detail.Length > 0)
        {
            row.Sentence(entry.Detail);
        }
    }

    /// <summary>-1 when it has none. Most messages meet the same rungs at the same places: to see that costs less than to look one up.</summary>
    private static int NumberOf(string rung, int place)
    {
        var met = s_met ??= new (string? Rung, int Number)[MostMet];
        if (place >= MostMet || !ReferenceEquals(met[place].Rung, rung))
        {
            var number = s_numbers.GetValueOrDefault(rung, -1);
            if (place < MostMet)
            {
                met[place] = (rung, number);
            }

            return number;
        }

        return met[place].Number;
    }

    private static TraceEntry ReadEntry(DetailsReader details, in TraceEntry last)
    {
        var number = details.Number(Rungs.Length);
        var micros = details.Number();
        var marks = details.Number(HasDetail | NoFile | SameFile | SameValue | ResultMask);
        return new TraceEntry(
            number > 0 ? Rungs[number - 1] : details.Text(),
            (marks & SameValue) > 0 ? last.Value : details.Text(),
            (marks & SameFile) > 0 ? last.File : (marks & NoFile) > 0 ? null : details.Text(),
            (TraceResult)(marks & ResultMask) is var result && Enum.IsDefined(result) ? result : throw DetailsReader.NoneOfOurs(),
            (marks & HasDetail) > 0 ? details.Text() : "",
            micros / 1000.0);
    }

    /// <summary>Read entry by entry through the interface, a trace takes twice as long.</summary>
    private static ReadOnlySpan<TraceEntry> Span(IReadOnlyList<TraceEntry> trace) => trace is List<TraceEntry> list ? CollectionsMarshal.AsSpan(list) : trace.ToArray();
}
