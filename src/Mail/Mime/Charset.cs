using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Finds the encoding for a charset name out of a message. Decoding never fails: what cannot be read becomes U+FFFD.</summary>
internal static class Charset
{
    private static readonly EncodingProvider s_codePages = CodePagesEncodingProvider.Instance;

    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        // What the web's Encoding Standard found out about mail, too: these names mean their supersets.
        ["us-ascii"] = "windows-1252",
        ["ascii"] = "windows-1252",
        ["ansi_x3.4-1968"] = "windows-1252",
        ["iso-8859-1"] = "windows-1252",
        ["iso8859-1"] = "windows-1252",
        ["latin1"] = "windows-1252",
        ["cp1252"] = "windows-1252",
        ["iso-8859-9"] = "windows-1254",
        ["iso-8859-11"] = "windows-874",
        ["tis-620"] = "windows-874",
        ["gb2312"] = "gb18030",
        ["gbk"] = "gb18030",
        ["x-gbk"] = "gb18030",
        ["cp936"] = "gb18030",
        ["ks_c_5601-1987"] = "ks_c_5601-1987",
        ["euc-kr"] = "ks_c_5601-1987",
        ["cp949"] = "ks_c_5601-1987",
        ["x-windows-949"] = "ks_c_5601-1987",
        ["big5-hkscs"] = "big5",
        ["cp950"] = "big5",
        ["sjis"] = "shift_jis",
        ["x-sjis"] = "shift_jis",
        ["cp932"] = "shift_jis",
        ["windows-31j"] = "shift_jis",
        ["iso-2022-jp-ms"] = "iso-2022-jp",
        ["utf8"] = "utf-8",
        ["utf8mb4"] = "utf-8",
        ["unicode-1-1-utf-8"] = "utf-8",
        ["cp1250"] = "windows-1250",
        ["cp1251"] = "windows-1251",
        ["cp-1251"] = "windows-1251",
        ["koi8r"] = "koi8-r",
        ["koi8u"] = "koi8-u",
    };

    /// <summary>The most frequent charset of bytes that name none and are not UTF-8; it gives each byte a character.</summary>
    public static Encoding Windows1252 { get; } = s_codePages.GetEncoding(1252)!;

    /// <summary>The encoding called <paramref name="name"/>, or null when it is unknown.</summary>
    public static Encoding? Find(string name)
    {
        name = name.Trim().Trim('"', '\'');
        if (name.Length is 0 or > 40)
        {
            return null;
        }

        if (s_aliases.TryGetValue(name, out var alias))
        {
            name = alias;
        }

        // UTF-7 hides markup from filters, and the framework has it switched off.
        return name.Equals("utf-7", StringComparison.OrdinalIgnoreCase) ? null : IsoTables.Find(name) ?? FindInFramework(name);
    }

    /// <summary>Bytes in the charset called <paramref name="name"/>; unknown names are tried as UTF-8, then windows-1252.</summary>
    public static string Decode(string name, ReadOnlySpan<byte> bytes) =>
        Find(name) is { } encoding ? Decode(encoding, bytes) : DecodeUnknown(bytes);

    public static string DecodeUnknown(ReadOnlySpan<byte> bytes) =>
        Decode(System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8 : Windows1252, bytes);

    public static string Decode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (ArgumentException)
        {
            // Decoders with replacement do not throw; should one of the framework's many do so, the text is still shown.
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static Encoding? FindInFramework(string name)
    {
        try
        {
            return s_codePages.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
