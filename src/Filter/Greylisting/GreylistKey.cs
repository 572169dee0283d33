using System.Net;
using System.Net.Sockets;
using System.Text;
using MsLite.Mail;

namespace MsLite.Filter.Greylisting;

/// <summary>Who sends to whom, as greylisting remembers it: coarse enough that a retry from a pool of hosts is known again.</summary>
/// <param name="Client">The client's network, or the sender's domain where SPF says that the client is the domain's own.</param>
/// <param name="Sender">Empty for a bounce.</param>
internal sealed record GreylistKey(string Client, string Sender, string Recipient)
{
    public static GreylistKey Of(IPAddress client, EmailAddress? returnPath, EmailAddress recipient, bool spfPasses) => new(
        spfPasses && returnPath is not null ? returnPath.DomainKey : Network(client),
        returnPath is null ? "" : $"{Stable(returnPath.LocalPart)}@{returnPath.DomainKey}",
        recipient.Key);

    /// <summary>192.0.2.0/24 or 2001:db8::/64: large senders retry from a neighbour of the first host.</summary>
    private static string Network(IPAddress client)
    {
        var bytes = client.GetAddressBytes();
        var kept = client.AddressFamily == AddressFamily.InterNetwork ? 3 : 8;
        Array.Clear(bytes, kept, bytes.Length - kept);
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    /// <summary>
    /// Mailing lists and bounce handlers put numbers and tags into their return paths, another with every message: without this each
    /// message would be a first one.
    /// </summary>
    private static string Stable(string localPart)
    {
        var plus = localPart.IndexOf('+', StringComparison.Ordinal);
        var text = new StringBuilder(localPart.Length);
        foreach (var c in plus > 0 ? localPart.AsSpan(0, plus) : localPart)
        {
            if (!char.IsAsciiDigit(c))
            {
                text.Append(char.ToLowerInvariant(c));
            }
            else if (text.Length == 0 || text[^1] != '#')
            {
                text.Append('#');
            }
        }

        return text.ToString();
    }
}
