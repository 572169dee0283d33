namespace MsLite.Filter.Quarantine.Search;

/// <summary>
/// Full text of SQLite (FTS5). Addresses and names are columns of it too: finding one means intersecting lists of keys that are already in order, so no other index has to be kept up.
/// </summary>
internal sealed class SqliteWords : IWordIndex
{
    /// <summary>Up to 16 MiB of words are gathered before they are written as a segment: many small ones would have to be merged again and again.</summary>
    public const string Table = """
        CREATE VIRTUAL TABLE words USING fts5(
            subject, sender, recipient, host, ip, message_id, reason, blocker, domain,
            content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
        INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
        """;

    private const string Anywhere = "{subject sender recipient host ip message_id reason}";

    public string Insert => """
        INSERT INTO words (rowid, subject, sender, recipient, host, ip, message_id, reason, blocker, domain)
        VALUES (@key, @subject, @sender, @recipient, @host, @ip, @message_id, @reason, @blocker, @domain)
        """;

    public string Delete => "DELETE FROM words WHERE rowid = @key";

    public SearchPlan? Plan(QuarantineQuestion question)
    {
        var phrases = Phrases(question).ToList();
        if (phrases.Exists(phrase => phrase.Text.Length == 0))
        {
            return null;
        }

        if (phrases.Count == 0)
        {
            return new SearchPlan("copies c", "c.key");
        }

        // Lists of keys are cut short by the domain's own, which is seldom long.
        if (question.Domain is { } domain)
        {
            phrases.Add(("domain", QuoteName(domain)));
        }

        var plan = new SearchPlan("words w JOIN copies c ON c.key = w.rowid", "w.rowid");
        plan.Add("words MATCH @match", ("match", string.Join(" AND ", phrases.Select(phrase => $"{phrase.Column} : {phrase.Text}"))));
        return plan;
    }

    private static IEnumerable<(string Column, string Text)> Phrases(QuarantineQuestion question)
    {
        (string Column, string? Value, Func<string, string> Quote)[] whole =
        [
            ("sender", question.Sender, QuoteName), ("recipient", question.Recipient, QuoteName), ("ip", question.Ip, Quote), ("host", question.Host, QuoteName),
            ("message_id", question.MessageId, Quote), ("blocker", question.Blocker, Quote),
        ];
        foreach (var (column, value, quote) in whole)
        {
            if (value is not null && value != QuarantineEntry.NullReturnPath)
            {
                yield return (column, quote(value));
            }
        }

        foreach (var word in SearchWords.Of(question.Reason))
        {
            yield return ("{reason blocker}", Quote(word));
        }

        foreach (var word in SearchWords.Of(question.Words))
        {
            yield return (Anywhere, Quote(word));
        }
    }

    /// <summary>
    /// A name without its last label, which is "com" in half of all rows and would have to be looked for in every one of them. It finds a little too
    /// much: the row itself is compared with the whole name.
    /// </summary>
    private static string QuoteName(string name) => name.LastIndexOf('.') is var dot and > 0 && Quote(name[..dot]) is { Length: > 0 } rest ? rest : Quote(name);

    /// <summary>A phrase in FTS5's language, where nothing but the quotation mark means anything; empty when there is nothing in it to look for.</summary>
    private static string Quote(string text)
    {
        var isPrefix = text.Length > SearchWords.LeastPrefix && text[^1] == '*';
        return text.Any(char.IsLetterOrDigit) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{(isPrefix ? "*" : "")}" : "";
    }
}
