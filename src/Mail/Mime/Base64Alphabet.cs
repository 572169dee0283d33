namespace MsLite.Mail.Mime;

/// <summary>The alphabet of RFC 4648 §4.</summary>
internal static class Base64Alphabet
{
    /// <summary>0–63, or -1 for a character outside the alphabet.</summary>
    public static int Value(int c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };
}
