using MsLite.Filter.Journal;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Replay;

/// <summary>Which rows of the journal some changes can concern at all: as few as its indexes allow to find.</summary>
internal static class ReplayQuestion
{
    public static JournalQuestion Of(IReadOnlyList<ReplayChange> changes, ReplayScope scope, DateTimeOffset since)
    {
        var domains = changes.Select(change => change.Path.Domain).Distinct().ToList();
        var question = new JournalQuestion { Domains = scope.Domains, Domain = scope.Domain, From = since };
        question = question.Domain is null && domains is [not SrvTree.GlobalName] ? question with { Domain = domains[0] } : question;
        return changes.Count == 1 ? Narrow(question, changes[0].Path.Names) : question;
    }

    /// <summary>Whether a row that the indexes found can be concerned; others are not counted.</summary>
    public static bool MayConcern(IReadOnlyList<ReplayChange> changes, JournalRow row) =>
        changes is not [{ Path.Names: [_, _, "domains", var domain] }] || row.Sender.EndsWith("@" + domain, StringComparison.Ordinal);

    private static JournalQuestion Narrow(JournalQuestion question, IReadOnlyList<string> names) => names switch
    {
        [_, _, "senders", var sender] => question with { Sender = sender },
        [_, _, "ips", var client] when !client.Contains('_', StringComparison.Ordinal) => question with { Client = client },
        [_, _, "recipients", var recipient] when recipient.Contains('@', StringComparison.Ordinal) => question with { Recipient = recipient },
        [not SrvTree.GlobalName and var domain, _, "recipients", var user] => question with { Recipient = $"{user}@{domain}" },
        [var domain, "users", "valid" or "invalid", not "*" and var user, ..] => question with { Recipient = $"{user}@{domain}" },
        _ => question,
    };
}
