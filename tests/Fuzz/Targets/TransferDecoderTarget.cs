using MsLite.Mail.Mime;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>Transfer encodings: however the input is cut, the same bytes come out.</summary>
public sealed class TransferDecoderTarget : IFuzzTarget
{
    public string Name => "transfer-decoder";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "aGVsbG8gd29ybGQ=\r\naGVsbG8=\r\n",
        "caf=C3=A9 =\r\nsoft =3D  \t\r\n trailing  =  \r\nend=",
        "begin 644 a.txt\n+:&5L;&\\@=V]R;&0 \n`\nend\n");

    public void Run(ReadOnlySpan<byte> data)
    {
        foreach (var encoding in Enum.GetValues<TransferEncoding>())
        {
            var whole = Decode(encoding, data, data.Length + 1);
            var cut = Decode(encoding, data, 1 + (data.Length % 7));
            if (!whole.AsSpan().SequenceEqual(cut))
            {
                throw new InvalidOperationException($"{encoding} gives other bytes when its input is cut.");
            }
        }
    }

    private static byte[] Decode(TransferEncoding encoding, ReadOnlySpan<byte> data, int pieceLength)
    {
        var decoder = TransferDecoder.For(encoding);
        var output = new byte[Math.Max(pieceLength, 1) + TransferDecoder.MaxHeld];
        var result = new MemoryStream();
        for (; !data.IsEmpty; data = data[Math.Min(pieceLength, data.Length)..])
        {
            result.Write(output, 0, decoder.Decode(data[..Math.Min(pieceLength, data.Length)], output));
        }

        result.Write(output, 0, decoder.Flush(output));
        return result.ToArray();
    }
}
