using System.Net;
using System.Net.Sockets;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Auth.Spf;

/// <summary>Asks DNS whether the client is what a mechanism names (RFC 7208 §5.3 to §5.7), and counts void look-ups.</summary>
internal sealed class SpfMatcher(IDnsResolver dns, SpfQuestion question)
{
    private readonly AddressFamily _family = question.Client.AddressFamily;
    private int _voids;
    private bool _noReverseName;
    private List<string>? _reverseNames;

    /// <summary>Whether the client is in the network; never across families.</summary>
    public bool Contains(IPAddress network, SpfDirective directive)
    {
        if (network.AddressFamily != _family)
        {
            return false;
        }

        var bits = _family == AddressFamily.InterNetwork ? directive.Prefix4 : directive.Prefix6;
        Span<byte> ours = stackalloc byte[16];
        Span<byte> theirs = stackalloc byte[16];
        question.Client.TryWriteBytes(ours, out _);
        network.TryWriteBytes(theirs, out _);
        var whole = bits / 8;
        return ours[..whole].SequenceEqual(theirs[..whole])
            && (bits % 8 == 0 || (ours[whole] ^ theirs[whole]) >> (8 - (bits % 8)) == 0);
    }

    /// <summary>Whether <paramref name="directive"/> (a, mx, ptr or exists) matches, asked of the expanded <paramref name="target"/>.</summary>
    public ValueTask<(bool Matches, SpfOutcome? Failure)> MatchAsync(SpfDirective directive, string target, string domain, CancellationToken ct) =>
        directive.Mechanism switch
        {
            SpfMechanism.A => MatchAddressAsync(directive, target, domain, ct),
            SpfMechanism.Mx => MatchExchangerAsync(directive, target, domain, ct),
            SpfMechanism.Exists => MatchExistsAsync(target, domain, ct),
            _ => MatchReverseNameAsync(target, domain, ct),
        };

    /// <summary>The name for <c>%{p}</c> (RFC 7208 §7.3): validated; the domain itself before one below it before any other; else "unknown".</summary>
    public async ValueTask<string> ReverseNameAsync(string domain, CancellationToken ct)
    {
        var names = await ValidatedAsync(ct);
        return names.Find(name => name == domain) ?? names.Find(name => DnsName.IsBelow(name, domain)) ?? names.FirstOrDefault() ?? "unknown";
    }

    private async ValueTask<(bool, SpfOutcome?)> MatchAddressAsync(SpfDirective directive, string target, string domain, CancellationToken ct)
    {
        var answer = await dns.AddressesAsync(target, _family, ct);
        return Failure(answer, target, domain) is { } failure ? (false, failure) : (MatchesAny(answer, directive), null);
    }

    private async ValueTask<(bool, SpfOutcome?)> MatchExistsAsync(string target, string domain, CancellationToken ct)
    {
        // RFC 7208 §5.7: an A record, even when the client speaks IPv6.
        var answer = await dns.QueryAsync(target, DnsType.A, ct);
        return (answer.IsFound, Failure(answer, target, domain));
    }

    private async ValueTask<(bool, SpfOutcome?)> MatchExchangerAsync(SpfDirective directive, string target, string domain, CancellationToken ct)
    {
        var answer = await dns.QueryAsync(target, DnsType.Mx, ct);
        if (Failure(answer, target, domain) is { } failure)
        {
            return (false, failure);
        }

        // RFC 7208 §4.6.4: more than ten exchangers is an error, not a reason to stop at ten.
        if (answer.Records.Count > SpfLimits.Exchangers)
        {
            return (false, SpfOutcome.PermError(domain, $"more than {SpfLimits.Exchangers} exchangers at {target}"));
        }

        foreach (var exchanger in answer.Exchangers)
        {
            var addresses = await dns.AddressesAsync(exchanger.Exchange, _family, ct);
            if (addresses.Status == DnsStatus.TemporaryFailure)
            {
                return (false, SpfOutcome.TempError(exchanger.Exchange));
            }

            if (MatchesAny(addresses, directive))
            {
                return (true, null);
            }
        }

        return (false, null);
    }

    private async ValueTask<(bool, SpfOutcome?)> MatchReverseNameAsync(string target, string domain, CancellationToken ct)
    {
        var names = await ValidatedAsync(ct);
        if (_noReverseName && ++_voids > SpfLimits.VoidLookups)
        {
            return (false, TooManyVoids(domain));
        }

        return (names.Exists(name => name == target || DnsName.IsBelow(name, target)), null);
    }

    /// <summary>The client's reverse names that lead back to it (RFC 7208 §5.5); asked once.</summary>
    private async ValueTask<List<string>> ValidatedAsync(CancellationToken ct)
    {
        if (_reverseNames is not null)
        {
            return _reverseNames;
        }

        // RFC 7208 §5.5: an error of DNS here is no match, and a name whose address cannot be had is skipped.
        var answer = await dns.ReverseAsync(question.Client, ct);
        _noReverseName = answer.IsVoid;
        _reverseNames = [];
        foreach (var name in answer.Names.Take(SpfLimits.ReverseNames))
        {
            var addresses = await dns.AddressesAsync(name, _family, ct);
            if (addresses.Addresses.Contains(question.Client))
            {
                _reverseNames.Add(DomainName.ToKey(name));
            }
        }

        return _reverseNames;
    }

    private bool MatchesAny(DnsAnswer answer, SpfDirective directive) => answer.Addresses.Any(address => Contains(address, directive));

    // RFC 7208 §4.6.4 limits the *terms* whose queries come back empty. Counting each host of an mx, as some do, would make
    // a permerror of every domain with three IPv4-only exchangers as soon as an IPv6 client asks.
    private SpfOutcome? Failure(DnsAnswer answer, string target, string domain)
    {
        if (answer.Status == DnsStatus.TemporaryFailure)
        {
            return SpfOutcome.TempError(target);
        }

        return answer.IsVoid && ++_voids > SpfLimits.VoidLookups ? TooManyVoids(domain) : null;
    }

    private static SpfOutcome TooManyVoids(string domain) =>
        SpfOutcome.PermError(domain, $"more than {SpfLimits.VoidLookups} terms that name nothing in DNS");
}
