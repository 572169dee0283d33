using System.Data.Common;
using System.Globalization;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>Finds archived copies, newest first: what this process did shows at once, what others did to the files within minutes.</summary>
public sealed class QuarantineSearch
{
    /// <summary>More would take longer to count than anybody wants to wait; the newest ones tell as much.</summary>
    private const int MostCounted = 10_000;

    /// <summary>There may be as many senders as copies: those of the newest ones say who is at it now.</summary>
    private const int MostSendersCounted = 5_000;

    private const int MostSenders = 50;

    /// <summary>While a large quarantine is looked through anew, an answer may be a little old rather than late.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly SearchDatabase _database;
    private readonly SearchKeeper _keeper;
    private readonly QuarantineStore _store;

    internal QuarantineSearch(SearchDatabase database, SearchKeeper keeper, QuarantineStore store) => (_database, _keeper, _store) = (database, keeper, store);

    /// <summary>One page. Copies that arrive meanwhile come before it, so the next page neither repeats nor leaves out any.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<QuarantineHit>> FindAsync(QuarantineQuestion question, CancellationToken ct)
    {
        if (Plan(Dated(question)) is not { } plan)
        {
            return [];
        }

        await _keeper.CatchUpAsync(s_patience, ct);
        plan.Values.Add(("limit", Math.Clamp(question.Limit, 1, QuarantineQuestion.MostRows)));
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT {SearchColumns.Names} FROM {plan.From}{plan.Where} ORDER BY {plan.Key} {(question.NewerThan is null ? "DESC" : "ASC")} LIMIT @limit", [.. plan.Values]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var hits = new List<QuarantineHit>();
        while (await rows.ReadAsync(ct))
        {
            hits.Add(SearchColumns.Read(rows));
        }

        if (question.NewerThan is not null)
        {
            hits.Reverse();
        }

        return hits;
    }

    /// <summary>How many newer copies than <see cref="QuarantineQuestion.NewerThan"/> there are, counted up to <see cref="QuarantineQuestion.Limit"/>.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<long> CountNewerAsync(QuarantineQuestion question, CancellationToken ct)
    {
        if (Plan(Dated(question)) is not { } plan)
        {
            return 0;
        }

        await _keeper.CatchUpAsync(s_patience, ct);
        plan.Values.Add(("limit", Math.Clamp(question.Limit, 1, QuarantineQuestion.MostRows)));
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command($"SELECT COUNT(*) FROM (SELECT {plan.Key} FROM {plan.From}{plan.Where} LIMIT @limit) newer", [.. plan.Values]);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>What the rows of these days do not tell yet.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    internal Task<UnreadIndexes> FindUnreadAsync(IReadOnlyList<string> days, CancellationToken ct) => UnreadIndexes.AsOfNowAsync(_database, _store, days, ct);

    /// <summary>Who sent the newest of the copies that the question finds, the most frequent first.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<FacetCount>> CountSendersAsync(QuarantineQuestion question, CancellationToken ct)
    {
        if (Plan(Dated(question) with { After = null, NewerThan = null }) is not { } plan)
        {
            return [];
        }

        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"""
            SELECT sender, COUNT(*) AS copies FROM (SELECT c.sender FROM {plan.From}{plan.Where} ORDER BY {plan.Key} DESC LIMIT {MostSendersCounted}) newest
            GROUP BY sender ORDER BY copies DESC, sender LIMIT {MostSenders}
            """,
            [.. plan.Values]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var counts = new List<FacetCount>();
        while (await rows.ReadAsync(ct))
        {
            counts.Add(new FacetCount(rows.GetString(0), rows.GetInt64(1)));
        }

        return counts;
    }

    /// <summary>The copy with everything its index line says, its ladder too; null when line or file is gone.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public async Task<QuarantineEntry?> CompleteAsync(QuarantineHit hit, CancellationToken ct)
    {
        if (_store.FindIndex(hit.Entry.Day, hit.Entry.Domain) is not { } index || !_store.IsThere(hit.Entry))
        {
            return null;
        }

        if (index.ReadAt(hit.Position) is { } line && line.FileName == hit.Entry.FileName)
        {
            return line;
        }

        // The index was written anew since it was read.
        await foreach (var entry in index.ReadAsync(ct))
        {
            if (entry.FileName == hit.Entry.FileName)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Counts of all that the question finds, whatever its page.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<QuarantineFacets> CountAsync(QuarantineQuestion question, CancellationToken ct)
    {
        question = Dated(question);
        await _keeper.CatchUpAsync(s_patience, ct);
        var places = new QuarantineQuestion { Domain = question.Domain, Day = question.Day, VisibleDomains = question.VisibleDomains };
        if (places != question with { After = null, NewerThan = null, Limit = places.Limit })
        {
            return await CountRowsAsync(Plan(question with { After = null, NewerThan = null }), MostCounted, ct);
        }

        return places == new QuarantineQuestion()
            ? await CountAllAsync(ct)
            : await CountRowsAsync(Narrow(new SearchPlan("tallies c", ""), places), most: null, ct);
    }

    private async Task<QuarantineFacets> CountAllAsync(CancellationToken ct)
    {
        var tally = new FacetTally();
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command("SELECT facet, value, copies FROM totals");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            tally.Add(rows.GetString(0), rows.GetString(1), rows.GetInt64(2));
        }

        return tally.ToFacets(isWhole: true);
    }

    /// <summary>Of copies, the newest ones; of tallies, all.</summary>
    private async Task<QuarantineFacets> CountRowsAsync(SearchPlan? plan, int? most, CancellationToken ct)
    {
        var tally = new FacetTally();
        if (plan is null)
        {
            return tally.ToFacets(isWhole: true);
        }

        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT c.domain, c.day, c.blocker, {(most is null ? "c.copies" : "1")} FROM {plan.From}{plan.Where}{(most is null ? "" : $" ORDER BY {plan.Key} DESC LIMIT {most}")}",
            [.. plan.Values]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var count = 0;
        for (; await rows.ReadAsync(ct); count++)
        {
            tally.Add(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3));
        }

        return tally.ToFacets(most is null || count < most);
    }

    private QuarantineQuestion Dated(QuarantineQuestion question) => question.Day switch
    {
        "today" => question with { Day = DayName.Of(_store.Today()) },
        "yesterday" => question with { Day = DayName.Of(_store.Today().AddDays(-1)) },
        _ => question,
    };

    private SearchPlan? Plan(QuarantineQuestion question)
    {
        if (_database.Words.Plan(question) is not { } plan || Narrow(plan, question) is null)
        {
            return null;
        }

        if (question.Id is { } id)
        {
            plan.Add("c.id = @id", ("id", id));
        }

        AddWhole(plan, "sender", question.Sender);
        AddWhole(plan, "recipient", question.Recipient);
        AddWhole(plan, "ip", question.Ip);
        AddWhole(plan, "host", question.Host);
        AddWhole(plan, "message_id", question.MessageId);
        AddWhole(plan, "blocker", question.Blocker);
        AddFlag(plan, 'S', question.IsSeen);
        AddFlag(plan, 'P', question.IsReleased);
        AddBounds(plan, question);
        return plan;
    }

    /// <summary>What tallies know too. Null when nothing may be seen.</summary>
    private static SearchPlan? Narrow(SearchPlan plan, QuarantineQuestion question)
    {
        if (question.VisibleDomains is { } visible)
        {
            if (visible.Count == 0 || (question.Domain is { } wanted && !visible.Contains(wanted)))
            {
                return null;
            }

            var values = visible.Select((domain, index) => (Name: $"visible{index}", Value: (object?)domain)).ToArray();
            plan.Add($"c.domain IN ({string.Join(", ", values.Select(value => "@" + value.Name))})", values);
        }

        if (question.Domain is { } domain)
        {
            plan.Add("c.domain = @domain", ("domain", domain));
        }

        if (question.Day is { } day)
        {
            plan.Add("c.day = @day", ("day", day));
        }

        return plan;
    }

    private static void AddWhole(SearchPlan plan, string column, string? value)
    {
        if (value is not null)
        {
            plan.Add($"lower(c.{column}) = @{column}", (column, Lower(value)));
        }
    }

    /// <summary>As both databases do without further means: only ASCII.</summary>
    private static string Lower(string text) => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c));

    private static void AddFlag(SearchPlan plan, char flag, bool? isSet)
    {
        if (isSet is { } wanted)
        {
            plan.Add($"c.flags {(wanted ? "" : "NOT ")}LIKE '%{flag}%'");
        }
    }

    private static void AddBounds(SearchPlan plan, QuarantineQuestion question)
    {
        if (question.After is { } after)
        {
            plan.Add($"{plan.Key} < @after", ("after", after));
        }

        if (question.NewerThan is { } newer)
        {
            plan.Add($"{plan.Key} > @newer", ("newer", newer));
        }

        if (question.From is { } from)
        {
            plan.Add($"{plan.Key} >= @from", ("from", CopyKey.AtOrAfter(from)));
        }

        if (question.To is { } to)
        {
            plan.Add($"{plan.Key} < @to", ("to", CopyKey.AtOrAfter(to)));
        }
    }
}
