using System.Globalization;
using System.Text;

namespace MsLite.Filter.Policy.Editing;

/// <summary>Refuses names that a person reads as another name than the program does: look-alike letters, mixed scripts, what cannot be seen.</summary>
internal static class NameScripts
{
    /// <summary>Letters of Cyrillic and Greek that look like Latin ones; a label made of nothing else is read as a Latin word.</summary>
    private const string LooksLatin = "асԁеһіјӏорԛѕԝхуьҽѵοανικρυτχγ";

    /// <summary>Scripts that lend each other no letters; all others may stand beside Latin, as they do in Japan.</summary>
    private static readonly (int First, int Last, string Script)[] s_scripts =
    [
        (0x0041, 0x005A, "Latin"), (0x0061, 0x007A, "Latin"), (0x00C0, 0x024F, "Latin"), (0x1E00, 0x1EFF, "Latin"),
        (0x0370, 0x03FF, "Greek"), (0x1F00, 0x1FFF, "Greek"),
        (0x0400, 0x052F, "Cyrillic"), (0x1C80, 0x1C8F, "Cyrillic"), (0xA640, 0xA69F, "Cyrillic"),
        (0x0530, 0x058F, "Armenian"), (0x13A0, 0x13FF, "Cherokee"), (0xAB70, 0xABBF, "Cherokee"),
        (0x10A0, 0x10FF, "Georgian"),
    ];

    /// <summary>A sentence's rest, to follow the name; null when the name says to everybody what it says to us.</summary>
    public static string? Fault(string name)
    {
        if (Ascii.IsValid(name))
        {
            return null;
        }

        return Unseen(name) ?? Unnormal(name) ?? name.Split('.', '@').Select(Mixed).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>The same for a domain, where a whole label may also only look like a Latin one.</summary>
    public static string? DomainFault(string name)
    {
        if (Fault(name) is { } fault)
        {
            return fault;
        }

        // A label under a top-level domain of the same script is meant as it is written.
        var labels = name.TrimEnd('.').Split('.');
        return Ascii.IsValid(labels[^1]) && labels.Any(label => label.Length > 0 && label.All(c => LooksLatin.Contains(c, StringComparison.Ordinal)))
            ? "looks like another name, because all letters of a label look like Latin ones. If it is meant, write its A-label (xn--…)."
            : null;
    }

    private static string? Unseen(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return $"holds U+{rune.Value:X4}, a character that nobody sees. Leave it out.";
            }
        }

        return null;
    }

    private static string? Unnormal(string name) =>
        !name.IsNormalized(NormalizationForm.FormC) ? "is not in Unicode's composed form (NFC), so it would not be the name that mail asks for. Compose it."
        : !name.IsNormalized(NormalizationForm.FormKC) ? "holds characters that stand for others, such as full-width letters or ligatures. Write the plain ones."
        : null;

    private static string? Mixed(string label)
    {
        var found = label.Select(ScriptOf).OfType<string>().Distinct().Take(2).ToList();
        return found.Count < 2 ? null : $"mixes {found[0]} and {found[1]} letters, so it may only look like the name that is meant. Write it in one script, or a domain as its A-label (xn--…).";
    }

    private static string? ScriptOf(char c) => Array.Find(s_scripts, script => c >= script.First && c <= script.Last).Script;
}
