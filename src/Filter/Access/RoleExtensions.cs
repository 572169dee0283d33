using System.Text.Json;

namespace MsLite.Filter.Access;

/// <summary>Roles as the command line, the API and the database spell them: <c>domain-administrator</c>.</summary>
public static class RoleExtensions
{
    private static readonly Dictionary<Role, string> s_words = Enum.GetValues<Role>().ToDictionary(role => role, role => JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString()));

    public static string Word(this Role role) => s_words[role];

    /// <summary>A word of a later version counts as the weakest role.</summary>
    internal static Role OfWord(string word) => TryParse(word, out var role) ? role : Role.Viewer;

    /// <summary>False, and the weakest role, for a word that names none.</summary>
    public static bool TryParse(string word, out Role role)
    {
        foreach (var (known, spelling) in s_words)
        {
            if (spelling == word)
            {
                role = known;
                return true;
            }
        }

        role = Role.Viewer;
        return false;
    }
}
