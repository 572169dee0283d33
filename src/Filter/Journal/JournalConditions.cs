namespace MsLite.Filter.Journal;

/// <summary>A question to the journal as conditions of SQL: only constants in the text, every value a parameter.</summary>
internal static class JournalConditions
{
    /// <summary>
    /// Where a part is looked for; those that are not lower case already are made so, by the database as the part is: one lowers ASCII alone, the
    /// other all letters. What nobody asks by stands in a column that SQL cannot read.
    /// </summary>
    private static readonly string[] s_texts =
        ["sender", "recipient", "lower(subject)", "lower(message_id)", "lower(client_name)", "client", "lower(helo)", "id", "lower(reason)", "blocker"];

    public static List<(string Sql, (string Name, object? Value)[] Values)> Of(JournalQuestion question)
    {
        var conditions = new List<(string Sql, (string Name, object? Value)[] Values)>();
        Add("domain = @domain", ("domain", question.Domain));
        if (question.Domains is { } domains)
        {
            // One parameter for each, since SQLite has no lists; without any domain nothing is asked for.
            var names = domains.Select((domain, index) => ($"domain{index}", (object?)domain)).ToArray();
            conditions.Add((names.Length == 0 ? "1 = 0" : $"domain IN ({string.Join(", ", names.Select(name => "@" + name.Item1))})", names));
        }

        Add("recipient = @recipient", ("recipient", question.Recipient));
        Add("sender = @sender", ("sender", question.Sender));
        Add("client = @client", ("client", question.Client));
        Add("id = @id", ("id", question.Id));
        AddTexts(conditions, question);
        Add("fate = @fate", ("fate", question.Fate?.Word()));
        Add("time >= @from", ("from", question.From?.ToUnixTimeMilliseconds()));
        Add("time < @to", ("to", question.To?.ToUnixTimeMilliseconds()));
        Add(
            "(time, id, recipient) < (@after_time, @after_id, @after_recipient)",
            ("after_time", question.After?.Time.ToUnixTimeMilliseconds()),
            ("after_id", question.After?.Id),
            ("after_recipient", question.After?.Recipient));
        return conditions;

        void Add(string sql, params (string Name, object? Value)[] values)
        {
            if (values[0].Value is not null)
            {
                conditions.Add((sql, values));
            }
        }
    }

    private static void AddTexts(List<(string Sql, (string Name, object? Value)[] Values)> conditions, JournalQuestion question)
    {
        foreach (var (index, address) in question.Addresses.Index())
        {
            conditions.Add(($"(sender = @address{index} OR recipient = @address{index})", [($"address{index}", address)]));
        }

        foreach (var (index, part) in question.Parts.Index())
        {
            var columns = s_texts.Select(text => $"{text} LIKE lower(@part{index}) ESCAPE '\\'");
            conditions.Add(($"({string.Join(" OR ", columns)})", [($"part{index}", $"%{Literal(part)}%")]));
        }
    }

    /// <summary>Without the signs that LIKE has a meaning for.</summary>
    private static string Literal(string part) => string.Concat(part.Select(c => c is '%' or '_' or '\\' ? $"\\{c}" : $"{c}"));
}
