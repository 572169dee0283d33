namespace MsLite.Mail.Dns;

/// <summary>Names as DNS can be asked for them.</summary>
public static class DnsName
{
    public const int MaxLength = 253;

    /// <summary>No empty label, none over 63 octets, at most 253 in all (RFC 1035 §2.3.4). Without a final dot.</summary>
    public static bool IsUsable(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return false;
        }

        var label = 0;
        foreach (var c in name)
        {
            if (c == '.' && label == 0)
            {
                return false;
            }

            label = c == '.' ? 0 : label + 1;
            if (label > 63)
            {
                return false;
            }
        }

        return label > 0;
    }

    /// <summary>Whether <paramref name="name"/> is a sub-domain of <paramref name="domain"/>; both in the form of <see cref="DomainName.ToKey"/>.</summary>
    public static bool IsBelow(string name, string domain) =>
        name.Length > domain.Length && name.EndsWith(domain, StringComparison.Ordinal) && name[^(domain.Length + 1)] == '.';
}
