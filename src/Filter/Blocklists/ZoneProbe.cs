using MsLite.Mail.Dns;

namespace MsLite.Filter.Blocklists;

/// <summary>
/// Puts the test questions of RFC 5782 §5 to a zone: an address that every list holds, and one that none does. The answers tell
/// whether it still is a list, and whether it lists the world.
/// </summary>
internal static class ZoneProbe
{
    // ::FFFF:7F00:2 and ::FFFF:7F00:1, as lists of IPv6 addresses hold them.
    private const string Mapped = ".0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0";

    private static readonly string[] s_names = ["2.0.0.127", "1.0.0.127", "2" + Mapped, "1" + Mapped];

    /// <exception cref="OperationCanceledException">The program ends.</exception>
    public static async Task<ZoneHealth> AskAsync(IDnsResolver dns, string zone, CancellationToken ct)
    {
        var answers = await Task.WhenAll(s_names.Select(name => AskOneAsync(dns, $"{name}.{zone}", ct)));
        return Conclude(answers);
    }

    private static async Task<ZoneAnswer> AskOneAsync(IDnsResolver dns, string name, CancellationToken ct) =>
        ZoneAnswer.Of(await dns.QueryAsync(name, DnsType.A, ct), accepted: []);

    /// <param name="answers">Of the listed and the unlisted address in IPv4, then in IPv6.</param>
    private static ZoneHealth Conclude(ZoneAnswer[] answers)
    {
        if (answers.FirstOrDefault(answer => answer.Finding == ZoneFinding.Broken) is { } broken)
        {
            return ZoneHealth.Broken(broken.Codes);
        }

        var (listed, unlisted, listed6, unlisted6) = (answers[0].Finding, answers[1].Finding, answers[2].Finding, answers[3].Finding);
        return unlisted == ZoneFinding.Listed || unlisted6 == ZoneFinding.Listed ? ZoneHealth.ListsTheWorld
            : IsWell(listed, unlisted) || IsWell(listed6, unlisted6) ? ZoneHealth.Well
            : answers.Any(answer => answer.Finding == ZoneFinding.Failed) ? ZoneHealth.Silent
            : ZoneHealth.NoTestEntry;
    }

    private static bool IsWell(ZoneFinding listed, ZoneFinding unlisted) => listed == ZoneFinding.Listed && unlisted == ZoneFinding.Clear;
}
