using MsLite.Filter.Access;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Policy.Import;

/// <summary>
/// Many entries at once, from a list or a tar archive: first a plan that says of each line what would become of it, then all or
/// nothing. Should the program die in the middle, a part is there; the same import again brings the rest, because what is so
/// already is left alone.
/// </summary>
public sealed class PolicyImport
{
    private readonly PolicyEditor _editor;
    private readonly TreeWriter _writer;

    internal PolicyImport(PolicyEditor editor, TreeWriter writer) => (_editor, _writer) = (editor, writer);

    /// <summary>The bytes of a list or an archive that are taken.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Looks at a list of names.</summary>
    /// <param name="caller">Who may not change a domain has its lines refused.</param>
    /// <param name="domain">Whose directory the paths begin in; empty for the tree itself.</param>
    /// <param name="into">The directory that the names belong into, such as <c>users/valid</c>; empty when each line is a path itself.</param>
    /// <exception cref="IOException">The disk does not say.</exception>
    public ImportPlan PlanList(Caller caller, string domain, string into, string text) => Plan(caller, domain, ImportList.Read(text, into));

    /// <summary>Looks at a tar archive, made by <c>tar -C /srv -cf tree.tar .</c>, or inside of a domain.</summary>
    /// <param name="caller">Who may not change a domain has its members refused.</param>
    /// <param name="domain">As for a list.</param>
    /// <exception cref="InvalidDataException">It is no tar archive.</exception>
    /// <exception cref="IOException">The disk does not say.</exception>
    public async Task<ImportPlan> PlanTarAsync(Caller caller, string domain, Stream archive, CancellationToken ct) =>
        Plan(caller, domain, await ImportTar.ReadAsync(archive, ct));

    /// <summary>Carries out a plan, each entry by a change with its row in the history; if one fails, those before it are undone.</summary>
    /// <returns>Null when it is done; else a sentence that says what stood in the way.</returns>
    /// <exception cref="InvalidOperationException">The plan is not sound.</exception>
    public string? Apply(ImportPlan plan, string who)
    {
        if (!plan.IsSound)
        {
            throw new InvalidOperationException("A plan with refused lines is not carried out.");
        }

        var made = new List<TreeChange>();
        foreach (var (path, content) in plan.Steps)
        {
            if (TryPut(path, content, who, made) is { } fault)
            {
                return $"{path.Text}: {fault} {TakeBack(made, who)}";
            }
        }

        return null;
    }

    private string? TryPut(PolicyPath path, PolicyContent content, string who, List<TreeChange> made)
    {
        try
        {
            // What is reserved for administrators the plan has refused to others.
            var edit = _editor.Put(path, content, EditCondition.None, who, isAdministrator: true, made);
            return edit.IsDone ? null : edit.Sentence;
        }
        catch (IOException error)
        {
            return error.Message;
        }
    }

    private string TakeBack(List<TreeChange> made, string who)
    {
        var left = 0;
        foreach (var change in made.AsEnumerable().Reverse())
        {
            try
            {
                left += _writer.Change(who, change.Path.Split('/'), (walk, present) => TreeUndo.Decide(change, walk, present)).IsDone ? 0 : 1;
            }
            catch (IOException)
            {
                left++;
            }
        }

        return left == 0 ? "What was imported before it has been undone." : $"What was imported before it has been undone but for {left} names, which the history shows.";
    }

    private ImportPlan Plan(Caller caller, string domain, IEnumerable<ImportEntry> entries)
    {
        var draft = new ImportDraft(_editor, caller);
        foreach (var entry in entries)
        {
            draft.Add(entry, domain);
        }

        return draft.Finish();
    }
}
