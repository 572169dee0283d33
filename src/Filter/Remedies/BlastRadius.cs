using System.Data.Common;
using MsLite.Filter.Journal;
using MsLite.Filter.Release;

namespace MsLite.Filter.Remedies;

/// <summary>Counts in the journal whom a remedy would have concerned: the messages of the last days that fared as this one did.</summary>
public sealed class BlastRadius
{
    /// <summary>Days looked back upon.</summary>
    public const int Days = 7;

    /// <summary>Rows looked at for one answer.</summary>
    private const int MostRows = 5_000;

    private readonly JournalReader _journal;
    private readonly TimeProvider _clock;

    internal BlastRadius(JournalReader journal, TimeProvider clock) => (_journal, _clock) = (journal, clock);

    /// <param name="domain">The domain whose mail is counted.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<BlastCount> CountAsync(Remedy remedy, string domain, CancellationToken ct)
    {
        var (messages, looked) = (0, 0);
        JournalCursor? after = null;
        while (looked < MostRows)
        {
            var rows = await _journal.FindAsync(Question(remedy, domain) with { After = after, Limit = JournalQuestion.MostRows }, ct);
            looked += rows.Count;
            messages += rows.Count(row => Concerns(remedy, row));
            if (rows.Count < JournalQuestion.MostRows)
            {
                return new BlastCount(messages, IsExact(remedy), IsWhole: true);
            }

            after = JournalCursor.Of(rows[^1]);
        }

        return new BlastCount(messages, IsExact(remedy), IsWhole: false);
    }

    /// <summary>A whitelist is the first rung and rests on the envelope alone, which the journal keeps; behind any other rung there are more.</summary>
    private static bool IsExact(Remedy remedy) => remedy.Kind == RemedyKind.Whitelist;

    /// <summary>As narrow as the journal's indexes are.</summary>
    private JournalQuestion Question(Remedy remedy, string domain)
    {
        var name = remedy.Path.Text[(remedy.Path.Text.LastIndexOf('/') + 1)..];
        var question = new JournalQuestion { Domain = domain, From = _clock.GetUtcNow() - TimeSpan.FromDays(Days) };
        return remedy switch
        {
            { Identity: WelcomeKind.Sender } => question with { Sender = name },
            { Identity: WelcomeKind.Ip } => question with { Client = name },
            { Kind: RemedyKind.AddUser } => question with { Recipient = $"{name}@{domain}" },
            _ => question,
        };
    }

    private static bool Concerns(Remedy remedy, JournalRow row)
    {
        if (row.Fate == FateKind.Delivered || row.Blocker.Length == 0)
        {
            return false;
        }

        return remedy switch
        {
            { Identity: WelcomeKind.Domain } => remedy.Path.Text.EndsWith("/" + row.Sender[(row.Sender.LastIndexOf('@') + 1)..], StringComparison.Ordinal) && row.Sender.Length > 0,
            { Kind: RemedyKind.Whitelist } => true,
            { Kind: RemedyKind.AddUser } => row.Blocker == "users",
            _ => row.File == remedy.Path.Text,
        };
    }
}

/// <summary>How many messages a remedy would have concerned.</summary>
/// <param name="Messages">They were refused or deferred.</param>
/// <param name="IsExact">All of them would have been let through; otherwise at most these, because a later rung may have something against them.</param>
/// <param name="IsWhole">False when there are more than were looked at.</param>
public sealed record BlastCount(int Messages, bool IsExact, bool IsWhole);
