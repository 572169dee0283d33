namespace MsLite.Mail.Auth.Dmarc;

/// <summary>A DMARC policy record taken apart (RFC 9989 §4.7, §4.8).</summary>
internal sealed record DmarcRecord
{
    // The largest seen list some twenty report addresses; more is no policy.
    private const int MaxLength = 8192;

    /// <summary>As found in DNS.</summary>
    public required string Text { get; init; }

    /// <summary>p=; null if the record asks for nothing that can be understood (§4.10.1): then DMARC does not apply.</summary>
    public DmarcPolicy? Policy { get; private init; }

    /// <summary>sp=</summary>
    public DmarcPolicy? SubdomainPolicy { get; private init; }

    /// <summary>np=</summary>
    public DmarcPolicy? NonexistentPolicy { get; private init; }

    public bool IsStrictForDkim { get; private init; }

    public bool IsStrictForSpf { get; private init; }

    /// <summary>t=y: the policy is to be applied one step milder.</summary>
    public bool IsTesting { get; private init; }

    /// <summary>psd=y: the name is a public suffix.</summary>
    public bool IsPublicSuffix { get; private init; }

    /// <summary>psd=n: the name is an organizational domain, whatever is above it.</summary>
    public bool IsOrganizationalDomain { get; private init; }

    /// <summary>The record, or null if the text is none: the version must be first and exact, all else is forgiven (§4.7).</summary>
    public static DmarcRecord? Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        var tags = new Dictionary<string, string>();
        foreach (var spec in text.Split(';'))
        {
            var equals = spec.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : spec[..equals].Trim(' ', '\t').ToLowerInvariant();
            var value = spec[(equals + 1)..].Trim(' ', '\t');
            if (tags.Count == 0 && (name != "v" || value != "DMARC1"))
            {
                return null;
            }

            // The first of two wins; a nameless one is ignored.
            tags.TryAdd(name, value);
        }

        return Read(text, tags);
    }

    /// <summary>What applies to an author domain for which this record was found, before t= (§4.10.1).</summary>
    public DmarcPolicy PolicyFor(bool isSubdomain, bool exists) =>
        (isSubdomain ? (exists ? null : NonexistentPolicy) ?? SubdomainPolicy : null) ?? Policy ?? DmarcPolicy.None;

    private static DmarcRecord Read(string text, Dictionary<string, string> tags)
    {
        var (p, sp, np) = (Policies(tags, "p"), Policies(tags, "sp"), Policies(tags, "np"));
        var broken = p is null || (sp is null && tags.ContainsKey("sp")) || (np is null && tags.ContainsKey("np"));

        // RFC 9989 §4.10.1: with a bad policy but somewhere to report to, the record counts as p=none; otherwise not at all.
        var record = new DmarcRecord
        {
            Text = text,
            IsStrictForDkim = Is(tags, "adkim", "s"),
            IsStrictForSpf = Is(tags, "aspf", "s"),
            IsTesting = Is(tags, "t", "y"),
            IsPublicSuffix = Is(tags, "psd", "y"),
            IsOrganizationalDomain = Is(tags, "psd", "n"),
        };
        return broken
            ? record with { Policy = HasReportUri(tags) ? DmarcPolicy.None : null }
            : record with { Policy = p, SubdomainPolicy = sp, NonexistentPolicy = np };
    }

    private static DmarcPolicy? Policies(Dictionary<string, string> tags, string name) =>
        Is(tags, name, "none") ? DmarcPolicy.None
        : Is(tags, name, "quarantine") ? DmarcPolicy.Quarantine
        : Is(tags, name, "reject") ? DmarcPolicy.Reject
        : null;

    private static bool Is(Dictionary<string, string> tags, string name, string value) =>
        tags.TryGetValue(name, out var found) && found.Equals(value, StringComparison.OrdinalIgnoreCase);

    // RFC 3986 §3: a scheme, a colon, and something.
    private static bool HasReportUri(Dictionary<string, string> tags) =>
        tags.TryGetValue("rua", out var uris)
        && uris.Split(',').Any(uri => Uri.TryCreate(uri.Trim(), UriKind.Absolute, out var parsed) && (parsed.Scheme != "mailto" || uri.Contains('@', StringComparison.Ordinal)));
}
