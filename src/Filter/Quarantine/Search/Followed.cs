namespace MsLite.Filter.Quarantine.Search;

/// <summary>How far the index of one domain's day has been read.</summary>
/// <param name="Position">Bytes of it that are in the search index.</param>
/// <param name="Mark">Tells whether they are still the same (<see cref="IndexPart.Mark"/>).</param>
/// <param name="Listed">The times of the Maildir's directories when their names were last compared.</param>
internal sealed record Followed(long Position, string Mark, string Listed)
{
    public static Followed Nothing { get; } = new(0, "", "");
}
