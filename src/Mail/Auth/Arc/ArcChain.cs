using System.Globalization;
using System.Text;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth.Arc;

/// <summary>The ARC sets of a message, in the order they were added (RFC 8617 §5.2 steps 1 to 3).</summary>
/// <param name="Fault">Why they are no chain; a clause.</param>
internal sealed record ArcChain(IReadOnlyList<ArcSet> Sets, string? Fault)
{
    public const string ResultsName = "ARC-Authentication-Results";
    public const string MessageSignatureName = "ARC-Message-Signature";
    public const string SealName = "ARC-Seal";

    /// <summary>RFC 8617 §4.2.1: instances go from 1 to 50.</summary>
    public const int MaxSets = 50;

    public static ArcChain Of(HeaderList headers)
    {
        var (results, signatures, seals) = (ByInstance(headers, ResultsName), ByInstance(headers, MessageSignatureName), ByInstance(headers, SealName));
        if (results is null || signatures is null || seals is null)
        {
            return new ArcChain([], "an ARC field without a usable instance, or two with one instance");
        }

        // RFC 8617 §5.2 step 3: every set is whole, and the instances are 1 to N without a gap.
        var count = Math.Max(results.Count, Math.Max(signatures.Count, seals.Count));
        var sets = new List<ArcSet>(count);
        for (var instance = 1; instance <= count; instance++)
        {
            if (!results.TryGetValue(instance, out var result) || !signatures.TryGetValue(instance, out var signature) || !seals.TryGetValue(instance, out var seal))
            {
                return new ArcChain([], $"ARC set {instance} is not whole");
            }

            if (ArcSeal.Parse(seal) is not { } parsed)
            {
                return new ArcChain([], $"ARC-Seal {instance} cannot be read");
            }

            sets.Add(new ArcSet(instance, result, signature, seal, parsed));
        }

        return new ArcChain(sets, WrongStatus(sets));
    }

    // RFC 8617 §5.2 step 3.C: the first seal says cv=none, all others cv=pass.
    private static string? WrongStatus(List<ArcSet> sets)
    {
        var wrong = sets.FindLast(set => set.Seal.ChainStatus != (set.Instance == 1 ? "none" : "pass"));
        return wrong is null ? null : $"ARC-Seal {wrong.Instance} says cv={Word(wrong.Seal.ChainStatus)}";
    }

    private static string Word(string status) => status is "none" or "pass" or "fail" ? status : "?";

    private static Dictionary<int, HeaderField>? ByInstance(HeaderList headers, string name)
    {
        var fields = new Dictionary<int, HeaderField>();
        foreach (var field in headers.All(name))
        {
            if (Instance(field, name) is not { } instance || !fields.TryAdd(instance, field))
            {
                return null;
            }
        }

        return fields;
    }

    private static int? Instance(HeaderField field, string name)
    {
        var text = Encoding.UTF8.GetString(field.RawValue.Span);
        var value = name == ResultsName ? FirstTag(text) : TagList.Parse(text)?["i"];
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var instance) && instance is >= 1 and <= MaxSets ? instance : null;
    }

    // RFC 8617 §4.1.1: "i=" stands in front of what an Authentication-Results field holds.
    private static string? FirstTag(string text)
    {
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        return semicolon < 0 ? null : TagList.Parse(text[..semicolon])?["i"];
    }
}
