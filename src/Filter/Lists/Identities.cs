using MsLite.Filter.Policy;

namespace MsLite.Filter.Lists;

/// <summary>What lists compare of one transaction: who sends, by address, name and return path. Worked out once for all recipients.</summary>
internal sealed class Identities
{
    /// <summary>Host name and top-level domain of a client that has no reverse name.</summary>
    private const string NoName = "unknown";

    public Identities(Transaction transaction)
    {
        Client = new ClientAddress(transaction.Client.Address);
        Sender = transaction.ReturnPath?.Key ?? "";
        SenderDomain = transaction.ReturnPath?.DomainKey ?? "";
        Host = HostOf(transaction.ClientName);
        IsHidden = transaction.ClientIsHidden;
        TopLevelDomain = Host?[(Host.LastIndexOf('.') + 1)..];
    }

    public ClientAddress Client { get; }

    /// <summary>Empty for the null return path, which no list can name.</summary>
    public string Sender { get; }

    public string SenderDomain { get; }

    /// <summary>The client's reverse name, <c>unknown</c> when it has none, null while it is not known whether it has one.</summary>
    public string? Host { get; }

    public string? TopLevelDomain { get; }

    /// <summary>The client's address is a gateway's, and so is its name: neither refuses.</summary>
    public bool IsHidden { get; }

    private static string? HostOf(ClientName name) => name.Name ?? (name.IsKnown ? NoName : null);
}
