using System.Buffers;
using System.Text;
using MsLite.Filter.Checks;
using MsLite.Filter.Spool;
using MsLite.Mail;
using MsLite.Mail.Auth;

namespace MsLite.Filter;

/// <summary>
/// Finds the fields in a stranger's message that claim to be ours: whoever reads the delivered mail trusts those. It looks at every
/// line before the first empty one, sound header or not: some reader behind us may take it for a field.
/// </summary>
internal sealed class ForgedFields(string hostname)
{
    /// <summary>The engine takes no header beyond 1 MiB; a message without an empty line is looked at so far.</summary>
    private const int MaxHeader = (1 << 20) + 1024;

    private static readonly string[] s_names =
    [
        "X-HELO", "X-REMOTE-IP", "X-REMOTE-HOST", "X-MAIL-FROM", "X-RCPT-TO", "X-DOMAIN", "X-LOCALPART",
        "X-DKIM-RESULT", "X-REJECT-REASON", "X-REJECT-PLUGIN", RspamdCheck.FieldName,
    ];

    private readonly string _hostKey = DomainName.ToKey(hostname);

    /// <summary>What is left of the message without them, piece by piece.</summary>
    /// <param name="bodyOffset">Where the body is known to begin.</param>
    public IReadOnlyList<(long Offset, long Length)> Kept(SpooledMessage content, long bodyOffset)
    {
        if (content.TryGetMemory(out var memory))
        {
            return Kept(memory.Span[..Math.Min(memory.Length, MaxHeader)], content.Length);
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(bodyOffset, 1, MaxHeader));
        try
        {
            var header = Read(content, ref buffer);
            return Kept(header, content.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The message's beginning up to its empty line: in nearly every case just what the parser found.</summary>
    private static ReadOnlySpan<byte> Read(SpooledMessage content, ref byte[] buffer)
    {
        using var stream = content.OpenRead();
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length < buffer.Length || HasEmptyLine(buffer) || length >= MaxHeader)
        {
            return buffer.AsSpan(0, length);
        }

        var larger = ArrayPool<byte>.Shared.Rent(MaxHeader);
        buffer.CopyTo(larger, 0);
        length += stream.ReadAtLeast(larger.AsSpan(length, MaxHeader - length), MaxHeader - length, throwOnEndOfStream: false);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return buffer.AsSpan(0, length);
    }

    private static bool HasEmptyLine(ReadOnlySpan<byte> text) => text.StartsWith("\r\n"u8) || text.IndexOf("\r\n\r\n"u8) >= 0;

    private List<(long Offset, long Length)> Kept(ReadOnlySpan<byte> text, long length)
    {
        var kept = new List<(long Offset, long Length)>(1);
        long from = 0;
        for (var at = 0; at < text.Length && !IsEmptyLine(text[at..]);)
        {
            var end = FieldEnd(text, at);
            if (IsForged(text[at..end]))
            {
                AddPiece(kept, from, at);
                from = end;
            }

            at = end;
        }

        AddPiece(kept, from, length);
        return kept;
    }

    private static void AddPiece(List<(long Offset, long Length)> kept, long from, long end)
    {
        if (end > from)
        {
            kept.Add((from, end - from));
        }
    }

    private static bool IsEmptyLine(ReadOnlySpan<byte> rest) => rest.StartsWith("\r\n"u8) || rest[0] == '\n';

    /// <summary>Behind the line at <paramref name="at"/> and those that continue it.</summary>
    private static int FieldEnd(ReadOnlySpan<byte> text, int at)
    {
        do
        {
            var line = text[at..].IndexOf((byte)'\n');
            at = line < 0 ? text.Length : at + line + 1;
        }
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t');

        return at;
    }

    private bool IsForged(ReadOnlySpan<byte> field) => (field[0] | 0x20) switch
    {
        'x' => HasOneOf(s_names, field),
        'a' => ValueOffset(field, AuthenticationResults.FieldName) is > 0 and var value && ClaimsToBeOurs(field[value..]),
        _ => false,
    };

    private static bool HasOneOf(string[] names, ReadOnlySpan<byte> field)
    {
        foreach (var name in names)
        {
            if (ValueOffset(field, name) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Behind the colon when the field has this name; otherwise 0. RFC 5322 §4.5: white space may stand before the colon.</summary>
    private static int ValueOffset(ReadOnlySpan<byte> field, string name)
    {
        if (field.Length <= name.Length || !Ascii.EqualsIgnoreCase(field[..name.Length], name))
        {
            return 0;
        }

        var colon = field[name.Length..].IndexOfAnyExcept((byte)' ', (byte)'\t');
        return colon >= 0 && field[name.Length + colon] == ':' ? name.Length + colon + 1 : 0;
    }

    /// <summary>RFC 8601 §5: a field with our authserv-id that comes from outside is to be removed.</summary>
    private bool ClaimsToBeOurs(ReadOnlySpan<byte> value) =>
        AuthenticationResults.TryParseAuthservId(Encoding.UTF8.GetString(value), out var id) && DomainName.ToKey(id) == _hostKey;
}
