namespace MsLite.Mail.Mime;

/// <summary>Reads so much of a message that its header is in memory, and not more than the limit.</summary>
internal static class HeaderReader
{
    private const int FirstRead = 16 * 1024;

    public static ReadOnlyMemory<byte> Read(MessageSource source, int limit)
    {
        var most = (int)Math.Min(limit, source.Length);
        var buffer = new byte[Math.Min(FirstRead, most)];
        var length = source.Read(0, buffer);
        for (var searched = 0; length == buffer.Length && length < most && !HasEmptyLine(buffer.AsSpan(0, length), ref searched);)
        {
            Array.Resize(ref buffer, Math.Min(most, buffer.Length * 4));
            length += source.Read(length, buffer.AsSpan(length));
        }

        return buffer.AsMemory(0, length);
    }

    private static bool HasEmptyLine(ReadOnlySpan<byte> text, ref int searched)
    {
        if (text.StartsWith("\n"u8) || text.StartsWith("\r\n"u8))
        {
            return true;
        }

        var rest = text[searched..];
        searched = Math.Max(0, text.Length - 3);
        return rest.IndexOf("\n\r\n"u8) >= 0 || rest.IndexOf("\n\n"u8) >= 0;
    }
}
