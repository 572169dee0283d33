using System.Globalization;
using System.Text.Json;

namespace MsLite.Filter.Scanners;

/// <summary>What rspamd says about one message.</summary>
/// <param name="Action">Such as "no action", "add header", "soft reject" or "reject".</param>
/// <param name="Symbols">What matched, with its score; the largest, in either direction, first.</param>
internal sealed record RspamdReply(string Action, double Score, IReadOnlyList<(string Name, double Score)> Symbols)
{
    private const int MostSymbols = 1000;
    private const int MostName = 100;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 16 };

    /// <summary>"reject (15.2)".</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture, $"{Action} ({Score:0.##})");

    /// <summary>"BAYES_SPAM(5.1), R_SPF_ALLOW(-0.2)".</summary>
    public string SymbolList =>
        string.Join(", ", Symbols.Select(symbol => string.Create(CultureInfo.InvariantCulture, $"{symbol.Name}({symbol.Score:0.##})")));

    /// <exception cref="ScannerException">It is no such answer.</exception>
    public static RspamdReply Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            throw new ScannerException("Its answer is no JSON.");
        }
        catch (InvalidOperationException)
        {
            // A string that is no UTF-8, or not what its place asks for.
            throw new ScannerException("Its answer is not what /checkv2 answers.");
        }
    }

    private static RspamdReply Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "action") is not { Length: > 0 } action || Number(root, "score") is not { } score)
        {
            throw new ScannerException(Error(root) is { } error
                ? $"It says \"{PlainText.Clean(error)}\"."
                : "Its answer has no action or no score.");
        }

        return new RspamdReply(PlainText.Clean(action, MostName).ToLowerInvariant(), score, ReadSymbols(root));
    }

    private static List<(string Name, double Score)> ReadSymbols(JsonElement root)
    {
        if (!root.TryGetProperty("symbols", out var symbols) || symbols.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        return
        [
            .. symbols.EnumerateObject().Take(MostSymbols)
                .Where(symbol => symbol.Value.ValueKind == JsonValueKind.Object)
                .Select(symbol => (Name: PlainText.Clean(symbol.Name, MostName), Score: Number(symbol.Value, "score") ?? 0))
                .OrderByDescending(symbol => Math.Abs(symbol.Score)),
        ];
    }

    private static string? Error(JsonElement root) => root.ValueKind == JsonValueKind.Object ? Text(root, "error") : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : null;
}
