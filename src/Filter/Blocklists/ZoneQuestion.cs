using System.Net;
using MsLite.Filter.Policy;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Blocklists;

/// <summary>Asks one zone about one client, and believes it only as far as the watch allows.</summary>
internal sealed class ZoneQuestion(IDnsResolver dns, BlocklistWatch watch, FilterMetrics metrics, TimeProvider clock)
{
    // The text is evidence for whoever reads the trace; no message waits long for it.
    private static readonly TimeSpan s_mostForText = TimeSpan.FromSeconds(1.5);

    private const int MostText = 300;

    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public async Task<ZoneReply> AskAsync(Zone zone, IPAddress client, CancellationToken ct)
    {
        var watched = watch.Use(zone.Name);
        var reply = watched.Health is { IsSuspended: true } health
            ? new ZoneReply(zone, ZoneAnswer.Failed, health)
            : await AskAsync(zone, watched, ReverseName.ForZone(client, zone.Name), ct);
        metrics.ZoneAnswered(watched.Label, reply.Word);
        return reply;
    }

    private async Task<ZoneReply> AskAsync(Zone zone, WatchedZone watched, string name, CancellationToken ct)
    {
        var answer = ZoneAnswer.Of(await dns.QueryAsync(name, DnsType.A, ct), zone.Codes);
        switch (answer.Finding)
        {
            case ZoneFinding.Broken:
                var health = ZoneHealth.Broken(answer.Codes);
                watched.Suspend(health);
                return new ZoneReply(zone, answer, health);
            case ZoneFinding.Listed:
                return await BelieveAsync(new ZoneReply(zone, answer), watched, name, ct);
            default:
                return new ZoneReply(zone, answer);
        }
    }

    /// <summary>A listing counts only once the zone has been tested.</summary>
    private async Task<ZoneReply> BelieveAsync(ZoneReply reply, WatchedZone watched, string name, CancellationToken ct)
    {
        var text = TextAsync(name, ct);
        await watched.FirstProbe.WaitAsync(ct);
        if (watched.Health is { IsSuspended: true } health)
        {
            return reply with { Suspended = health };
        }

        watched.NoteListing();
        return reply with { Text = await text };
    }

    // RFC 5782 §2.1: a TXT record beside the A record tells why.
    private async Task<string> TextAsync(string name, CancellationToken ct)
    {
        try
        {
            var answer = await dns.QueryAsync(name, DnsType.Txt, ct).AsTask().WaitAsync(s_mostForText, clock, ct);
            return PlainText.Clean(string.Join(" / ", answer.Texts), MostText);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return "";
        }
    }
}
