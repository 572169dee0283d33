using MsLite.Filter.Policy;
using MsLite.Mail;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Arc;
using MsLite.Mail.Auth.Dmarc;

namespace MsLite.Filter.Checks;

/// <summary>
/// Refuses mail for which the domain in From does not stand, by SPF or DKIM, if that domain asks to have such mail refused
/// (RFC 9989). A forwarder named in <c>sealers:</c> may vouch for what it has changed (ARC, RFC 8617).
/// </summary>
internal sealed class DmarcCheck : ICheck
{
    public string Name => "dmarc";

    public string Summary => "Refuses mail that uses a domain's name in From without its SPF or DKIM, when the domain's DMARC policy asks for that.";

    public int Order => 140;

    public bool UsesNetwork => true;

    public bool RestsOnClient => true;

    public bool IsInAll => false;

    public IReadOnlyList<CheckParameter> Parameters { get; } =
    [
        new("quarantine", "refuse", "Also a policy of quarantine refuses; without the line only one of reject does."),
        new("sealers", "lists.example.org, google.com", "Forwarders that are trusted to say what they saw (ARC); nobody without the line."),
    ];

    public IEnumerable<string> Faults(PolicyBody parameters)
    {
        if (parameters["quarantine"] is { } text && !IsRefuse(text))
        {
            yield return $"has \"quarantine: {PlainText.Clean(text)}\", which changes nothing: the only word for it is \"refuse\".";
        }

        foreach (var sealer in Sealers(parameters["sealers"]).Where(sealer => !sealer.Contains('.', StringComparison.Ordinal)))
        {
            yield return $"trusts the sealer \"{PlainText.Clean(sealer)}\", which is no domain: write one such as lists.example.org.";
        }
    }

    public async ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        // Forwarded mail is the reason for a trusted sealer; the chain is of no use to anybody else.
        var sealers = Sealers(parameters["sealers"]);
        var arc = sealers.Count > 0 ? transaction.Authentication.ArcAsync() : null;
        var dmarc = await transaction.Authentication.DmarcAsync();
        if (!dmarc.IsRefusable)
        {
            return dmarc.Result == AuthResult.TempError
                ? CheckResult.Abstain(Sentence(dmarc), dmarc.AuthorDomain)
                : CheckResult.Pass(dmarc.AuthorDomain, Sentence(dmarc));
        }

        if (!AsksToRefuse(dmarc, parameters))
        {
            return CheckResult.Pass(dmarc.AuthorDomain, $"{Sentence(dmarc)}; refused only with \"quarantine: refuse\"");
        }

        if (arc is not null && ArcTrust.Vouches(await arc, sealers, dmarc.AuthorDomain) is { } hop)
        {
            return CheckResult.Pass(dmarc.AuthorDomain, $"{Sentence(dmarc)}; but {hop.Sealer} saw it pass: {hop.Results}");
        }

        return CheckResult.Refuse($"DMARC policy of {dmarc.PolicyDomain} refuses this message", dmarc.AuthorDomain) with { Evidence = Sentence(dmarc) };
    }

    private static bool AsksToRefuse(DmarcResult dmarc, PolicyBody parameters) =>
        dmarc.Policy == DmarcPolicy.Reject || IsRefuse(parameters["quarantine"]);

    private static bool IsRefuse(string? text) => string.Equals(text, "refuse", StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> Sealers(string? text) => text is null
        ? []
        : [.. text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(DomainName.ToKey)];

    private static string Sentence(DmarcResult dmarc)
    {
        var by = dmarc.AlignedBy.Length > 0 ? $" by {dmarc.AlignedBy}" : "";
        var reason = dmarc.Reason.Length > 0 ? $" ({dmarc.Reason})" : "";
        var record = dmarc.Record.Length > 0 ? $"; _dmarc.{dmarc.PolicyDomain} \"{dmarc.Record}\"" : "";
        return $"{dmarc.Result.ToWord()}{by}{reason}{record}";
    }
}
