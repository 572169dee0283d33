using System.Net;
using System.Net.Sockets;
using MsLite.Filter.Lint;
using MsLite.Mail;

namespace MsLite.Filter.Policy.Editing;

/// <param name="Name">In the one spelling that is looked up.</param>
/// <param name="Fault">Why it can never match, a clause that goes on behind the name; null when it can.</param>
internal readonly record struct EntryName(string Name, string? Fault);

/// <summary>Names as people write them, brought into the one spelling that mail asks for, or refused with a sentence.</summary>
internal static class EntryNames
{
    /// <summary>RFC 1035 §2.3.4, without the final dot.</summary>
    private const int MostOfDomain = 253;

    private const int MostOfLabel = 63;

    public static EntryName Domain(string name)
    {
        if (NameScripts.DomainFault(name) is { } fault)
        {
            return new(name, fault);
        }

        var key = DomainName.ToKey(name);
        return IsDomain(key)
            ? new(key, null)
            : new(name, "is no domain: write labels of letters, digits and hyphens with dots between them, such as example.com.");
    }

    public static EntryName ListedDomain(string name) => name.StartsWith('.') || name.StartsWith("*.", StringComparison.Ordinal)
        ? new(name, NameRules.ListedDomain(name))
        : Domain(name);

    /// <summary>The part of an address in front of the @, in <c>users</c>.</summary>
    public static EntryName LocalPart(string name) => name.Contains('@', StringComparison.Ordinal)
        ? new(name, "is a whole address, but this place is for local parts: name only what stands in front of the @.")
        : Any(name);

    public static EntryName ValidUser(string name) => name == "*" ? new(name, null) : LocalPart(name);

    public static EntryName Sender(string name) => Address(name) is { Fault: null } address ? address with { Fault = NameRules.Sender(address.Name) } : Address(name);

    /// <param name="hosted">The domain whose list this is; null for the global one.</param>
    public static EntryName Recipient(string name, string? hosted) =>
        Address(name) is { Fault: null } address ? address with { Fault = NameRules.Recipient(address.Name, hosted) } : Address(name);

    public static EntryName TopLevelDomain(string name)
    {
        var label = Domain(name.StartsWith('.') ? name[1..] : name);
        return label.Fault is null ? label with { Fault = NameRules.TopLevelDomain(label.Name) } : label;
    }

    /// <summary>A client's address, or a prefix with an underscore.</summary>
    public static EntryName Ip(string name)
    {
        if (PrefixNames.TryParse(name, out var network, out var length) && IsPlain(name[..name.IndexOf('_', StringComparison.Ordinal)], network))
        {
            return new(
                network.IsIPv4MappedToIPv6
                    ? ClientAddress.PrefixText(network.MapToIPv4(), Math.Max(length - 96, 0))
                    : ClientAddress.PrefixText(network, length),
                null);
        }

        return IPAddress.TryParse(name, out var address) && IsPlain(name, address)
            ? new(new ClientAddress(address).Text, null)
            : new(name, NameRules.Address(""));
    }

    /// <summary>What holds for every entry that mail may ask for.</summary>
    public static EntryName Any(string name)
    {
        var fault = NameScripts.Fault(name);
        return fault is null && PolicyName.TryParse(name, out var parsed) ? new(parsed.Text, null) : new(name, fault ?? NameRules.Any(name));
    }

    private static EntryName Address(string name)
    {
        var at = name.LastIndexOf('@');
        if (at < 0)
        {
            return Any(name);
        }

        var (local, domain) = (Any(name[..at]), Domain(name[(at + 1)..]));
        return local.Fault is null && domain.Fault is null ? Any($"{local.Name}@{domain.Name}") : new(name, local.Fault ?? domain.Fault);
    }

    private static bool IsDomain(string key) =>
        key.Length is > 0 and <= MostOfDomain
        && key.Split('.').All(label => label.Length is > 0 and <= MostOfLabel && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        && key != SrvTree.GlobalName;

    /// <summary>"10.1" and "010.0.0.1" are addresses to the parser, but not the ones that people mean; a scope is of no use to policy.</summary>
    private static bool IsPlain(string text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId == 0 && !text.Contains('%', StringComparison.Ordinal) && text[0] != '[' : address.ToString() == text;
}
