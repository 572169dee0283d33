using System.Net.Sockets;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Refuses an IPv6 client without a reverse name: who runs a mail server names it, who runs a bot on somebody's computer cannot.</summary>
internal sealed class Rdns6Check : ICheck
{
    public string Name => "rdns6";

    public string Summary => "Refuses mail from an IPv6 client that has no reverse name in DNS: mail servers have one.";

    public int Order => 51;

    public bool RestsOnClient => true;

    public IReadOnlyList<string> OtherSwitches => ["rdns"];

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ValueTask.FromResult(ReverseNameRule.Examine(transaction, AddressFamily.InterNetworkV6));
}
