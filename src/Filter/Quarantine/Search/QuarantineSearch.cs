using System.Data.Common;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>Finds archived copies, newest first: what this process did shows at once, what others did to the files within minutes.</summary>
public sealed class QuarantineSearch
{
    /// <summary>More would take longer to count than anybody wants to wait; the newest ones tell as much.</summary>
    private const int MostCounted = 10_000;

    /// <summary>There may be as many senders as copies: those of the newest ones say who is at it now.</summary>
    private const int MostSendersCounted = 5_000;

    /// <summary>While much is written to the index, an answer may be a little old rather than late.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    private readonly SearchDatabase _database;
    private readonly SearchKeeper _keeper;
    private readonly QuarantineStore _store;
    private readonly TimeProvider _clock;

    internal QuarantineSearch(SearchDatabase database, SearchKeeper keeper, QuarantineStore store, TimeProvider clock) =>
        (_database, _keeper, _store, _clock) = (database, keeper, store, clock);

    /// <summary>One page. Copies that arrive meanwhile come before it, so the next page neither repeats nor leaves out any.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<QuarantineHit>> FindAsync(QuarantineQuestion question, CancellationToken ct)
    {
        if (Plan(Dated(question)) is not { } plan)
        {
            return [];
        }

        await _keeper.PrepareAnswerAsync(s_patience, ct);
        plan.Values.Add(("limit", Math.Clamp(question.Limit, 1, QuarantineQuestion.MostRows)));
        var hits = await _database.AskAsync(
            $"SELECT {SearchColumns.Names} FROM {plan.From}{plan.Where} ORDER BY {plan.Key} {(question.NewerThan is null ? "DESC" : "ASC")} LIMIT @limit", plan.Values, SearchColumns.Read, ct);
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

        await _keeper.PrepareAnswerAsync(s_patience, ct);
        plan.Values.Add(("limit", Math.Clamp(question.Limit, 1, QuarantineQuestion.MostRows)));
        return (await _database.AskAsync($"SELECT COUNT(*) FROM (SELECT {plan.Key} FROM {plan.From}{plan.Where} LIMIT @limit) newer", plan.Values, rows => rows.GetInt64(0), ct))[0];
    }

    /// <summary>What the rows of these days do not tell yet.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    internal Task<UnreadIndexes> FindUnreadAsync(IReadOnlyList<string> days, CancellationToken ct) => UnreadIndexes.AsOfNowAsync(_database, _store, days, ct);

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
        question = WithoutPage(question);
        await _keeper.PrepareAnswerAsync(s_patience, ct);
        return IsTallied(question) ? await CountTalliesAsync(question, ct) : (await CountFoundAsync(question, Timeout.InfiniteTimeSpan, ct)).Facets;
    }

    /// <summary>The same, and who sent the newest of the copies: both in one passage through what words have found.</summary>
    /// <param name="patience">How long copies are counted that words have found: of a file that is not in memory each of them may be a wait for the disk.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<QuarantineSurvey> SurveyAsync(QuarantineQuestion question, TimeSpan patience, CancellationToken ct)
    {
        question = WithoutPage(question);
        await _keeper.PrepareAnswerAsync(s_patience, ct);
        if (!IsTallied(question))
        {
            return await CountFoundAsync(question, patience, ct);
        }

        var (facets, senders) = (CountTalliesAsync(question, ct), CountSendersAsync(question, ct));
        await Task.WhenAll(facets, senders);
        return new QuarantineSurvey(await facets, await senders);
    }

    /// <summary>Whether the tallies know the answer, so that no copy has to be looked at.</summary>
    private static bool IsTallied(QuarantineQuestion question) => question == Places(question) with { Limit = question.Limit };

    private static QuarantineQuestion Places(QuarantineQuestion question) => new() { Domain = question.Domain, Day = question.Day, VisibleDomains = question.VisibleDomains };

    private async Task<QuarantineFacets> CountTalliesAsync(QuarantineQuestion question, CancellationToken ct)
    {
        var tally = new FacetTally();
        if (Places(question) == new QuarantineQuestion())
        {
            foreach (var (facet, value, copies) in await _database.AskAsync(
                "SELECT facet, value, copies FROM totals", [], rows => (rows.GetString(0), rows.GetString(1), rows.GetInt64(2)), ct))
            {
                tally.Add(facet, value, copies);
            }
        }
        else if (Narrow(new SearchPlan("tallies c", ""), question) is { } plan)
        {
            foreach (var (domain, day, blocker, copies) in await _database.AskAsync(
                $"SELECT c.domain, c.day, c.blocker, c.copies FROM {plan.From}{plan.Where}", plan.Values, rows => (rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3)), ct))
            {
                tally.Add(domain, day, blocker, copies);
            }
        }

        return tally.ToFacets(isWhole: true);
    }

    /// <summary>Of the newest copies, when there are more than anybody waits for.</summary>
    private async Task<QuarantineSurvey> CountFoundAsync(QuarantineQuestion question, TimeSpan patience, CancellationToken ct)
    {
        var tally = new FacetTally();
        var began = _clock.GetTimestamp();
        var isCut = false;
        var found = Plan(question) is not { } plan ? [] : await _database.AskWhileAsync(
            $"SELECT c.domain, c.day, c.blocker, c.sender FROM {plan.From}{plan.Where} ORDER BY {plan.Key} DESC LIMIT {MostCounted}",
            plan.Values,
            rows => (Domain: rows.GetString(0), Day: rows.GetString(1), Blocker: rows.GetString(2), Sender: rows.GetString(3)),
            () => !(isCut = patience != Timeout.InfiniteTimeSpan && _clock.GetElapsedTime(began) >= patience),
            ct);
        foreach (var (index, (domain, day, blocker, sender)) in found.Index())
        {
            tally.Add(domain, day, blocker, 1);
            if (index < MostSendersCounted)
            {
                tally.Add(Facets.Sender, sender, 1);
            }
        }

        return new QuarantineSurvey(tally.ToFacets(!isCut && found.Count < MostCounted), tally.Top(Facets.Sender));
    }

    private async Task<IReadOnlyList<FacetCount>> CountSendersAsync(QuarantineQuestion question, CancellationToken ct)
    {
        var tally = new FacetTally();
        if (Plan(question) is { } plan)
        {
            foreach (var (sender, copies) in await _database.AskAsync(
                $"SELECT sender, COUNT(*) FROM (SELECT c.sender FROM {plan.From}{plan.Where} ORDER BY {plan.Key} DESC LIMIT {MostSendersCounted}) newest GROUP BY sender",
                plan.Values,
                rows => (rows.GetString(0), rows.GetInt64(1)),
                ct))
            {
                tally.Add(Facets.Sender, sender, copies);
            }
        }

        return tally.Top(Facets.Sender);
    }

    private QuarantineQuestion WithoutPage(QuarantineQuestion question) => Dated(question) with { After = null, NewerThan = null };

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
            // The value by the database too: one lowers ASCII alone, the other all letters.
            plan.Add($"lower(c.{column}) = lower(@{column})", (column, value));
        }
    }

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
