using System.Net;
using MsLite.Filter.Blocklists;
using MsLite.Filter.Policy;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Checks;

/// <summary>Refuses a client that one of the domain's DNS blocklists lists (RFC 5782): the experience of many with the same address.</summary>
internal sealed class DnsblCheck(IDnsResolver dns, BlocklistWatch watch, FilterMetrics metrics, TimeProvider clock) : ICheck
{
    /// <summary>No file of this name switches it on: the file <c>zones</c> does.</summary>
    internal const string CheckName = "dnsbl";

    private readonly ZoneQuestion _question = new(dns, watch, metrics, clock);

    public string Name => CheckName;

    public string Summary => "Refuses mail from a client that is listed in one of the DNS blocklists that the domain's file zones names.";

    public int Order => 20;

    public bool UsesNetwork => true;

    public bool IsInAll => false;

    public bool RestsOnClient => true;

    public PolicyFile? FindSwitch(DomainPolicy policy) => policy.FindZones();

    public async ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        var client = transaction.Client.Address;
        var zones = ZoneList.Parse(parameters.Text);
        if (zones.Count == 0)
        {
            return CheckResult.Pass(client.ToString(), "The file names no zone.");
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            return await AskAsync(zones, client, end.Token);
        }
        finally
        {
            // Zones behind the one that decided need not answer any more.
            await end.CancelAsync();
        }
    }

    /// <summary>All zones are asked at once; the first in the file that lists the client gives the reason, however fast another was.</summary>
    private async Task<CheckResult> AskAsync(IReadOnlyList<Zone> zones, IPAddress client, CancellationToken ct)
    {
        var questions = zones.Select(zone => _question.AskAsync(zone, client, ct)).ToList();
        var replies = new List<ZoneReply>();
        foreach (var question in questions)
        {
            var reply = await question;
            replies.Add(reply);
            if (reply.IsListed)
            {
                return CheckResult.Refuse($"IP listed in DNS blacklist {reply.Zone.Name}", client.ToString()) with { Evidence = Tell(replies) };
            }
        }

        return replies.Any(reply => reply.HasSpoken)
            ? CheckResult.Pass(client.ToString(), Tell(replies))
            : CheckResult.Abstain(Tell(replies), client.ToString());
    }

    private static string Tell(List<ZoneReply> replies) => string.Join("; ", replies);
}
