using System.Globalization;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Scanners;

/// <summary>What may stand in the body of a scanner's check.</summary>
internal static class ScannerParameters
{
    public static readonly CheckParameter Down = new("down", "defer", "Mail waits (451) while the daemon is down; without the line it passes.");

    private const int MostUser = 100;

    /// <summary>Plain bytes, or with K, M, KB, MB, KiB or MiB behind, all of them in powers of 1024.</summary>
    public static bool TryParseSize(string text, out long size)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var factor = text[digits..].Trim().ToUpperInvariant() switch
        {
            "" => 1,
            "K" or "KB" or "KIB" => 1L << 10,
            "M" or "MB" or "MIB" => 1L << 20,
            _ => 0,
        };
        var isNumber = int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        size = number * factor;
        return isNumber && size > 0;
    }

    public static bool TryParseScore(string text, out double score) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out score)
        && double.IsFinite(score);

    /// <summary>The score from which on the domain refuses, whatever the scanner says; null when the body sets none.</summary>
    public static double? Score(PolicyBody body) => body["score"] is { } text && TryParseScore(text, out var score) ? score : null;

    /// <summary><c>down: defer</c>: mail waits for the scanner rather than pass without it.</summary>
    public static bool DefersWhenDown(PolicyBody body) => "defer".Equals(body["down"], StringComparison.OrdinalIgnoreCase);

    public static bool IsYes(string? text) => text is not null && text.Equals("yes", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whose preferences spamd is to use; nothing that could end the line of the protocol.</summary>
    public static bool IsUser(string text) =>
        text.Length is > 0 and <= MostUser && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '@');

    /// <summary>Sentences about what cannot be understood.</summary>
    public static IEnumerable<string> Faults(ScannerKind kind, PolicyBody body)
    {
        if (body["server"] is { } server && server != ScannerKind.None && !kind.TryParse(server, out _, out var fault))
        {
            yield return $"has the server \"{PlainText.Clean(server)}\". {fault}";
        }

        if (body["size"] is { } size && !TryParseSize(size, out _))
        {
            yield return $"has the size \"{PlainText.Clean(size)}\", which is none, so the default holds. Write size: 25 MiB, or a number of bytes.";
        }

        if (body["score"] is { } score && !TryParseScore(score, out _))
        {
            yield return $"has the score \"{PlainText.Clean(score)}\", which is no number, so it refuses nothing by it. Write score: 7.5.";
        }

        if (body["down"] is { } down && !DefersWhenDown(body))
        {
            yield return $"says \"down: {PlainText.Clean(down)}\", which means nothing, so mail passes while {kind.Program} is down. The only value is defer.";
        }

        if (body["user"] is { } user && !IsUser(user))
        {
            yield return $"has the user \"{PlainText.Clean(user)}\", which is no name of a user, so it is not sent.";
        }
    }
}
