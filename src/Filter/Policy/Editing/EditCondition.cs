namespace MsLite.Filter.Policy.Editing;

/// <summary>Under which state of the place a change is wanted: RFC 9110 §13.1.1 and §13.1.2, as the header fields have it.</summary>
/// <param name="IfMatch">Entity tags with commas, or "*"; null when it does not matter.</param>
/// <param name="IfNoneMatch">Likewise.</param>
public sealed record EditCondition(string? IfMatch, string? IfNoneMatch)
{
    public static readonly EditCondition None = new(null, null);

    /// <summary>Whether it holds for what stands there.</summary>
    /// <param name="etag">Null when nothing does.</param>
    public bool Holds(string? etag) => (IfMatch is null || Names(IfMatch, etag, weak: false)) && (IfNoneMatch is null || !Names(IfNoneMatch, etag, weak: true));

    /// <summary>RFC 9110 §8.8.3.2: a weak tag never equals another in the strong comparison.</summary>
    private static bool Names(string tags, string? etag, bool weak) => etag is not null
        && tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(tag => tag == "*" || tag == etag || (weak && tag.StartsWith("W/", StringComparison.Ordinal) && tag[2..] == etag));
}
