namespace MsLite.Filter.Policy.Editing;

/// <summary>
/// A place in the tree that somebody wants to see or to change: names that cannot lead anywhere else, brought into the spelling that
/// mail asks for. Made by <see cref="PolicyEditor.TryParse"/>.
/// </summary>
public sealed record PolicyPath
{
    internal PolicyPath(IReadOnlyList<string> asked, IReadOnlyList<string> names, PolicyPlace? place, string? fault) =>
        (Asked, Names, Place, Fault) = (asked, names, place, fault);

    /// <summary>The domain in lower case and A-labels, or <c>_global_</c>.</summary>
    public string Domain => Names[0];

    /// <summary>Relative to /srv, with "/" between names.</summary>
    public string Text => string.Join('/', Names);

    public bool IsDomain => Names.Count == 1;

    /// <summary>Why nothing at this place could ever match, a sentence; null when it can. What lies there all the same may be seen and removed.</summary>
    public string? Fault { get; }

    internal IReadOnlyList<string> Names { get; }

    /// <summary>The names as they were asked for: a file of exactly this spelling wins, so that a misspelt one can be removed.</summary>
    internal IReadOnlyList<string> Asked { get; }

    internal PolicyPlace? Place { get; }

    /// <summary>The same place in the spelling that was asked for.</summary>
    internal PolicyPath AsAsked() => new(Asked, Asked, Place, Fault);

    /// <summary>Whether the names may be used as they are: one component each, none hidden but the other spelling of a top-level domain.</summary>
    internal static bool IsSafe(IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            var isWildcard = name == "*" && i == 3 && names[1] == "users" && names[2] == "valid";
            var isDottedLabel = i == 3 && names[2] == "tld" && name.StartsWith('.') && PolicyName.TryParse(name[1..], out _);
            if (!isWildcard && !isDottedLabel && !PolicyName.TryParse(name, out _))
            {
                return false;
            }
        }

        return true;
    }
}
