using System.Buffers;

namespace MsLite.Mail.Mime;

/// <summary>Decides whether a message says nothing.</summary>
internal static class EmptyBody
{
    private static readonly SearchValues<byte> s_whiteSpace = SearchValues.Create(" \t\r\n\f\v"u8);

    public static bool Is(MessageSource source, long offset)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            for (int read; (read = source.Read(offset, buffer)) > 0; offset += read)
            {
                if (buffer.AsSpan(0, read).ContainsAnyExcept(s_whiteSpace))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
