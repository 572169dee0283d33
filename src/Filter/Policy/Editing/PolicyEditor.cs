using System.Diagnostics.CodeAnalysis;
using MsLite.Filter.Access;
using MsLite.Filter.Checks;

namespace MsLite.Filter.Policy.Editing;

/// <summary>
/// Creates, changes and deletes one file, or one domain, of the policy tree at a time, for panel and API alike: each change is one
/// rename, in the spelling that mail asks for, and touches nothing else. For many threads; blocks while the disk writes.
/// </summary>
public sealed class PolicyEditor
{
    private readonly TreeWriter _writer;
    private readonly PolicyGrammar _grammar;
    private readonly ContentRules _rules;

    internal PolicyEditor(TreeWriter writer, CheckCatalogue catalogue, TimeProvider time)
    {
        _writer = writer;
        _grammar = new PolicyGrammar(catalogue);
        _rules = new ContentRules(catalogue, time);
    }

    /// <summary>The tree's own directory cannot be written to: a panel is a viewer then.</summary>
    public bool IsReadOnly => !Posix.MayWrite(_writer.Root);

    /// <summary>Takes a domain (or <c>_global_</c>) and the names below it, each decoded and in any spelling.</summary>
    /// <param name="fault">Why the names can be no path at all, a full sentence.</param>
    public bool TryParse(string domain, IReadOnlyList<string> below, [NotNullWhen(true)] out PolicyPath? path, out string fault)
    {
        path = null;
        var name = domain == SrvTree.GlobalName ? new EntryName(domain, null) : EntryNames.Domain(domain);
        IReadOnlyList<string> asked = [name.Name, .. below];
        fault = name.Fault is { } why ? $"\"{PlainText.Clean(domain)}\" {why}"
            : PolicyPath.IsSafe(asked) ? ""
            : $"\"{PlainText.Clean(string.Join('/', below), PolicyName.MaxBytes)}\" holds a name that is never looked up: none may be empty, begin with a dot, hold a slash, a backslash or a control character, be * here, or be longer than {PolicyName.MaxBytes} bytes.";
        if (fault.Length > 0)
        {
            return false;
        }

        var (names, place, unknown) = _grammar.Find(asked);
        path = PolicyPath.IsSafe(names) ? new PolicyPath(asked, names, place, unknown) : new PolicyPath(asked, asked, null, $"\"{PlainText.Clean(asked[^1])}\" is too long for a name.");
        return true;
    }

    /// <summary>Makes a directory, or sees to it that a file is there and says what it should. That the caller may change the place has been asked.</summary>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public PolicyEdit Put(PolicyPath path, PolicyContent content, EditCondition condition, Caller caller) =>
        Put(path, content, condition, caller.Name, caller.ChangesEverything);

    /// <summary>The same for whoever is no administrator: what is reserved for those is refused (<see cref="ReservedContent"/>).</summary>
    /// <param name="who">The caller's name, for the history.</param>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public PolicyEdit Put(PolicyPath path, PolicyContent content, EditCondition condition, string who) =>
        Put(path, content, condition, who, isAdministrator: false);

    /// <param name="made">Told every name that was changed, in order.</param>
    internal PolicyEdit Put(PolicyPath path, PolicyContent content, EditCondition condition, string who, bool isAdministrator, List<TreeChange>? made = null) =>
        Refusal(path, content) ?? _writer.Change(who, path.Names, (walk, present) => Decide(path, content, condition, walk, present, isAdministrator, hostsFirst: false), made: made);

    /// <summary>What <see cref="Put(PolicyPath, PolicyContent, EditCondition, Caller)"/> would say, without changing anything.</summary>
    /// <param name="hostsFirst">The domain is put before this, if it is not there.</param>
    /// <exception cref="IOException">The disk does not say.</exception>
    internal PolicyEdit Preview(PolicyPath path, PolicyContent content, Caller caller, bool hostsFirst) =>
        Refusal(path, content) ?? _writer.Look(path.Names, (walk, present) => Decide(path, content, EditCondition.None, walk, present, caller.ChangesEverything, hostsFirst));

    /// <summary>
    /// Has a user who gets mail from everybody get it from one client address or prefix alone; more of them can be put beside it then. The
    /// file becomes a directory in one rename: at no moment is the user unknown.
    /// </summary>
    /// <param name="user">Such as <c>users/valid/ann</c>.</param>
    /// <param name="address">Below it.</param>
    /// <param name="who">The caller's name, for the history.</param>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public PolicyEdit Restrict(PolicyPath user, PolicyPath address, EditCondition condition, string who)
    {
        if (user.Place?.Kind != PlaceKind.User || (address.Fault ?? user.Fault) is not null)
        {
            return new PolicyEdit(PolicyEditKind.BadName, "", address.Fault ?? user.Fault ?? $"{user.Text} is no user of a domain.");
        }

        return _writer.Change(
            who,
            user.Names,
            (_, present) => present.Kind != FileKind.File ? (null, InTheWay(user))
                : !condition.Holds(present.ETag) ? (null, Stale(user, present))
                : (TreeContent.Directory, Done(user, PolicyEditKind.Changed, TreeContent.Directory)),
            holding: address.Names[^1]);
    }

    /// <summary>Removes a file, or a directory with all that is in it.</summary>
    /// <param name="who">The caller's name, for the history.</param>
    /// <exception cref="IOException">The disk is broken.</exception>
    public PolicyEdit Delete(PolicyPath path, EditCondition condition, string who)
    {
        var edit = _writer.Change(who, path.AsAsked().Names, (_, present) => DecideDelete(path, condition, present));
        return edit.Kind == PolicyEditKind.NotThere && !path.Asked.SequenceEqual(path.Names)
            ? _writer.Change(who, path.Names, (_, present) => DecideDelete(path, condition, present))
            : edit;
    }

    private static PolicyEdit? Refusal(PolicyPath path, PolicyContent content) =>
        path.Fault is { } fault ? new PolicyEdit(PolicyEditKind.BadName, "", fault)
        : path.Place!.Kind == PlaceKind.Directory && !content.IsTouch ? new PolicyEdit(PolicyEditKind.BadContent, "", $"{path.Text} is a directory, which holds no text.")
        : null;

    private (TreeContent? Wanted, PolicyEdit Edit) Decide(PolicyPath path, PolicyContent content, EditCondition condition, TreeWalk walk, TreeContent present, bool isAdministrator, bool hostsFirst)
    {
        if (!walk.HasDomain && !hostsFirst && path.Domain != SrvTree.GlobalName)
        {
            return (null, new PolicyEdit(PolicyEditKind.NotThere, "", $"The domain {path.Domain} is not hosted here. Put the domain itself first."));
        }

        if (!condition.Holds(present.IsThere ? present.ETag : null))
        {
            return (null, Stale(path, present));
        }

        if (path.Place!.Kind == PlaceKind.Directory)
        {
            return present.Kind switch
            {
                FileKind.Directory => (null, Done(path, PolicyEditKind.Unchanged, present)),
                FileKind.Absent => (TreeContent.Directory, Done(path, PolicyEditKind.Created, TreeContent.Directory)),
                _ => (null, InTheWay(path)),
            };
        }

        if (present.IsThere && present.Kind != FileKind.File)
        {
            return content.IsTouch && (present.Kind == FileKind.Link || path.Place.Kind == PlaceKind.User)
                ? (null, new PolicyEdit(PolicyEditKind.Unchanged, present.ETag))
                : (null, InTheWay(path));
        }

        return DecideFile(path, content, present, isAdministrator);
    }

    private (TreeContent? Wanted, PolicyEdit Edit) DecideFile(PolicyPath path, PolicyContent content, TreeContent present, bool isAdministrator)
    {
        var bytes = content.ApplyTo(present.Bytes.Span);
        if (!isAdministrator && ReservedContent.Fault(path, present.Bytes.Span, bytes) is { } reserved)
        {
            return (null, new PolicyEdit(PolicyEditKind.Reserved, "", reserved));
        }

        if (_rules.Fault(path, content, bytes) is { } fault)
        {
            return (null, new PolicyEdit(PolicyEditKind.BadContent, "", fault));
        }

        var wanted = new TreeContent(FileKind.File, bytes);
        var kind = !present.IsThere ? PolicyEditKind.Created : wanted == present ? PolicyEditKind.Unchanged : PolicyEditKind.Changed;
        return (wanted, Done(path, kind, wanted));
    }

    private static PolicyEdit Done(PolicyPath path, PolicyEditKind kind, TreeContent content) =>
        new(kind, content.ETag) { Item = new PolicyItem(path.Text, content.Kind == FileKind.Directory, content.Bytes, content.ETag) };

    private static (TreeContent? Wanted, PolicyEdit Edit) DecideDelete(PolicyPath path, EditCondition condition, TreeContent present) =>
        !present.IsThere ? (null, new PolicyEdit(PolicyEditKind.NotThere, "", path.Fault ?? $"There is no {path.Text}."))
        : !condition.Holds(present.ETag) ? (null, Stale(path, present))
        : (TreeContent.Absent, new PolicyEdit(PolicyEditKind.Deleted));

    private static PolicyEdit Stale(PolicyPath path, TreeContent present) => new(
        PolicyEditKind.Stale, present.IsThere ? present.ETag : "", $"{path.Text} is not in the state that was asked for: somebody has changed it since. Read it again.");

    private static PolicyEdit InTheWay(PolicyPath path) => new(
        PolicyEditKind.InTheWay, "", $"{path.Text} is there, but not as a file that can be written: a directory or a symbolic link. Remove it first.");
}
