using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>The parts of ISO 8859 that .NET does not have: 10 (Nordic), 14 (Celtic), 16 (south-eastern Europe).</summary>
internal sealed class IsoTables : Encoding
{
    private static readonly IsoTables s_nordic = new("\u00a0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00adŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ");

    private static readonly IsoTables s_celtic = new("\u00a0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00ad®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ");

    private static readonly IsoTables s_southEast = new("\u00a0ĄąŁ€„Š§š©Ș«Ź\u00adźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ");

    private readonly string _upper;

    private IsoTables(string upper) => _upper = upper;

    public static Encoding? Find(string name) => name.ToLowerInvariant() switch
    {
        "iso-8859-10" or "iso8859-10" => s_nordic,
        "iso-8859-14" or "iso8859-14" => s_celtic,
        "iso-8859-16" or "iso8859-16" => s_southEast,
        _ => null,
    };

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (var i = 0; i < charCount; i++)
        {
            bytes[byteIndex + i] = ToByte(chars[charIndex + i]);
        }

        return charCount;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            var b = bytes[byteIndex + i];
            chars[charIndex + i] = b < 0xa0 ? (char)b : _upper[b - 0xa0];
        }

        return byteCount;
    }

    private byte ToByte(char c)
    {
        var place = c < 0xa0 ? -1 : _upper.IndexOf(c, StringComparison.Ordinal);
        return c < 0xa0 ? (byte)c : place < 0 ? (byte)'?' : (byte)(0xa0 + place);
    }
}
