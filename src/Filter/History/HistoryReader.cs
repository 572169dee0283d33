using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.History;

/// <summary>Which rows are wanted; null asks for any.</summary>
public sealed record HistoryQuestion
{
    public const int MostRows = 500;

    /// <summary>Rows of these domains only; null for all.</summary>
    public IReadOnlySet<string>? Domains { get; init; }

    public string? Domain { get; init; }

    /// <summary>Of this name, or of what is below it; relative to /srv.</summary>
    public string? Path { get; init; }

    public string? Who { get; init; }

    public long? Id { get; init; }

    /// <summary>Of what was done at once.</summary>
    public long? Change { get; init; }

    /// <summary>The last row of the page before this one; null for the first page.</summary>
    public long? After { get; init; }

    public int Limit { get; init; } = 50;
}

/// <summary>Looks things up in the history of the policy tree, newest first.</summary>
public sealed class HistoryReader
{
    private readonly TreeHistory _history;
    private readonly StateDatabase _database;

    internal HistoryReader(TreeHistory history, StateDatabase database) => (_history, _database) = (history, database);

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<HistoryRow>> FindAsync(HistoryQuestion question, CancellationToken ct)
    {
        // Who has just changed something wants to see it.
        await _history.FlushAsync(ct);
        var (conditions, values) = Conditions(question);
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT {HistoryTable.Columns} FROM policy_changes WHERE {string.Join(" AND ", conditions)} ORDER BY id DESC LIMIT @limit", [.. values, ("limit", question.Limit)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<HistoryRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(HistoryTable.Read(reader));
        }

        return rows;
    }

    private static (List<string> Conditions, List<(string Name, object? Value)> Values) Conditions(HistoryQuestion question)
    {
        List<string> conditions = ["1 = 1"];
        List<(string Name, object? Value)> values = [];
        Add("domain = @domain", "domain", question.Domain);
        Add("who = @who", "who", question.Who);
        Add("id = @id", "id", question.Id);
        Add("change = @change", "change", question.Change);
        Add("id < @after", "after", question.After);
        if (question.Path is { } path)
        {
            conditions.Add("(path = @path OR (path > @below AND path < @behind))");
            // "0" is the character behind "/".
            values.AddRange([("path", path), ("below", path + "/"), ("behind", path + "0")]);
        }

        if (question.Domains is { } domains)
        {
            var names = domains.Select((domain, index) => ($"domain{index}", (object?)domain)).ToArray();
            conditions.Add(names.Length == 0 ? "1 = 0" : $"domain IN ({string.Join(", ", names.Select(name => "@" + name.Item1))})");
            values.AddRange(names);
        }

        return (conditions, values);

        void Add(string sql, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(sql);
                values.Add((name, value));
            }
        }
    }
}
