using System.Net.Sockets;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Refuses an IPv4 client without a reverse name: who runs a mail server names it, who runs a bot on somebody's computer cannot.</summary>
internal sealed class Rdns4Check : ICheck
{
    public string Name => "rdns4";

    public string Summary => "Refuses mail from an IPv4 client that has no reverse name in DNS: mail servers have one.";

    public int Order => 50;

    public bool RestsOnClient => true;

    public IReadOnlyList<string> OtherSwitches => ["rdns"];

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ValueTask.FromResult(ReverseNameRule.Examine(transaction, AddressFamily.InterNetwork));
}
