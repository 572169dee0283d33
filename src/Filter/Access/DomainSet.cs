using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using MsLite.Mail;

namespace MsLite.Filter.Access;

/// <summary>The domains that somebody is bound to: lower case A-labels, in the database in one text with blanks between them.</summary>
internal static class DomainSet
{
    private const int MaxLength = 253;

    public static readonly IReadOnlySet<string> Empty = FrozenSet<string>.Empty;

    public static string Text(IReadOnlySet<string> domains) => string.Join(' ', domains.Order(StringComparer.Ordinal));

    public static IReadOnlySet<string> Of(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether <paramref name="names"/> suit the role: a sentence in <paramref name="fault"/> when they do not.</summary>
    public static bool TryParse(Role role, IEnumerable<string> names, out IReadOnlySet<string> domains, [NotNullWhen(false)] out string? fault)
    {
        domains = names.Select(name => DomainName.ToKey(name.Trim())).ToFrozenSet(StringComparer.Ordinal);
        fault = (role, domains.Count, domains.FirstOrDefault(domain => !IsDomain(domain))) switch
        {
            (_, _, { } wrong) => $"\"{PlainText.Clean(wrong)}\" is no domain: write one such as example.com.",
            (Role.Administrator, > 0, _) => "An administrator has every domain: leave the domains out, or choose another role.",
            (Role.DomainAdministrator, 0, _) => "A domain administrator needs at least one domain.",
            _ => null,
        };
        return fault is null;
    }

    private static bool IsDomain(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] is not ('.' or '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
        && !name.Contains("..", StringComparison.Ordinal);
}
