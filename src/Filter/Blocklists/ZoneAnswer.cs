using System.Net;
using System.Net.Sockets;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Blocklists;

/// <summary>What a DNS blocklist says about one address.</summary>
/// <param name="Codes">The addresses it answered with, in an order that does not change; empty when it has no entry or did not answer.</param>
internal sealed record ZoneAnswer(ZoneFinding Finding, IReadOnlyList<IPAddress> Codes)
{
    private static readonly IPNetwork s_codes = IPNetwork.Parse("127.0.0.0/8");
    private static readonly IPNetwork s_errors = IPNetwork.Parse("127.255.255.0/24");

    public static readonly ZoneAnswer Failed = new(ZoneFinding.Failed, []);
    private static readonly ZoneAnswer s_clear = new(ZoneFinding.Clear, []);

    /// <summary>"127.0.0.2, 127.0.0.4".</summary>
    public string CodeText => string.Join(", ", Codes);

    /// <param name="accepted">The return codes that count; empty: all of them.</param>
    public static ZoneAnswer Of(DnsAnswer answer, IReadOnlyList<IPAddress> accepted)
    {
        if (answer.Status == DnsStatus.TemporaryFailure)
        {
            return Failed;
        }

        var codes = answer.Addresses.Order(AddressOrder.Instance).ToList();
        return codes.Count == 0 ? s_clear
            : codes.Any(code => !IsCode(code)) ? new ZoneAnswer(ZoneFinding.Broken, codes)
            : accepted.Count == 0 || codes.Any(accepted.Contains) ? new ZoneAnswer(ZoneFinding.Listed, codes)
            : new ZoneAnswer(ZoneFinding.OtherCode, codes);
    }

    /// <summary>Spamhaus, and others after it, answer so when they refuse to answer.</summary>
    public static bool IsError(IPAddress code) => s_errors.Contains(code);

    // RFC 5782 §2.1: an entry is an A record in 127.0.0.0/8.
    private static bool IsCode(IPAddress code) =>
        code.AddressFamily == AddressFamily.InterNetwork && s_codes.Contains(code) && !IsError(code);

    private sealed class AddressOrder : IComparer<IPAddress>
    {
        public static readonly AddressOrder Instance = new();

        public int Compare(IPAddress? x, IPAddress? y) =>
            (x?.GetAddressBytes() ?? []).AsSpan().SequenceCompareTo((y?.GetAddressBytes() ?? []).AsSpan());
    }
}

internal enum ZoneFinding
{
    /// <summary>There is no entry.</summary>
    Clear,

    Listed,

    /// <summary>There is an entry, with none of the return codes that its line in the file names.</summary>
    OtherCode,

    /// <summary>DNS did not say: nothing is known.</summary>
    Failed,

    /// <summary>An error code, or no blocklist's answer at all: whatever this zone says means nothing.</summary>
    Broken,
}
