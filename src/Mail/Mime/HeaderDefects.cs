using System.Text.Unicode;

namespace MsLite.Mail.Mime;

/// <summary>Looks for what is wrong with a header as a whole. Only done when somebody asks.</summary>
internal static class HeaderDefects
{
    // RFC 5322 §3.6 and RFC 2045: what may stand once. Two of them, and two readers see two different messages.
    private static readonly string[] s_once =
    [
        "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To", "References",
        "MIME-Version", "Content-Transfer-Encoding", "Content-Disposition",
    ];

    public static MimeDefects Of(HeaderList headers, long length)
    {
        var text = headers.Block.Span[..(int)length];
        return (text.Contains((byte)0) ? MimeDefects.NulInHeader : MimeDefects.None)
            | (Utf8.IsValid(text) ? MimeDefects.None : MimeDefects.EightBitInHeader)
            | (IsRepeated(headers, "Content-Type") ? MimeDefects.RepeatedContentType : MimeDefects.None)
            | (Array.Exists(s_once, name => IsRepeated(headers, name)) ? MimeDefects.RepeatedField : MimeDefects.None);
    }

    private static bool IsRepeated(HeaderList headers, string name) =>
        headers.IndexOf(name) is var first and >= 0 && headers.IndexOf(name, first + 1) >= 0;
}
