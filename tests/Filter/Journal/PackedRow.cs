using System.Buffers.Binary;
using System.Text;
using MsLite.Filter.Journal;

namespace MsLite.Filter.Tests.Journal;

/// <summary>A row of the journal from its columns, without the message that would have made it.</summary>
internal static class PackedRow
{
    /// <param name="columns">Texts or whole numbers, the first ones; the rest is empty.</param>
    public static PendingRow Of(params object[] columns)
    {
        var (bytes, ends) = (new List<byte>(), new List<byte>());
        for (var i = 0; i < PendingRow.Columns; i++)
        {
            bytes.AddRange(i >= columns.Length ? [] : columns[i] is long number ? Number(number) : Encoding.UTF8.GetBytes((string)columns[i]));
            ends.AddRange(Number(bytes.Count)[..sizeof(int)]);
        }

        return new PendingRow(new ReadOnlyMemory<byte>([.. bytes, .. ends]));
    }

    private static byte[] Number(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }
}
