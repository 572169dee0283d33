using System.Text;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Policy;

/// <summary>One change of the tree as a form asks for it.</summary>
/// <param name="Below">The names below the domain.</param>
/// <param name="Content">What is to be said; null when the file is to go.</param>
internal sealed record PolicyChange(IReadOnlyList<string> Below, PolicyContent? Content, EditCondition Condition)
{
    private const string Absent = "none";

    public static PolicyChange Of(PolicyForm typed)
    {
        if (typed.Remove is { } removal)
        {
            var blank = removal.IndexOf(' ', StringComparison.Ordinal);
            return new PolicyChange(Names(removal[(blank + 1)..]), null, ConditionOf(blank > 0 ? removal[..blank] : ""));
        }

        var condition = ConditionOf(typed.ETag);
        var below = Names(typed.Path);
        return typed.Do switch
        {
            PolicyDeed.Add => new PolicyChange([.. below, (typed.Name ?? "").Trim()], Lines(typed, onlyGiven: true), HasLines(typed) ? ConditionOf(Absent) : EditCondition.None),
            PolicyDeed.Set => new PolicyChange(below, Lines(typed, onlyGiven: false), condition),
            PolicyDeed.Mode => new PolicyChange(below, Mode("mode", typed.Mode switch { "off" => null, "shadow" => "shadow", _ => "" }, typed.ETag), condition),
            PolicyDeed.Everybody => new PolicyChange(below, Mode("verify", typed.Mode switch { "off" => null, "nexthop" => "nexthop", _ => "" }, typed.ETag), condition),
            PolicyDeed.Write => new PolicyChange(below, new PolicyContent { Text = Encoding.UTF8.GetBytes(Lf(typed.Text ?? "")) }, condition),
            PolicyDeed.Limits => new PolicyChange(below, new PolicyContent { Values = Given(("days", typed.Days), ("megabytes", typed.Megabytes)) }, condition),
            _ => new PolicyChange(below, null, condition),
        };
    }

    /// <param name="value">Null: the file goes. Empty: the file is there without the line.</param>
    private static PolicyContent? Mode(string key, string? value, string? etag) => value switch
    {
        null => null,
        "" when etag is null or "" or Absent => PolicyContent.Touch,
        "" => new PolicyContent { Values = new Dictionary<string, string?> { [key] = null } },
        _ => new PolicyContent { Values = new Dictionary<string, string?> { [key] = value } },
    };

    private static PolicyContent Lines(PolicyForm typed, bool onlyGiven)
    {
        var values = Given(("note", typed.Note), ("until", typed.Until), ("reply", typed.Reply));
        return new PolicyContent { Values = onlyGiven ? values.Where(value => value.Value is not null).ToDictionary() : values };
    }

    private static bool HasLines(PolicyForm typed) => Given(("note", typed.Note), ("until", typed.Until), ("reply", typed.Reply)).Values.Any(value => value is not null);

    /// <summary>A field that the form does not have is left alone; one that was emptied removes its line.</summary>
    private static Dictionary<string, string?> Given(params ReadOnlySpan<(string Key, string? Typed)> fields)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, typed) in fields)
        {
            if (typed is not null)
            {
                values[key] = typed.Trim() is { Length: > 0 } text ? text : null;
            }
        }

        return values;
    }

    /// <summary>A browser sends CR LF (HTML, "constructing the entry list"); the tree has LF, and its last line an end.</summary>
    private static string Lf(string text) => text.ReplaceLineEndings("\n") is { Length: > 0 } lines && !lines.EndsWith('\n') ? lines + "\n" : text.ReplaceLineEndings("\n");

    private static EditCondition ConditionOf(string? etag) => etag switch
    {
        null or "" => EditCondition.None,
        Absent => new EditCondition(null, "*"),
        _ => new EditCondition(etag, null),
    };

    private static string[] Names(string? path) => (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
}
