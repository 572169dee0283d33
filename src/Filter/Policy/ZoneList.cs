using System.Net;
using System.Net.Sockets;

namespace MsLite.Filter.Policy;

/// <summary>The file <c>zones</c>: DNS blocklists, one a line, each with the return codes that count when only some of them do.</summary>
public static class ZoneList
{
    /// <summary>Zones asked about one client. Whoever uses many asks a dozen.</summary>
    public const int Most = 50;

    /// <summary>The zones that can be asked; lines with a fault are left out.</summary>
    public static IReadOnlyList<Zone> Parse(string text) => [.. Lines(text).Select(line => line.Zone).OfType<Zone>().Take(Most)];

    /// <summary>A sentence for each line that can never find anything.</summary>
    public static IReadOnlyList<string> Faults(string text)
    {
        var lines = Lines(text).ToList();
        var faults = lines.Select(line => line.Fault).OfType<string>();
        return lines.Count(line => line.Zone is not null) > Most ? [.. faults, $"Only the first {Most} zones are asked. Remove the others."] : [.. faults];
    }

    private static IEnumerable<(Zone? Zone, string? Fault)> Lines(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var mark = line.IndexOf('#', StringComparison.Ordinal);
            var words = (mark < 0 ? line : line[..mark]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && !IsProperty(words))
            {
                yield return ParseLine(words, number);
            }
        }
    }

    /// <summary>The file is a switch like any other, so it may hold <c>note:</c>, <c>until:</c> and <c>mode:</c> as well; no such key has a dot.</summary>
    private static bool IsProperty(string[] words)
    {
        var colon = words[0].IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? words is [_, [':', ..], ..] : !words[0].AsSpan(0, colon).Contains('.');
    }

    private static (Zone? Zone, string? Fault) ParseLine(string[] words, int number)
    {
        var name = words[0].TrimEnd('.').ToLowerInvariant();
        if (!IsZoneName(name))
        {
            return (null, $"Line {number}: \"{words[0]}\" is not a DNS zone's name; write one such as zen.spamhaus.org.");
        }

        var codes = new List<IPAddress>();
        foreach (var word in words.Skip(1).SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!IPAddress.TryParse(word, out var code) || code.AddressFamily != AddressFamily.InterNetwork || code.GetAddressBytes()[0] != 127)
            {
                return (null, $"Line {number}: \"{word}\" is not a return code; write addresses of 127.0.0.0/8 such as 127.0.0.2.");
            }

            codes.Add(code);
        }

        return (new Zone(name, codes), null);
    }

    /// <summary>RFC 1035 §2.3.4: labels of 1 to 63 octets; an address is to be put in front, so not the whole 253 are free.</summary>
    private static bool IsZoneName(string name) =>
        name.Length is > 0 and <= 180
        && name.Contains('.', StringComparison.Ordinal)
        && name.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        && !IPAddress.TryParse(name, out _);
}

/// <param name="Name">In lower case, no final dot.</param>
/// <param name="Codes">The answers that count; empty: every answer that means "listed".</param>
public sealed record Zone(string Name, IReadOnlyList<IPAddress> Codes);
