using MsLite.Mail;

namespace MsLite.Filter.Policy;

/// <summary>Whether a domain accepts mail for one of its local parts: the directories <c>users/invalid</c> and <c>users/valid</c>.</summary>
internal static class Recipients
{
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
            ? any
            : own ?? new RecipientAnswer(false, NotAccepted(user, policy), null);
    }

    private static string NotAccepted(string user, DomainPolicy policy) => $"Mail for {user} not accepted at {policy.Domain}";

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
internal sealed record RecipientAnswer(bool Accepted, string Reason, PolicyFile? File);
