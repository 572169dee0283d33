using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Quarantine;
using MsLite.Mail.Auth;

namespace MsLite.Filter.Release;

/// <summary>Whitelists one identity of a refused message's sender for the recipient's domain, and says what that identity is worth.</summary>
public sealed class Welcome(PolicyEditor editor)
{
    /// <summary>The file that would let such mail in; null when the message has no such identity, or one that no file can name.</summary>
    public PolicyPath? PathFor(QuarantineEntry entry, WelcomeKind kind)
    {
        var sender = AddressText.Parse(entry.From);
        var (list, name) = kind switch
        {
            WelcomeKind.Sender => ("senders", sender?.Key),
            WelcomeKind.Domain => ("domains", sender?.DomainKey),
            _ => ("ips", entry.Ip),
        };
        return name is { Length: > 0 } && editor.TryParse(entry.Domain, ["whitelisted", list, name], out var path, out _) && path.Fault is null ? path : null;
    }

    /// <summary>Makes the file.</summary>
    /// <param name="who">For the history.</param>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public PolicyEdit Add(QuarantineEntry entry, WelcomeKind kind, string who) => PathFor(entry, kind) is { } path
        ? editor.Put(path, PolicyContent.Touch, EditCondition.None, who)
        : new PolicyEdit(PolicyEditKind.BadName, "", kind == WelcomeKind.Ip
            ? "The index line has no client's address that a file could be named by."
            : "The return path is empty, as a bounce's is, or names nobody: there is no such sender to whitelist.");

    /// <summary>What can be forged about an identity of this kind: a full sentence.</summary>
    public static string Forgery(WelcomeKind kind) => kind switch
    {
        WelcomeKind.Sender => "The envelope sender is whatever a client writes, so others can forge it.",
        WelcomeKind.Domain => "The envelope sender's domain is whatever a client writes, so others can forge it.",
        _ => "A client's address cannot be forged, but everybody who sends through this server is let in.",
    };

    /// <summary>What can be forged about this identity, and what vouched for it when this message came: full sentences.</summary>
    public static string Worth(QuarantineEntry entry, WelcomeKind kind, IReadOnlyList<ResInfo> authentication)
    {
        if (kind == WelcomeKind.Ip)
        {
            return Forgery(kind);
        }

        var sender = AddressText.Parse(entry.From);
        var vouching = Vouching(sender?.DomainKey ?? "", authentication).ToList();
        return vouching.Count > 0 ? $"{Forgery(kind)} For this message {string.Join(" and ", vouching)}: it is likely to be genuine."
            : authentication.Count == 0 ? $"{Forgery(kind)} No check asked SPF or DKIM about this message, so nothing vouches for it."
            : $"{Forgery(kind)} Neither SPF nor DKIM vouched for {(sender is null ? "it" : sender.DomainKey)} in this message.";
    }

    private static IEnumerable<string> Vouching(string domain, IReadOnlyList<ResInfo> authentication)
    {
        foreach (var result in authentication.Where(result => result.Result == "pass"))
        {
            if (result.Method == "spf" && IsOf(result["smtp.mailfrom"], domain))
            {
                yield return $"SPF passed for {domain}";
            }
            else if (result.Method == "dkim" && IsOf(result["header.d"] ?? result["header.i"], domain))
            {
                yield return $"a DKIM signature of {domain} was valid";
            }
        }
    }

    /// <summary>The very domain, or one above it: a signature of the organization vouches for its parts.</summary>
    private static bool IsOf(string? value, string domain)
    {
        var its = (value ?? "")[((value ?? "").LastIndexOf('@') + 1)..].ToLowerInvariant();
        return its.Contains('.', StringComparison.Ordinal) && (its == domain || domain.EndsWith("." + its, StringComparison.Ordinal));
    }
}
