using System.Text;
using MsLite.Filter.Access;

namespace MsLite.Filter.Policy.Editing;

/// <summary>Hosts a domain as a newcomer wants it: who exists, where to deliver, and the usual checks as they choose.</summary>
public sealed class NewDomain
{
    /// <summary>Beyond it a list is imported.</summary>
    public const int MostUsers = 1_000;

    private readonly PolicyEditor _editor;
    private readonly SrvTree _tree;

    internal NewDomain(PolicyEditor editor, SrvTree tree) => (_editor, _tree) = (editor, tree);

    /// <summary>Makes the domain's directory and its first files. What fails in the middle leaves what was made before, and says so.</summary>
    /// <param name="caller">An administrator: whether they are has been asked.</param>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public NewDomainResult Create(NewDomainWish wish, Caller caller)
    {
        if (!_editor.TryParse(wish.Domain.Trim(), [], out var domain, out var fault))
        {
            return NewDomainResult.Refused(fault);
        }

        if (wish.Users.Count > MostUsers)
        {
            return NewDomainResult.Refused($"Name at most {MostUsers} users here, and import the others afterwards.");
        }

        var files = Files(wish);
        foreach (var (below, _) in files)
        {
            if (!_editor.TryParse(domain.Domain, below, out var path, out fault) || path.Fault is not null)
            {
                return NewDomainResult.Refused(path?.Fault ?? fault);
            }
        }

        var made = _editor.Put(domain, PolicyContent.Touch, new EditCondition(null, "*"), caller);
        return made.Kind == PolicyEditKind.Created ? Fill(domain, files, caller)
            : NewDomainResult.Refused(made.Kind == PolicyEditKind.Stale ? $"{domain.Domain} is hosted here already." : made.Sentence);
    }

    private NewDomainResult Fill(PolicyPath domain, IReadOnlyList<(string[] Below, PolicyContent Content)> files, Caller caller)
    {
        var commands = new List<string> { TreeCommand.MakeDirectory(_tree.Root, $"{domain.Domain}/users/valid") };
        foreach (var (below, content) in files)
        {
            // The names were looked at before anything was made.
            if (!_editor.TryParse(domain.Domain, below, out var path, out var fault))
            {
                return new NewDomainResult(domain.Domain, fault, commands);
            }

            var command = TreeCommand.Put(_tree.Root, path.Text, content, present: null);
            var edit = _editor.Put(path, content, EditCondition.None, caller);
            if (!edit.IsDone)
            {
                return new NewDomainResult(domain.Domain, $"The domain is there, but {path.Text} is not: {edit.Sentence}", commands);
            }

            commands.Add(command);
        }

        return new NewDomainResult(domain.Domain, "", commands);
    }

    private static List<(string[] Below, PolicyContent Content)> Files(NewDomainWish wish)
    {
        var files = wish.Users.Select(user => (Below: new[] { "users", "valid", user }, PolicyContent.Touch)).ToList();
        if (wish.NextHop.Trim() is { Length: > 0 } nextHop)
        {
            files.Add((["delivery"], new PolicyContent { Text = Encoding.UTF8.GetBytes(nextHop + "\n") }));
        }

        if (wish.Checks != FirstChecks.None)
        {
            files.Add((["checks", "all"], wish.Checks == FirstChecks.Enforced
                ? PolicyContent.Touch
                : new PolicyContent { Values = new Dictionary<string, string?> { ["mode"] = "shadow" } }));
        }

        return files;
    }
}

/// <summary>What a newcomer says about a domain.</summary>
/// <param name="NextHop">Empty: the option's.</param>
/// <param name="Users">Local parts, or "*" for everybody.</param>
public sealed record NewDomainWish(string Domain, string NextHop, IReadOnlyList<string> Users, FirstChecks Checks)
{
    /// <summary>Users as people type them: in lines, with blanks or commas; a whole address names its local part.</summary>
    public static IReadOnlyList<string> UsersOf(string text, string domain) =>
        [.. text.Split((char[]?)['\r', '\n', ' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries)
            .Select(user => user.EndsWith("@" + domain.Trim(), StringComparison.OrdinalIgnoreCase) ? user[..^(domain.Trim().Length + 1)] : user)
            .Distinct(StringComparer.Ordinal)];
}

/// <summary>How a new domain's usual checks begin.</summary>
public enum FirstChecks
{
    /// <summary>They look and count, and refuse nobody.</summary>
    Shadow,
    Enforced,
    None,
}

/// <summary>What became of it.</summary>
/// <param name="Domain">In the spelling of the tree; empty when nothing was made.</param>
/// <param name="Sentence">What went wrong; empty when all is there.</param>
/// <param name="Commands">The shell commands that do the same.</param>
public sealed record NewDomainResult(string Domain, string Sentence, IReadOnlyList<string> Commands)
{
    internal static NewDomainResult Refused(string sentence) => new("", sentence, []);
}
