namespace MsLite.Filter.Journal;

/// <summary>A page of the journal.</summary>
/// <param name="Next">Where the next page begins; null when there is none.</param>
/// <param name="SearchedBackTo">
/// Parts of words are looked for row by row, and not through the whole journal at once: how far back this page has looked, when there may be
/// more behind <paramref name="Next"/> though the page is not full.
/// </param>
public sealed record JournalPage(IReadOnlyList<JournalRow> Rows, JournalCursor? Next, DateTimeOffset? SearchedBackTo);
