using MsLite.Filter.Policy;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Spf;

namespace MsLite.Filter.Checks;

/// <summary>Refuses mail whose return path's domain says in DNS that this client may not send for it (RFC 7208).</summary>
internal sealed class SpfCheck : ICheck
{
    public string Name => "spf";

    public string Summary => "Refuses mail from a client that the envelope sender's domain does not name in its SPF record, or whose record is broken.";

    public int Order => 130;

    public bool UsesNetwork => true;

    public bool RestsOnClient => true;

    public async ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        var spf = await transaction.Authentication.SpfAsync();
        var sender = SpfQuestion.For(transaction.Client.Address, transaction.ReturnPath, transaction.HelloName).Sender;
        return spf.Result switch
        {
            // RFC 7208 §8.4, §8.7: what may be refused. The domain's own words go to the sender, who may know whom to ask (§6.2).
            AuthResult.Fail => Refuse(sender, spf, spf.Explanation ?? $"{spf.Domain} does not let {transaction.Client.Address} send its mail"),
            AuthResult.PermError => Refuse(sender, spf, spf.Problem ?? "the record cannot be understood"),
            AuthResult.TempError => CheckResult.Abstain($"temperror: {spf.Problem ?? "DNS does not answer"}; {Evidence(spf)}", sender),
            _ => CheckResult.Pass(sender, $"{spf.Result.ToWord()}; {Evidence(spf)}"),
        };
    }

    private static CheckResult Refuse(string sender, SpfResult spf, string explanation) =>
        CheckResult.Refuse($"SPF failure {sender} - {spf.Result.ToWord()} - {explanation}", sender) with { Evidence = Evidence(spf) };

    /// <summary>The directive that decided, and every record it stands on.</summary>
    private static string Evidence(SpfResult spf)
    {
        var records = spf.Sources.Count == 0
            ? $"{spf.Domain} has no SPF record"
            : string.Join(", ", spf.Sources.Select(source => $"{source.Domain} \"{source.Text}\""));
        return spf.Mechanism is null ? records : $"{spf.Mechanism} of {records}";
    }
}
