using System.Text;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Delivery;

/// <summary>RFC 6531 §3.1: with an ASCII header, and addresses that are looked at elsewhere, nothing needs SMTPUTF8 after all.</summary>
internal static class AsciiHeader
{
    public static ValueTask<bool> IsOfAsync(Transaction transaction, CancellationToken ct) =>
        IsAsciiAsync(transaction.Content, transaction.Message.BodyOffset, ct);

    /// <summary>The same of any part that begins where the message does.</summary>
    public static async ValueTask<bool> IsAsciiAsync(SpooledMessage content, long length, CancellationToken ct)
    {
        if (content.TryGetMemory(out var memory))
        {
            return Ascii.IsValid(memory.Span[..(int)length]);
        }

        var buffer = new byte[16 * 1024];
        for (long offset = 0; offset < length;)
        {
            var count = await content.ReadAtAsync(offset, buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - offset)), ct);
            if (count == 0 || !Ascii.IsValid(buffer.AsSpan(0, count)))
            {
                return false;
            }

            offset += count;
        }

        return true;
    }
}
