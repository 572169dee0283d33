namespace MsLite.Filter.Quarantine;

/// <summary>A copy that was looked for and found; the later one is the greater.</summary>
/// <param name="Date">That its day's directory stands for.</param>
public sealed record QuarantineHit(DateOnly Date, QuarantineEntry Entry) : IComparable<QuarantineHit>
{
    public QuarantineCursor Cursor => new(Date, Time, Entry.Domain, Entry.FileName);

    private DateTimeOffset Time => Entry.Time ?? DateTimeOffset.UnixEpoch;

    public int CompareTo(QuarantineHit? other) => other is null ? 1 : CompareTo(other.Cursor);

    public int CompareTo(QuarantineCursor other)
    {
        var order = Date.CompareTo(other.Date);
        order = order != 0 ? order : Time.CompareTo(other.Time);
        order = order != 0 ? order : string.CompareOrdinal(Entry.Domain, other.Domain);
        return order != 0 ? order : string.CompareOrdinal(Entry.FileName, other.FileName);
    }

    public static bool operator <(QuarantineHit left, QuarantineHit right) => left.CompareTo(right) < 0;

    public static bool operator <=(QuarantineHit left, QuarantineHit right) => left.CompareTo(right) <= 0;

    public static bool operator >(QuarantineHit left, QuarantineHit right) => left.CompareTo(right) > 0;

    public static bool operator >=(QuarantineHit left, QuarantineHit right) => left.CompareTo(right) >= 0;
}
