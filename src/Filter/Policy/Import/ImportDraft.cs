using MsLite.Filter.Access;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Policy.Import;

/// <summary>A plan in the making: each entry is looked at by itself, then in the company of the others.</summary>
internal sealed class ImportDraft(PolicyEditor editor, Caller caller)
{
    private readonly List<(ImportEntry Entry, PolicyPath? Path, string? Fault)> _entries = [];

    /// <param name="domain">Empty when the first of the entry's names is one.</param>
    public void Add(ImportEntry entry, string domain)
    {
        var names = domain.Length > 0 ? [domain, .. entry.Names] : entry.Names;
        if (entry.Fault is { } fault || names.Count == 0)
        {
            _entries.Add((entry, null, entry.Fault ?? "It names nothing."));
            return;
        }

        var parsed = editor.TryParse(names[0], [.. names.Skip(1)], out var path, out var why);
        _entries.Add((entry, path, parsed ? path!.Fault ?? Forbidden(path) : why));
    }

    public ImportPlan Finish()
    {
        var sound = _entries.Where(each => each.Fault is null).ToList();
        var parents = sound.SelectMany(each => Parents(each.Path!)).ToHashSet(StringComparer.Ordinal);
        var hosted = sound.Where(each => each.Path!.IsDomain).Select(each => each.Path!.Domain).ToHashSet(StringComparer.Ordinal);
        var first = new Dictionary<string, ImportEntry>(StringComparer.Ordinal);
        var lines = new List<ImportLine>();
        var steps = new List<(PolicyPath Path, PolicyContent Content)>();
        foreach (var (entry, path, fault) in _entries)
        {
            var edit = fault is not null ? new PolicyEdit(PolicyEditKind.BadName, "", fault) : Look(entry, path!, parents, hosted, first);
            lines.Add(new ImportLine(entry.Line, PlainText.Clean(entry.Asked), path?.Text ?? "", ResultOf(edit), edit.Sentence));
            if (edit.Kind is PolicyEditKind.Created or PolicyEditKind.Changed)
            {
                steps.Add((path!, entry.Content));
            }
        }

        return new ImportPlan(lines, [.. steps.OrderBy(step => step.Path.Names.Count)]);
    }

    private PolicyEdit Look(ImportEntry entry, PolicyPath path, HashSet<string> parents, HashSet<string> hosted, Dictionary<string, ImportEntry> first)
    {
        var isParent = parents.Contains(path.Text);
        if (entry.IsDirectory && path.Place!.Kind != PlaceKind.Directory)
        {
            // A user's directory of clients comes with the clients.
            return isParent ? new PolicyEdit(PolicyEditKind.Unchanged) : Refuse(path, "is a directory, where a file belongs.");
        }

        if (!entry.IsDirectory && isParent && path.Place!.Kind != PlaceKind.Directory)
        {
            return Refuse(path, "is a file, and elsewhere in this import a directory. Decide for one.");
        }

        if (!first.TryAdd(path.Text, entry))
        {
            return Same(first[path.Text].Content, entry.Content) ? new PolicyEdit(PolicyEditKind.Unchanged) : Refuse(path, $"was said otherwise before, in number {first[path.Text].Line}.");
        }

        return !entry.IsDirectory && path.Place!.Kind == PlaceKind.Directory && !path.IsDomain
            ? Refuse(path, "is a directory, and this is to be a file.")
            : editor.Preview(path, entry.Content, caller, hosted.Contains(path.Domain));
    }

    private string? Forbidden(PolicyPath path) =>
        !caller.MaySee(path.Domain) ? "There is no such domain, or none that you may see."
        : (path.IsDomain ? caller.ChangesEverything : caller.MayChange(path.Domain)) ? null
        : path.IsDomain ? "Only administrators decide which domains there are. Leave the domain itself out."
        : "You may see this domain, but not change it.";

    private static IEnumerable<string> Parents(PolicyPath path) => Enumerable.Range(1, path.Names.Count - 1).Select(count => string.Join('/', path.Names.Take(count)));

    private static bool Same(PolicyContent one, PolicyContent other) =>
        one.ApplyTo(default).AsSpan().SequenceEqual(other.ApplyTo(default)) && one.Text is null == other.Text is null;

    private static PolicyEdit Refuse(PolicyPath path, string clause) => new(PolicyEditKind.InTheWay, "", $"{path.Text} {clause}");

    private static ImportResult ResultOf(PolicyEdit edit) => edit.Kind switch
    {
        PolicyEditKind.Created => ImportResult.Created,
        PolicyEditKind.Changed => ImportResult.Changed,
        PolicyEditKind.Unchanged => ImportResult.Unchanged,
        _ => ImportResult.Refused,
    };
}
