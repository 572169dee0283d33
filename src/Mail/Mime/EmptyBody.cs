using System.Buffers;
using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Decides whether a message says nothing: no text but white space, no other content, no attachment.</summary>
internal static class EmptyBody
{
    private static readonly SearchValues<byte> s_visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (byte)c)]);

    /// <summary>Whether the body plainly begins with text, so that the parts need not be asked. The path of nearly all mail.</summary>
    public static bool HasPlainText(MessageSource source, HeaderList headers, long bodyOffset)
    {
        if (!IsPlain(headers))
        {
            return false;
        }

        Span<byte> start = stackalloc byte[256];
        return start[..source.Read(bodyOffset, start)].ContainsAny(s_visible);
    }

    /// <summary>Whether no part below <paramref name="root"/> holds anything.</summary>
    public static bool Is(MimePart root) => !HasContent(root);

    private static bool HasContent(MimePart part)
    {
        if (part.IsAttachment)
        {
            return true;
        }

        if (part.IsMultipart)
        {
            return part.Children.Any(HasContent);
        }

        return part.ContentType.IsText ? HasText(part) : HasBytes(part);
    }

    private static bool IsPlain(HeaderList headers) =>
        headers.Find("Content-Disposition") is null
        && (headers.Find("Content-Transfer-Encoding") is not { } encoding || StartsWith(encoding, "7bit"u8) || StartsWith(encoding, "8bit"u8))
        && (headers.Find("Content-Type") is not { } type || StartsWith(type, "text/"u8));

    private static bool StartsWith(HeaderField field, ReadOnlySpan<byte> token)
    {
        var value = field.RawValue.Span.TrimStart(" \t"u8);
        return value.Length >= token.Length && Ascii.EqualsIgnoreCase(value[..token.Length], token);
    }

    /// <summary>A message inside the message, or anything else that is no text: whatever is not blank counts.</summary>
    private static bool HasBytes(MimePart part) => Any(part, static bytes => bytes.ContainsAnyExcept(" \t\r\n"u8));

    private static bool HasText(MimePart part)
    {
        var decoder = (part.DeclaredCharset ?? Encoding.UTF8).GetDecoder();
        var chars = new char[4096 + 16];
        return Any(part, bytes => bytes.ContainsAny(s_visible) || !IsWhiteSpace(chars.AsSpan(0, decoder.GetChars(bytes, chars, flush: false))))
            || !IsWhiteSpace(chars.AsSpan(0, decoder.GetChars([], chars, flush: true)));
    }

    private static bool IsWhiteSpace(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            // The byte order mark and the zero-width space are white space by name, though not for Unicode.
            if (!char.IsWhiteSpace(c) && c is not ('\ufeff' or '\u200b'))
            {
                return false;
            }
        }

        return true;
    }

    private delegate bool BytesTest(ReadOnlySpan<byte> bytes);

    private static bool Any(MimePart part, BytesTest test)
    {
        using var content = part.OpenDecoded();
        var buffer = new byte[4096];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            if (test(buffer.AsSpan(0, read)))
            {
                return true;
            }
        }

        return false;
    }
}
