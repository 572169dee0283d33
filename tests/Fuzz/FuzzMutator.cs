namespace MsLite.Fuzz.Tests;

/// <summary>Makes a bad input of good ones. The same seed makes the same input.</summary>
internal sealed class FuzzMutator(IReadOnlyList<byte[]> seeds, int seed)
{
    private const int MaxLength = 64 * 1024;
    private static readonly byte[] s_marks = [.. "\0\t\r\n \"'()<>@[]\\,;:.=?_*%-+/{}|~09azAZ"u8, 0x7f, 0x80, 0xa0, 0xc3, 0xe2, 0xf0, 0xfe, 0xff];
    private static readonly byte[][] s_tokens =
    [
        .. FuzzCorpus.Texts(
            "\r\n", "\n", "\r", "\r\n.\r\n", "\n\n", "\r\n\r\n", "--", "=?", "?=", "=?utf-8?q?", "=?utf-8?b?", "''", "*0*=", "*1=", "@@", "..", "/../",
            "\\\"", "From ", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", "Content-Type: message/rfc822\r\n\r\n", "=3D", "=\r\n",
            "4294967296", "-1", "99999999999999999999", "\ufeff", "\u202e", "xn--", "::1", "%{i}", "v=", "\u0000"),
    ];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var data = new List<byte>(Pick(seeds));
        for (var count = _random.Next(1, 9); count > 0; count--)
        {
            Mutate(data);
        }

        return [.. data.Take(MaxLength)];
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    private void Mutate(List<byte> data)
    {
        var at = _random.Next(data.Count + 1);
        var length = Math.Min(data.Count - at, _random.Next(1, 1 << _random.Next(1, 9)));
        switch (_random.Next(9))
        {
            case 0 when at < data.Count:
                data[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when at < data.Count:
                data[at] = Pick(s_marks);
                break;
            case 2:
                data.RemoveRange(at, length);
                break;
            case 3:
                Repeat(data, at, data.GetRange(at, length));
                break;
            case 4:
                data.Insert(at, Pick(s_marks));
                break;
            case 5:
                data.InsertRange(at, Pick(s_tokens));
                break;
            case 6:
                Repeat(data, at, [Pick(s_marks)]);
                break;
            case 7:
                Splice(data, at, Pick(seeds));
                break;
            default:
                data.InsertRange(at, data.GetRange(_random.Next(data.Count - length + 1), length));
                break;
        }
    }

    private void Repeat(List<byte> data, int at, List<byte> piece)
    {
        for (var count = 1 << _random.Next(12); count > 0 && data.Count + piece.Count <= MaxLength; count--)
        {
            data.InsertRange(at, piece);
        }
    }

    private void Splice(List<byte> data, int at, byte[] other)
    {
        var from = _random.Next(other.Length + 1);
        data.RemoveRange(at, data.Count - at);
        data.AddRange(other[from..]);
    }
}
