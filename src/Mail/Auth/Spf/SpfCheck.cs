using MsLite.Mail.Dns;

namespace MsLite.Mail.Auth.Spf;

/// <summary>One run of check_host() with its includes and redirects: they share the counted limits.</summary>
internal sealed class SpfCheck(IDnsResolver dns, SpfQuestion question, DateTimeOffset now)
{
    private readonly SpfMatcher _matcher = new(dns, question);
    private readonly List<SpfSource> _sources = [];
    private int _lookups;

    /// <summary>The records read so far.</summary>
    public IReadOnlyList<SpfSource> Sources => _sources;

    public async ValueTask<SpfOutcome> CheckAsync(string domain, CancellationToken ct)
    {
        // RFC 7208 §4.3: a malformed name, or one of a single label, has no policy.
        if (!DnsName.IsUsable(domain) || !domain.Contains('.', StringComparison.Ordinal))
        {
            return new SpfOutcome(AuthResult.None, domain);
        }

        var answer = await dns.QueryAsync(domain, DnsType.Txt, ct);
        if (answer.Status == DnsStatus.TemporaryFailure)
        {
            return SpfOutcome.TempError(domain);
        }

        // RFC 7208 §4.5
        var texts = answer.Texts.Where(SpfParser.IsSpf).ToList();
        _sources.AddRange(texts.Select(text => new SpfSource(domain, text)));
        return texts.Count switch
        {
            0 => new SpfOutcome(AuthResult.None, domain),
            1 => await EvaluateAsync(domain, SpfParser.Parse(texts[0]), ct),
            _ => SpfOutcome.PermError(domain, $"{texts.Count} SPF records where one is allowed"),
        };
    }

    /// <summary>The explanation the failing record offers, or null (RFC 7208 §6.2).</summary>
    public async ValueTask<string?> ExplainAsync(SpfOutcome outcome, CancellationToken ct)
    {
        if (outcome.ExplanationSpec is null || await TargetAsync(outcome.ExplanationSpec, outcome.Domain, ct) is not { } name)
        {
            return null;
        }

        // RFC 7208 §6.2: exactly one record, its strings joined; an error of any kind means: as if there were no exp.
        var texts = (await dns.QueryAsync(name, DnsType.Txt, ct)).Texts.ToList();
        if (texts.Count != 1)
        {
            return null;
        }

        var expanded = await ExpandAsync(texts[0], outcome.Domain, explanation: true, ct);
        return expanded is null || expanded.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? null
            : expanded[..Math.Min(expanded.Length, SpfLimits.ExplanationLength)];
    }

    private async ValueTask<SpfOutcome> EvaluateAsync(string domain, SpfRecord record, CancellationToken ct)
    {
        if (record.Error is not null)
        {
            return SpfOutcome.PermError(domain, record.Error);
        }

        foreach (var directive in record.Directives)
        {
            var (matches, failure) = await MatchAsync(directive, domain, ct);
            if (failure is not null)
            {
                return failure;
            }

            if (matches)
            {
                return new SpfOutcome(directive.Result, domain, directive.Text, record.Explanation);
            }
        }

        // RFC 7208 §4.7: no match and no redirect is neutral. §6.1: redirect counts only without "all", which has matched above.
        return record.Redirect is null
            ? new SpfOutcome(AuthResult.Neutral, domain, "default")
            : await RedirectAsync(domain, record.Redirect, ct);
    }

    private async ValueTask<SpfOutcome> RedirectAsync(string domain, string spec, CancellationToken ct)
    {
        if (++_lookups > SpfLimits.Lookups)
        {
            return TooManyLookups(domain);
        }

        // RFC 7208 §6.1: no record at the target, or no such name, is a permerror.
        var target = await TargetAsync(spec, domain, ct);
        var outcome = target is null ? null : await CheckAsync(target, ct);
        return outcome is null or { Result: AuthResult.None }
            ? SpfOutcome.PermError(domain, $"redirect to {target ?? spec}, which has no SPF record")
            : outcome;
    }

    private async ValueTask<(bool Matches, SpfOutcome? Failure)> MatchAsync(SpfDirective directive, string domain, CancellationToken ct)
    {
        if (directive.Mechanism is SpfMechanism.All or SpfMechanism.Ip4 or SpfMechanism.Ip6)
        {
            return (directive.Mechanism == SpfMechanism.All || _matcher.Contains(directive.Network, directive), null);
        }

        // RFC 7208 §4.6.4
        if (++_lookups > SpfLimits.Lookups)
        {
            return (false, TooManyLookups(domain));
        }

        var target = directive.DomainSpec.Length == 0 ? domain : await TargetAsync(directive.DomainSpec, domain, ct);
        if (directive.Mechanism == SpfMechanism.Include)
        {
            return await IncludeAsync(target ?? directive.DomainSpec, domain, ct);
        }

        // RFC 7208 §4.8: a name that cannot be asked for matches nothing.
        return target is null ? (false, null) : await _matcher.MatchAsync(directive, target, domain, ct);
    }

    // RFC 7208 §5.2: the table of what an include makes of the other record's result.
    private async ValueTask<(bool Matches, SpfOutcome? Failure)> IncludeAsync(string target, string domain, CancellationToken ct)
    {
        var outcome = await CheckAsync(target, ct);
        return outcome.Result switch
        {
            AuthResult.Pass => (true, null),
            AuthResult.TempError or AuthResult.PermError => (false, outcome),
            AuthResult.None => (false, SpfOutcome.PermError(domain, $"include of {target}, which has no SPF record")),
            _ => (false, null),
        };
    }

    /// <summary>The name a domain-spec stands for; null if it is not one that DNS can be asked for.</summary>
    private async ValueTask<string?> TargetAsync(string spec, string domain, CancellationToken ct)
    {
        var expanded = await ExpandAsync(spec, domain, explanation: false, ct);
        return expanded is null ? null : Shorten(DomainName.ToKey(expanded));
    }

    private async ValueTask<string?> ExpandAsync(string text, string domain, bool explanation, CancellationToken ct)
    {
        var reverseName = SpfMacro.UsesReverseName(text) ? await _matcher.ReverseNameAsync(domain, ct) : "unknown";
        return SpfMacro.Expand(text, new SpfMacroValues(question, domain, reverseName, now), explanation);
    }

    /// <summary>RFC 7208 §7.3: an expansion over 253 chars loses labels from the left until it fits. Null if nothing usable is left.</summary>
    private static string? Shorten(string name)
    {
        if (name.Length > DnsName.MaxLength)
        {
            var dot = name.IndexOf('.', name.Length - DnsName.MaxLength - 1);
            name = name[(dot < 0 ? name.Length : dot + 1)..];
        }

        return DnsName.IsUsable(name) ? name : null;
    }

    private static SpfOutcome TooManyLookups(string domain) => SpfOutcome.PermError(domain, $"more than {SpfLimits.Lookups} terms that ask DNS");
}
