using System.Net.Sockets;

namespace MsLite.Filter.Checks;

/// <summary>The one question of <see cref="Rdns4Check"/> and <see cref="Rdns6Check"/>: has a client of this family a reverse name?</summary>
internal static class ReverseNameRule
{
    public static CheckResult Examine(Transaction transaction, AddressFamily family)
    {
        var client = transaction.Client.Address;
        if (client.AddressFamily != family)
        {
            return CheckResult.Pass(client.ToString(), "The client is of the other address family.");
        }

        return transaction.ClientName switch
        {
            { Name: { } name } => CheckResult.Pass(client.ToString(), name),
            { IsKnown: true } => CheckResult.Refuse($"Missing reverse DNS for IP:{client} [Unknown]", client.ToString()),
            _ => CheckResult.Abstain("DNS did not say whether the client has a reverse name.", client.ToString()),
        };
    }
}
