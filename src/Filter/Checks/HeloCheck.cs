using System.Net;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>
/// Refuses a client that introduces itself by a name no mail server on the internet has: a server knows its own public name, while
/// a hijacked desktop mostly sends what it finds in its settings.
/// </summary>
internal sealed class HeloCheck : ICheck
{
    private static readonly string[] s_localDomains = [".lan", ".local", ".localdomain", ".internal"];

    public string Name => "helo";

    public string Summary => "Refuses clients whose HELO name is unqualified, local, a bare IP address, or holds an underscore. Mail servers know their own name.";

    public int Order => 40;

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        var name = transaction.HelloName;
        return ValueTask.FromResult(Fault(name) is { } reason ? CheckResult.Refuse(reason, name) : CheckResult.Pass(name));
    }

    // RFC 5321 §4.1.4 asks not to refuse for a name that does not verify; none of these could be looked up at all.
    private static string? Fault(string given)
    {
        if (IsAddressLiteral(given))
        {
            return null;
        }

        var name = given.EndsWith('.') ? given[..^1] : given;
        return name.Contains('_', StringComparison.Ordinal) ? "Invalid character in HELO: _"
            : !name.Contains('.', StringComparison.Ordinal) ? "HELO should be qualified"
            : IsBareAddress(name) ? "HELO should not be an IP address"
            : s_localDomains.Any(domain => name.EndsWith(domain, StringComparison.OrdinalIgnoreCase)) ? "HELO should not have a local domain"
            : null;
    }

    // RFC 5321 §4.1.3: a host without a name gives its address in brackets.
    private static bool IsAddressLiteral(string name)
    {
        if (name.Length < 3 || name[0] != '[' || name[^1] != ']')
        {
            return false;
        }

        var address = name[1..^1];
        return address.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)
            ? IPAddress.TryParse(address.AsSpan(5), out _)
            : IPAddress.TryParse(address, out _);
    }

    /// <summary>Four numbers, in range or not; or IPv6 with an IPv4 tail, the only form of it that has a dot.</summary>
    private static bool IsBareAddress(string name)
    {
        var labels = name.Split('.');
        return (labels.Length == 4 && labels.All(label => label.Length > 0 && label.All(char.IsAsciiDigit)))
            || (name.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(name, out _));
    }
}
