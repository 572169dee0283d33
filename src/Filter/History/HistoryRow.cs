using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.History;

/// <summary>One change of one name of the policy tree: when, by whom, and what stood there before and after.</summary>
public sealed record HistoryRow
{
    /// <summary>Whoever changed the tree without us.</summary>
    public const string Outside = "outside";

    /// <summary>Grows with time; microseconds since 1970 unless two came together.</summary>
    public required long Id { get; init; }

    /// <summary>What was done, or found, at once shares this: the first row's <see cref="Id"/>.</summary>
    public required long Change { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The caller's name, or <see cref="Outside"/>.</summary>
    public required string Who { get; init; }

    /// <summary>Relative to /srv.</summary>
    public required string Path { get; init; }

    /// <summary>The row that this one undid; 0 when it undid none.</summary>
    public required long Undoes { get; init; }

    /// <summary>The first name of the path: a domain, or <c>_global_</c>.</summary>
    public string Domain => Path.Split('/')[0];

    public HistoryState Before => HistoryState.Of(BeforeContent);

    public HistoryState After => HistoryState.Of(AfterContent);

    internal TreeContent BeforeContent { get; init; } = TreeContent.Absent;

    internal TreeContent AfterContent { get; init; } = TreeContent.Absent;
}

/// <summary>What stood under a name.</summary>
/// <param name="Kind">"absent", "file", "directory", "link", or "other" for what cannot be brought back.</param>
/// <param name="Bytes">Of a file its content, of a link its target.</param>
public sealed record HistoryState(string Kind, ReadOnlyMemory<byte> Bytes)
{
    internal static HistoryState Of(TreeContent content) => new(Word(content.Kind), content.Bytes);

    internal static string Word(FileKind kind) => kind.ToString().ToLowerInvariant();

    internal static TreeContent Content(string word, byte[] bytes) => new(Enum.TryParse<FileKind>(word, ignoreCase: true, out var kind) ? kind : FileKind.Other, bytes);
}
