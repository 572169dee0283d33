using System.Net;
using MsLite.Filter.Policy;
using MsLite.Mail;

namespace MsLite.Filter.Lint;

/// <summary>For each kind of entry: why a name can never match, in words that say what to write instead. Null when it can.</summary>
internal static class NameRules
{
    /// <summary>What holds for every name that mail may ask for.</summary>
    public static string? Any(string name)
    {
        if (!PolicyName.TryParse(name, out var parsed))
        {
            return "is a name that is never looked up: none may begin with a dot, hold a backslash or a control character, or be * here. Remove it.";
        }

        return parsed.Text == name ? null : $"can never match, because names are looked up in lower case. Rename it to {parsed.Text}.";
    }

    public static string? Domain(string name)
    {
        var key = DomainName.ToKey(name);
        return key != name && PolicyName.TryParse(key, out _) ? $"can never match, because domains are looked up in lower case, without a final dot and as A-labels. Rename it to {key}."
            : Any(name) is { } fault ? fault
            : name.Contains('@', StringComparison.Ordinal) ? "holds an @, but this place is for domains: name only what stands behind it."
            : name.Any(char.IsWhiteSpace) ? "holds white space, which no domain does. Rename it."
            : null;
    }

    /// <summary>An exact domain of a list.</summary>
    public static string? ListedDomain(string name) => name.StartsWith('.') || name.StartsWith("*.", StringComparison.Ordinal)
        ? "can never match: an entry is for one domain exactly, and not for those below it. Name the domain itself."
        : Domain(name);

    public static string? Sender(string name)
    {
        var at = name.LastIndexOf('@');
        return at > 0 && at < name.Length - 1 ? Any(name) ?? DomainOf(name, at)
            : "can never match: a sender is a whole address, such as ann@example.net. For all senders of a domain use the list domains.";
    }

    /// <param name="hosted">The domain whose list this is; null for the global one.</param>
    public static string? Recipient(string name, string? hosted)
    {
        var at = name.LastIndexOf('@');
        return Any(name) ?? (at <= 0 ? null : DomainOf(name, at) ?? (hosted is null || name[(at + 1)..] == hosted
            ? null
            : $"can never match: it names a recipient at another domain than {hosted}."));
    }

    public static string? TopLevelDomain(string name)
    {
        var label = name.StartsWith('.') ? name[1..] : name;
        return label.Contains('.', StringComparison.Ordinal)
            ? "can never match: a top-level domain is only the last label of a name, such as ph."
            : Domain(label);
    }

    /// <summary>An address, or a prefix with an underscore.</summary>
    public static string? Address(string name)
    {
        if (PrefixNames.TryParse(name, out var network, out var length))
        {
            var prefix = network.IsIPv4MappedToIPv6
                ? ClientAddress.PrefixText(network.MapToIPv4(), Math.Max(length - 96, 0))
                : ClientAddress.PrefixText(network, length);
            return prefix == name ? null : $"can never match in this spelling. Rename it to {prefix}.";
        }

        if (IPAddress.TryParse(name, out var address))
        {
            var text = new ClientAddress(address).Text;
            return text == name ? null : $"can never match in this spelling. Rename it to {text}.";
        }

        return "is neither an address nor a prefix: write 192.0.2.7, 2001:db8::7, 192.0.2.0_24 or 2001:db8::_32.";
    }

    private static string? DomainOf(string name, int at) => DomainName.ToKey(name[(at + 1)..]) is var key && key == name[(at + 1)..]
        ? null
        : $"can never match, because domains are looked up in lower case, without a final dot and as A-labels. Rename it to {name[..at]}@{key}.";
}
