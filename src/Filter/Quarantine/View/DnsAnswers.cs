namespace MsLite.Filter.Quarantine.View;

/// <summary>What DNS said when a message was judged, out of its ladder: for whoever checks the decision without reading all of it.</summary>
internal static class DnsAnswers
{
    /// <summary>Rungs whose finding rests on DNS; each tells in its detail the records it stands on.</summary>
    private static readonly string[] s_rungs =
        ["blacklisted/hosts", "blacklisted/tld", "checks/dnsbl", "checks/rdns4", "checks/rdns6", "checks/spf", "checks/dkim_check", "checks/dmarc"];

    public static object Of(QuarantineEntry entry) => new
    {
        Client = new { Address = entry.Ip, Name = entry.Host },
        Answers = entry.Trace.Where(asked => s_rungs.Contains(asked.Rung))
            .Select(asked => new { asked.Rung, Asked = asked.Value, Result = asked.Result.Word(), Said = asked.Detail })
            .ToList(),
    };
}
