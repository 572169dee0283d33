using System.Text;
using MsLite.Mail.Mime;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>Field values of every grammar: encoded words, Content-Type and Content-Disposition, dates.</summary>
public sealed class FieldValueTarget : IFuzzTarget
{
    public string Name => "field-value";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "=?utf-8?q?caf=C3=A9?= =?utf-8?b?IGF1IGxhaXQ=?= =?iso-2022-jp?b?GyRCRnxLXBsoQg==?= =?gb18030?b?lDnaMw==?=",
        "text/plain; charset=\"utf-8\"; name*0*=utf-8'en'a%20; name*1=b; name=\"=?utf-8?q?c?=\" (comment)",
        "attachment; filename*=iso-8859-1''%e4.txt; filename=a.txt; size=12",
        "Sun, 22 Nov 2026 10:00:00 +0100 (CET)",
        "Mon, 2-Jan-06 3:04:05 EST");

    public void Run(ReadOnlySpan<byte> data)
    {
        byte[] message = [.. "Subject:"u8, .. data, .. "\r\n\r\n"u8];
        var field = MimeMessage.Parse(message).Headers.Find("Subject");
        var text = field?.Value ?? Encoding.Latin1.GetString(data);
        _ = field?.Decoded;
        _ = DateParser.TryParse(text, out _);
        var type = ContentType.Parse(text);
        _ = type.Charset + type.Boundary + type.Name + type.MediaType;
        _ = ContentDisposition.Parse(text).FileName;
    }
}
