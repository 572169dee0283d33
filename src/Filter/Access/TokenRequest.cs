using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Access;

/// <summary>A token that somebody wants to have, found to make sense.</summary>
public sealed record TokenRequest
{
    private const int MaxNameLength = 64;
    private const int MaxDays = 36_500;

    private TokenRequest(string name, Role role, IReadOnlySet<string> domains, DateTimeOffset? expires) =>
        (Name, Role, Domains, Expires) = (name, role, domains, expires);

    public string Name { get; }

    public Role Role { get; }

    public IReadOnlySet<string> Domains { get; }

    /// <summary>Null when it is to last until it is revoked.</summary>
    public DateTimeOffset? Expires { get; }

    /// <param name="expires">A date, whose whole day counts, an RFC 3339 time, or days from now such as <c>90d</c>; empty for never.</param>
    /// <param name="fault">What is wrong, in a sentence.</param>
    public static bool TryParse(
        string name, string role, IEnumerable<string> domains, string expires, TimeProvider clock,
        [NotNullWhen(true)] out TokenRequest? request, [NotNullWhen(false)] out string? fault)
    {
        request = null;
        if (!IsName(name))
        {
            fault = $"A name has 1 to {MaxNameLength} characters, none of them a control character or a blank at its ends: \"{PlainText.Clean(name)}\" is none.";
        }
        else if (!RoleExtensions.TryParse(role, out var parsed))
        {
            fault = $"There is no role \"{PlainText.Clean(role)}\": choose administrator, domain-administrator or viewer.";
        }
        else if (DomainSet.TryParse(parsed, domains, out var set, out fault) && TryParseExpiry(expires, clock, out var end, out fault))
        {
            request = new TokenRequest(name, parsed, set, end);
        }

        return request is not null;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && name == name.Trim() && name == PlainText.Clean(name);

    private static bool TryParseExpiry(string text, TimeProvider clock, out DateTimeOffset? expires, [NotNullWhen(false)] out string? fault)
    {
        (expires, fault) = (null, null);
        if (text.Length == 0)
        {
            return true;
        }

        if (text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= MaxDays)
        {
            expires = clock.GetUtcNow() + TimeSpan.FromDays(days);
        }
        else if (!PolicyUntil.TryParse(text, clock.LocalTimeZone, out var end))
        {
            fault = $"\"{PlainText.Clean(text)}\" is no time: write a date such as 2030-12-31, a time such as 2030-12-31T18:00:00Z, or days such as 90d.";
        }
        else if (end <= clock.GetUtcNow())
        {
            fault = $"\"{PlainText.Clean(text)}\" is in the past: the token would never be accepted.";
        }
        else
        {
            expires = end;
        }

        return fault is null;
    }
}
