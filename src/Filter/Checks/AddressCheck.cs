using MsLite.Filter.Policy;
using MsLite.Mail.Mime;

namespace MsLite.Filter.Checks;

/// <summary>Refuses a From field that no mail program writes: none at all, an address that looks like a command or an option, a doubled at sign.</summary>
internal sealed class AddressCheck : ICheck
{
    private const string BogusInitials = "-|_!";

    public string Name => "address";

    public string Summary => "Refuses mail without an author (From:), or with an author's address that begins with - | _ or !, or holds @@.";

    public int Order => 90;

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ValueTask.FromResult(Examine(transaction.Message.Headers));

    private static CheckResult Examine(HeaderList headers)
    {
        // RFC 5322 §3.6: every message has a From field.
        if (headers.All("From").All(field => field.Value.Length == 0))
        {
            return CheckResult.Refuse("From: missing or empty.");
        }

        var address = "";
        foreach (var mailbox in AddressListParser.Parse(headers, "From").Mailboxes)
        {
            address = mailbox.Address.ToLowerInvariant();
            if (Fault(address) is { } reason)
            {
                return CheckResult.Refuse(reason, address);
            }
        }

        return CheckResult.Pass(address);
    }

    private static string? Fault(string address) =>
        address.Length > 0 && BogusInitials.Contains(address[0], StringComparison.Ordinal) ? $"Bogus initial character From header : {address}"
        : address.Contains("@@", StringComparison.Ordinal) ? $"From: contains two '@' signs : {address}"
        : null;
}
