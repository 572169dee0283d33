using System.Data.Common;
using MsLite.Filter.Journal;
using MsLite.Filter.Release;

namespace MsLite.Filter.Quarantine.View;

/// <summary>Tells what else became of a refused message: the sender's other tries, and releases by whom.</summary>
public sealed class MessageStory
{
    /// <summary>A sender gives up after four or five days (RFC 5321 §4.5.4.1).</summary>
    private static readonly TimeSpan s_reach = TimeSpan.FromDays(7);

    private readonly JournalReader _journal;
    private readonly ReleaseBook _book;

    internal MessageStory(JournalReader journal, ReleaseBook book) => (_journal, _book) = (journal, book);

    /// <summary>First to last; the refusal itself is among them as far as the journal still has it.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<StoryEvent>> TellAsync(QuarantineEntry entry, CancellationToken ct)
    {
        var refused = entry.Time ?? DateTimeOffset.UnixEpoch;
        var events = (await TriesAsync(entry, refused, ct)).ConvertAll(row => new StoryEvent(KindOf(row.Fate), row.Time, row.Id, row.Time - refused, row.Reply, ""));
        if (await _book.FindAsync(entry, ct) is { } release)
        {
            events.Add(Event(release, entry.Id ?? entry.FileName, refused));
        }

        return [.. events.OrderBy(happened => happened.Time)];
    }

    /// <summary>The last release of what a row of the journal tells of, also when its copy has expired since; null when there was none.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<StoryEvent?> ReleaseOfAsync(JournalRow row, CancellationToken ct)
    {
        if (row.Fate != FateKind.Archived)
        {
            return null;
        }

        var (_, release) = (await _book.FindAllAsync(row.Id, ct)).FirstOrDefault(found => (AddressText.Parse(found.Recipient)?.Key ?? found.Recipient.ToLowerInvariant()) == row.Recipient);
        return release is null ? null : Event(release, row.Id, row.Time);
    }

    private static StoryEvent Event(FormerRelease release, string id, DateTimeOffset refused) =>
        new(release.IsOver ? StoryKind.Released : StoryKind.ReleaseBegun, release.Begun, id, release.Begun - refused, release.Reply, release.Who);

    private async Task<List<JournalRow>> TriesAsync(QuarantineEntry entry, DateTimeOffset refused, CancellationToken ct)
    {
        var rows = await _journal.FindAsync(
            new JournalQuestion
            {
                Recipient = AddressText.Parse(entry.Recipient)?.Key ?? entry.Recipient.ToLowerInvariant(),
                Sender = AddressText.Parse(entry.From)?.Key ?? "",
                From = refused - s_reach,
                To = refused + s_reach,
                Limit = JournalQuestion.MostRows,
            },
            ct);
        var own = rows.FirstOrDefault(row => row.Id == entry.Id);
        return [.. rows.Where(row => row.Id == entry.Id || IsSame(row, entry, own))];
    }

    /// <summary>A message without Message-ID is known by its body.</summary>
    private static bool IsSame(JournalRow row, QuarantineEntry entry, JournalRow? own) => entry.MessageId.Length > 0
        ? row.MessageId == PlainText.Clean(entry.MessageId, 500)
        : own is not null && row.BodyHash == own.BodyHash;

    private static StoryKind KindOf(FateKind fate) => fate switch
    {
        FateKind.Delivered => StoryKind.Delivered,
        FateKind.Deferred => StoryKind.Deferred,
        _ => StoryKind.Refused,
    };
}
