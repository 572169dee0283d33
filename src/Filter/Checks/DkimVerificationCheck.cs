using MsLite.Filter.Policy;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Dkim;

namespace MsLite.Filter.Checks;

/// <summary>
/// Verifies DKIM signatures (RFC 6376), for X-DKIM-RESULT and Authentication-Results. Never refuses: a broken signature says no more
/// than none (§6.3).
/// </summary>
internal sealed class DkimVerificationCheck : ICheck
{
    public string Name => "dkim_check";

    public string Summary => "Verifies DKIM signatures and writes the result into the header (X-DKIM-RESULT, Authentication-Results); it never refuses.";

    public int Order => 120;

    public bool UsesNetwork => true;

    public IReadOnlyList<string> OtherSwitches => ["dkim"];

    public async ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        var results = await transaction.Authentication.DkimAsync();
        if (results.Count == 0)
        {
            return CheckResult.Pass("", "The message is not signed.");
        }

        return CheckResult.Pass(string.Join(", ", results.Select(one => one.Domain)), string.Join("; ", results.Select(Sentence)));
    }

    private static string Sentence(DkimResult one)
    {
        var reason = one.Reason.Length == 0 ? "" : $" ({one.Reason})";
        var part = one.SignedLength is { } length ? $", signs only the first {length} octets of the body" : "";
        var key = one.KeyRecord.Length == 0 ? "" : $", {one.KeyBits} bits of {one.Selector}._domainkey.{one.Domain} \"{one.KeyRecord}\"";
        return $"{one.Domain}: {one.Result.ToWord()}{reason}, {one.Algorithm}{part}{key}";
    }
}
