using MsLite.Mail;

namespace MsLite.Filter.Policy;

/// <summary>Whether a domain accepts mail for one of its local parts: the directories <c>users/invalid</c> and <c>users/valid</c>.</summary>
internal static class Recipients
{
    /// <summary>The key in the body of <c>users/valid/*</c> that has the next hop asked.</summary>
    public const string Verify = "verify";

    /// <exception cref="IOException">The disk does not say.</exception>
    public static RecipientAnswer Ask(DomainPolicy policy, EmailAddress recipient, ClientAddress client)
    {
        var user = recipient.LocalPartKey;
        var isName = PolicyName.TryParse(user, out var name);

        if (isName && policy.Users("invalid")?.Find(name) is { } invalid)
        {
            return new RecipientAnswer(false, invalid.Reply ?? NotAccepted(user, policy), invalid);
        }

        if (policy.Users("valid") is not { } valid)
        {
            return new RecipientAnswer(false, NotAccepted(user, policy), null);
        }

        var own = isName ? AskEntry(valid, name, user, client) : null;
        if (own is { Accepted: true })
        {
            return own;
        }

        // The wildcard accepts also those whose own entry is a directory of addresses that this client is not in.
        return AskEntry(valid, PolicyName.Wildcard, user, client) is { Accepted: true } any
            ? any with { IsLeftToNextHop = SaysNextHop(any.File?.Body[Verify]) }
            : own ?? new RecipientAnswer(false, NotAccepted(user, policy), null);
    }

    /// <summary>Whether there is a recipient of the domain that is left to its next hop, as <see cref="RecipientAnswer.IsLeftToNextHop"/> says.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public static bool MayAskNextHop(DomainPolicy policy) =>
        policy.Users("valid")?.Find(PolicyName.Wildcard) is { } everybody && SaysNextHop(everybody.Body[Verify]);

    /// <summary>Somebody whom the domain accepts from everywhere, to try things out with; null when it names nobody so.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public static string? AnyUser(DomainPolicy policy)
    {
        const int Most = 50;
        return policy.Users("valid") is not { } valid ? null
            : Directory.EnumerateFiles(valid.Path).Take(Most).Select(path => Path.GetFileName(path)).FirstOrDefault(name => name != "*" && PolicyName.TryParse(name, out var parsed) && parsed.Text == name);
    }

    /// <summary>The one value that <c>verify:</c> has.</summary>
    public static bool SaysNextHop(string? verify) => string.Equals(verify, "nexthop", StringComparison.OrdinalIgnoreCase);

    public static string NotAccepted(string user, DomainPolicy policy) => $"Mail for {user} not accepted at {policy.Domain}";

    private static RecipientAnswer? AskEntry(PolicyDirectory valid, PolicyName name, string user, ClientAddress client)
    {
        if (valid.Find(name, out var kind) is not { } entry)
        {
            return null;
        }

        if (kind != FileKind.Directory || valid.Subdirectory(name) is not { } addresses)
        {
            return new RecipientAnswer(true, "", entry);
        }

        return client.FindIn(addresses) is { } address
            ? new RecipientAnswer(true, "", address)
            : new RecipientAnswer(false, $"Mail for {user} not accepted from {client.Text}", entry);
    }
}

/// <param name="Reason">The sentence for the client when the recipient is not accepted.</param>
/// <param name="File">What decided; null when the recipient is simply not there.</param>
internal sealed record RecipientAnswer(bool Accepted, string Reason, PolicyFile? File)
{
    /// <summary>Only the wildcard accepts the recipient, and it says that the next hop knows better.</summary>
    public bool IsLeftToNextHop { get; init; }
}
