namespace MsLite.Filter.Quarantine.Search;

/// <summary>Full text of PostgreSQL: a vector of words beside each row. Addresses and names have indexes of their own.</summary>
internal sealed class PostgresWords : IWordIndex
{
    public const string Table = """
        ALTER TABLE copies ADD COLUMN words tsvector;
        CREATE INDEX copies_words ON copies USING gin (words);
        CREATE INDEX copies_sender ON copies (lower(sender), key);
        CREATE INDEX copies_recipient ON copies (lower(recipient), key);
        CREATE INDEX copies_ip ON copies (lower(ip), key);
        CREATE INDEX copies_host ON copies (lower(host), key);
        """;

    private static readonly string s_vector = Of("concat_ws(' ', @subject::text, @sender::text, @recipient::text, @host::text, @ip::text, @message_id::text, @reason::text)");

    public string Insert { get; } = $"UPDATE copies SET words = {s_vector} WHERE key = @key";

    /// <summary>They go with the row.</summary>
    public string Delete => "";

    public SearchPlan? Plan(QuarantineQuestion question)
    {
        var plan = new SearchPlan("copies c", "c.key");
        var words = SearchWords.Of(question.Words);
        if (words.Any(word => !word.Any(char.IsLetterOrDigit)))
        {
            return null;
        }

        foreach (var (index, word) in words.Index())
        {
            plan.Add($"c.words @@ {Query(word, $"@word{index}")}", ($"word{index}", word.TrimEnd('*')));
        }

        foreach (var (index, word) in SearchWords.Of(question.Reason).Index())
        {
            plan.Add($"{Of("concat_ws(' ', c.reason, c.blocker)")} @@ {Query(word, $"@reason{index}")}", ($"reason{index}", word.TrimEnd('*')));
        }

        return plan;
    }

    /// <summary>What is no letter or digit divides words, as in SQLite: the parser would take an address for one word.</summary>
    private static string Of(string text) => $"to_tsvector('simple', regexp_replace({text}, '[^[:alnum:]]+', ' ', 'g'))";

    private static string Query(string word, string parameter)
    {
        var phrase = $"phraseto_tsquery('simple', regexp_replace({parameter}, '[^[:alnum:]]+', ' ', 'g'))";
        return word.Length > SearchWords.LeastPrefix && word[^1] == '*' ? $"({phrase}::text || ':*')::tsquery" : phrase;
    }
}
