using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Release;

namespace MsLite.Filter.Remedies;

/// <summary>What an operator can do about a refusal, one file each; whether it is wise is for people to say.</summary>
public sealed class RemedyList(PolicyEditor editor, Welcome welcome)
{
    private const string Checks = "checks/";

    /// <summary>The remedies that this copy's ladder allows for, the narrowest first.</summary>
    public IReadOnlyList<Remedy> For(QuarantineEntry entry)
    {
        var remedies = new List<Remedy>();
        if (entry.File is { } file && (file.Contains("/blacklisted/", StringComparison.Ordinal) || file.Contains("/users/invalid/", StringComparison.Ordinal)))
        {
            Add(file.Split('/'), RemedyKind.Remove, content: null);
        }

        if (entry is { Blocker: "users", File: null } && AddressText.Parse(entry.Recipient) is { } recipient)
        {
            Add([entry.Domain, "users", "valid", recipient.LocalPartKey], RemedyKind.AddUser, PolicyContent.Touch);
        }

        foreach (var kind in Enum.GetValues<WelcomeKind>())
        {
            if (welcome.PathFor(entry, kind) is { } path)
            {
                remedies.Add(new Remedy(RemedyKind.Whitelist, path, PolicyContent.Touch, kind));
            }
        }

        // A switch for all checks, or the list of zones, is not this check's alone to change.
        if (entry is { Blocker: { } blocker, File: { } named } && blocker.StartsWith(Checks, StringComparison.Ordinal) && named == $"{entry.Domain}/{blocker}")
        {
            Add(named.Split('/'), RemedyKind.Shadow, new PolicyContent { Values = new Dictionary<string, string?> { ["mode"] = "shadow" } });
        }

        return remedies;

        // An index line may have been written by anybody: what is no place in the tree is no remedy.
        void Add(string[] names, RemedyKind kind, PolicyContent? content)
        {
            if (editor.TryParse(names[0], names[1..], out var path, out _) && path.Fault is null)
            {
                remedies.Add(new Remedy(kind, path, content));
            }
        }
    }

    /// <summary>Does it.</summary>
    /// <param name="who">For the history.</param>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public PolicyEdit Apply(Remedy remedy, string who) => remedy.Content is { } content
        ? editor.Put(remedy.Path, content, EditCondition.None, who)
        : editor.Delete(remedy.Path, EditCondition.None, who);
}
