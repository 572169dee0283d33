using MsLite.Mail.Dns;

namespace MsLite.Mail.Auth.Dkim;

/// <summary>The keys that a signature names (RFC 6376 §3.6.2, §6.1.2).</summary>
/// <param name="Records">Those that can be read.</param>
/// <param name="Fault">Why there are none.</param>
internal sealed record DkimKeys(IReadOnlyList<DkimKeyRecord> Records, SignatureFault? Fault)
{
    // RFC 6376 §3.6.2.2 forbids several records; some publish two, of different kinds. Each costs a verification.
    private const int MaxRecords = 4;

    public static async Task<DkimKeys> FetchAsync(IDnsResolver dns, string keyName, CancellationToken ct)
    {
        var answer = await dns.QueryAsync(keyName, DnsType.Txt, ct);
        if (answer.Status == DnsStatus.TemporaryFailure)
        {
            return new([], new SignatureFault(AuthResult.TempError, "DNS does not answer for the key at present"));
        }

        var records = answer.Texts.Take(MaxRecords).Select(DkimKeyRecord.Parse).OfType<DkimKeyRecord>().ToList();
        var fault = records.Count > 0 ? null : SignatureFault.PermError(answer.IsFound ? "syntax error in the key record" : "no key");
        return new(records, fault);
    }
}
