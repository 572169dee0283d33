using MsLite.Mail.Dns;

namespace MsLite.Mail.Auth.Dmarc;

/// <summary>What a tree walk from one domain towards the root found (RFC 9989 §4.10).</summary>
/// <param name="Start">Where it began.</param>
/// <param name="Records">The records found, from the longest name to the shortest.</param>
/// <param name="Failed">DNS did not answer somewhere, so that more may be there than was found.</param>
internal sealed record DmarcTreeWalk(string Start, IReadOnlyList<(string Domain, DmarcRecord Record)> Records, bool Failed)
{
    // RFC 9989 §4.10: at most eight queries, however long the name.
    private const int MaxLabels = 8;

    /// <summary>RFC 9989 §4.10.2: which of the domains on the way is the organizational domain.</summary>
    public string OrganizationalDomain
    {
        get
        {
            foreach (var (domain, record) in Records)
            {
                if (record.IsOrganizationalDomain)
                {
                    return domain;
                }

                if (record.IsPublicSuffix && domain != Start)
                {
                    return OneBelow(domain);
                }
            }

            return Records.Count == 0 ? Start : Records[^1].Domain;
        }
    }

    /// <summary>RFC 9989 §4.10.1: the record of the start, else of its organizational domain, else of the public suffix.</summary>
    public (string Domain, DmarcRecord Record)? Policy
    {
        get
        {
            var organizational = OrganizationalDomain;
            foreach (var found in Records)
            {
                if (found.Domain == Start || found.Domain == organizational || found.Record.IsPublicSuffix)
                {
                    return found;
                }
            }

            return null;
        }
    }

    public static async Task<DmarcTreeWalk> WalkAsync(IDnsResolver dns, string start, CancellationToken ct)
    {
        var records = new List<(string, DmarcRecord)>();
        var failed = false;
        for (var domain = start; domain.Length > 0; domain = Parent(domain))
        {
            var answer = await dns.QueryAsync("_dmarc." + domain, DnsType.Txt, ct);
            failed |= answer.Status == DnsStatus.TemporaryFailure;

            // RFC 9989 §4.10: several policy records at one name are all discarded.
            var found = answer.Texts.Select(DmarcRecord.Parse).OfType<DmarcRecord>().ToList();
            if (found.Count != 1)
            {
                continue;
            }

            records.Add((domain, found[0]));
            if (found[0].IsPublicSuffix || found[0].IsOrganizationalDomain)
            {
                break;
            }
        }

        return new DmarcTreeWalk(start, records, failed);
    }

    private string OneBelow(string suffix)
    {
        var labels = Start.Split('.');
        var count = suffix.Split('.').Length + 1;
        return string.Join('.', labels[Math.Max(0, labels.Length - count)..]);
    }

    // RFC 9989 §4.10 step 4: of eight labels or more seven are left; of fewer, all but the first.
    private static string Parent(string domain)
    {
        var labels = domain.Split('.');
        return string.Join('.', labels[(labels.Length < MaxLabels ? 1 : labels.Length - (MaxLabels - 1))..]);
    }
}
