using System.Diagnostics.CodeAnalysis;

namespace MsLite.Filter.Access;

/// <summary>What an account may be called: short, lower case, the same to the eye and to the program.</summary>
public static class AccountName
{
    public const int MaxLength = 64;

    /// <summary>As it is stored and compared.</summary>
    public static string ToKey(string text) => text.Trim().ToLowerInvariant();

    public static bool IsValid(string name, [NotNullWhen(false)] out string? fault)
    {
        fault = name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_' or '@' or '+')
            ? null
            : $"A name has 1 to {MaxLength} letters, digits and . - _ @ +, and begins with a letter or a digit.";
        return fault is null;
    }
}
