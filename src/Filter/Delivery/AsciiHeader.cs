using System.Text;

namespace MsLite.Filter.Delivery;

/// <summary>RFC 6531 §3.1: with an ASCII header, and addresses that are looked at elsewhere, nothing needs SMTPUTF8 after all.</summary>
internal static class AsciiHeader
{
    public static async ValueTask<bool> IsOfAsync(Transaction transaction, CancellationToken ct)
    {
        var length = transaction.Message.BodyOffset;
        if (transaction.Content.TryGetMemory(out var content))
        {
            return Ascii.IsValid(content.Span[..(int)length]);
        }

        var buffer = new byte[16 * 1024];
        for (long offset = 0; offset < length;)
        {
            var count = await transaction.Content.ReadAtAsync(offset, buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - offset)), ct);
            if (count == 0 || !Ascii.IsValid(buffer.AsSpan(0, count)))
            {
                return false;
            }

            offset += count;
        }

        return true;
    }
}
