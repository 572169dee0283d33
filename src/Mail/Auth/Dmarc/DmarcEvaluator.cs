using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Spf;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Auth.Dmarc;

/// <summary>Says whether the From field's domain stands behind a message, from what SPF and DKIM found (RFC 9989).</summary>
public sealed class DmarcEvaluator(IDnsResolver dns)
{
    // Real messages have one author, rarely two. Each costs up to eight queries.
    private const int MaxAuthors = 4;

    /// <summary>
    /// The result for the author domains (<see cref="AuthorDomains"/>): with several, the one that is worst for the message, so that
    /// an added address cannot excuse another. Never fails: what goes wrong is a result. Throws only when cancelled.
    /// </summary>
    public async ValueTask<DmarcResult> EvaluateAsync(
        IReadOnlyList<string> authors, SpfResult? spf, IReadOnlyList<DkimResult> dkim, CancellationToken ct = default)
    {
        // RFC 9989 §5.3.1: without an author domain, or with many, there is nothing to validate.
        if (authors.Count is 0 or > MaxAuthors)
        {
            var reason = authors.Count == 0 ? "the From field names no domain" : $"the From field names {authors.Count} domains";
            return new DmarcResult { Result = AuthResult.PermError, AuthorDomain = authors.Count == 0 ? "" : authors[0], Reason = reason };
        }

        var results = new List<DmarcResult>();
        foreach (var author in authors)
        {
            results.Add(DnsName.IsUsable(author)
                ? await EvaluateAsync(author, Identifiers(spf, dkim), ct)
                : new DmarcResult { Result = AuthResult.PermError, AuthorDomain = author, Reason = "the From field's domain is not a domain name" });
        }

        return results.MaxBy(Severity)!;
    }

    private async ValueTask<DmarcResult> EvaluateAsync(string author, List<DmarcIdentifier> identifiers, CancellationToken ct)
    {
        var walk = await DmarcTreeWalk.WalkAsync(dns, author, ct);
        var organizational = walk.OrganizationalDomain;
        var result = new DmarcResult { Result = AuthResult.None, AuthorDomain = author, OrganizationalDomain = organizational };
        if (walk.Policy is not { Record.Policy: not null } policy)
        {
            return walk.Failed
                ? result with { Result = AuthResult.TempError, Reason = "DNS does not answer for the policy at present" }
                : result with { Reason = walk.Policy is null ? "no policy" : "the policy record asks for nothing", Record = walk.Policy?.Record.Text ?? "" };
        }

        result = result with
        {
            PolicyDomain = policy.Domain,
            Record = policy.Record.Text,
            Policy = await AppliedAsync(policy.Record, author, policy.Domain, ct),
        };
        var alignment = await AlignAsync(walk, policy.Record, identifiers, ct);
        if (walk.Failed && alignment.Result == AuthResult.Fail)
        {
            // A record that could not be had may ask for something milder.
            return result with { Result = AuthResult.TempError, Reason = "DNS does not answer for the whole policy at present" };
        }

        return result with { Result = alignment.Result, AlignedBy = alignment.By, Reason = alignment.Reason };
    }

    /// <summary>RFC 9989 §4.10.1 and, for t=y, §4.7: one step milder.</summary>
    private async ValueTask<DmarcPolicy> AppliedAsync(DmarcRecord record, string author, string domain, CancellationToken ct)
    {
        var isSubdomain = author != domain;
        var exists = !isSubdomain || record.NonexistentPolicy is null || await ExistsAsync(author, ct);
        var policy = record.PolicyFor(isSubdomain, exists);
        return record.IsTesting && policy > DmarcPolicy.None ? policy - 1 : policy;
    }

    // RFC 9989 §3.2.13: a domain does not exist if it has neither A nor AAAA nor MX. Not knowing counts as existing.
    private async ValueTask<bool> ExistsAsync(string author, CancellationToken ct)
    {
        foreach (var type in new[] { DnsType.A, DnsType.Aaaa, DnsType.Mx })
        {
            var answer = await dns.QueryAsync(author, type, ct);
            if (!answer.IsVoid)
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<(AuthResult Result, string By, string Reason)> AlignAsync(
        DmarcTreeWalk author, DmarcRecord record, List<DmarcIdentifier> identifiers, CancellationToken ct)
    {
        var undecided = false;
        foreach (var identifier in identifiers)
        {
            var strict = identifier.Kind == "spf" ? record.IsStrictForSpf : record.IsStrictForDkim;
            var aligned = await IsAlignedAsync(author, identifier.Domain, strict, ct);
            if (aligned is true && identifier.Result == AuthResult.Pass)
            {
                return (AuthResult.Pass, $"{identifier.Kind} {identifier.Domain}", "");
            }

            // What is not known now could have been the aligned pass: then the message has not failed.
            undecided |= aligned is null || (aligned is true && identifier.Result == AuthResult.TempError);
        }

        return undecided
            ? (AuthResult.TempError, "", "DNS does not answer for an identifier at present")
            : (AuthResult.Fail, "", "neither SPF nor DKIM passes for a domain aligned with the author's");
    }

    /// <summary>RFC 9989 §4.10.2; null when DNS does not say.</summary>
    private async ValueTask<bool?> IsAlignedAsync(DmarcTreeWalk author, string domain, bool strict, CancellationToken ct)
    {
        if (domain == author.Start || strict)
        {
            return domain == author.Start;
        }

        // Two domains with one organizational domain both end in it; that saves the walk for most signatures of third parties.
        var organizational = author.OrganizationalDomain;
        if (domain != organizational && !DnsName.IsBelow(domain, organizational))
        {
            return author.Failed && SharesTop(domain, author.Start) ? null : false;
        }

        var walk = await DmarcTreeWalk.WalkAsync(dns, domain, ct);
        return walk.OrganizationalDomain == organizational ? true : walk.Failed || author.Failed ? null : false;
    }

    private static bool SharesTop(string one, string other) =>
        one[(one.LastIndexOf('.') + 1)..] == other[(other.LastIndexOf('.') + 1)..];

    // DKIM first: it survives forwarding, so it is the better thing to name.
    private static List<DmarcIdentifier> Identifiers(SpfResult? spf, IReadOnlyList<DkimResult> dkim)
    {
        var identifiers = dkim.Select(result => new DmarcIdentifier("dkim", result.Domain, result.Result)).ToList();
        if (spf is not null)
        {
            identifiers.Add(new DmarcIdentifier("spf", spf.Domain, spf.Result));
        }

        return [.. identifiers.Where(one => one.Result is AuthResult.Pass or AuthResult.TempError && DnsName.IsUsable(one.Domain)).Distinct()];
    }

    private static int Severity(DmarcResult result) => result switch
    {
        { Result: AuthResult.Fail } => 10 + (int)result.Policy,
        { Result: AuthResult.PermError } => 4,
        { Result: AuthResult.TempError } => 3,
        { Result: AuthResult.None } => 2,
        _ => 1,
    };

    private sealed record DmarcIdentifier(string Kind, string Domain, AuthResult Result);
}
