using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MsLite.Filter.Journal;

/// <summary>Which rows are wanted; null asks for any. Texts are compared whole, in lower case.</summary>
public sealed record JournalQuestion
{
    public const int MostRows = 500;

    public string? Domain { get; init; }

    /// <summary>Rows of these domains only; null for all.</summary>
    public IReadOnlySet<string>? Domains { get; init; }

    public string? Recipient { get; init; }

    public string? Sender { get; init; }

    public string? Client { get; init; }

    public string? Id { get; init; }

    /// <summary>Each must be the sender or the recipient; in lower case.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Each must be a part of one of the row's texts, without regard to the case of ASCII.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    public FateKind? Fate { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>The last row of the page before this one; null for the first page.</summary>
    public JournalCursor? After { get; init; }

    /// <summary>At most <see cref="MostRows"/>.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A place in the journal that stays right while mail arrives: behind the row with this time, reference and recipient.</summary>
public sealed record JournalCursor(DateTimeOffset Time, string Id, string Recipient)
{
    public static JournalCursor Of(JournalRow row) => new(row.Time, row.Id, row.Recipient);

    /// <summary>The place that <see cref="ToString"/> wrote; false for any other text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out JournalCursor? cursor)
    {
        cursor = null;
        if (text?.Split(' ', 3) is not [var milliseconds, var id, var recipient]
            || !long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) || time > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        cursor = new JournalCursor(DateTimeOffset.FromUnixTimeMilliseconds(time), id, recipient);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.ToUnixTimeMilliseconds()} {Id} {Recipient}");
}
