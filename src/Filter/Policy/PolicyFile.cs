namespace MsLite.Filter.Policy;

/// <summary>A file of the policy tree that exists and is in force.</summary>
/// <param name="Path">Relative to /srv, with "/" between names; absolute for the one directory outside of it.</param>
/// <param name="Body">Its <c>key: value</c> lines.</param>
public sealed record PolicyFile(string Path, PolicyBody Body)
{
    /// <summary>The inode's change time in nanoseconds since 1970; 0 where it is not known.</summary>
    internal long Changed { get; init; }

    /// <summary>Evaluate and record, never refuse (<c>mode: shadow</c>).</summary>
    public bool IsShadow => string.Equals(Body["mode"], "shadow", StringComparison.OrdinalIgnoreCase);

    /// <summary>The operator's own text for the client (<c>reply: …</c>), fit for one line; null when there is none.</summary>
    public string? Reply => Body["reply"] is { Length: > 0 } text ? PlainText.Clean(text) : null;
}
