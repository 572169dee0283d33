using System.Buffers;
using System.Text;
using MsLite.Smtp.Protocol;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>PROXY headers: a verdict on the first bytes holds whatever follows, and waiting has an end.</summary>
public sealed class ProxyHeaderTarget : IFuzzTarget
{
    public string Name => "proxy-header";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. FuzzCorpus.Texts("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\nEHLO x\r\n", "PROXY TCP6 2001:db8::9 2001:db8::1 1 25\r\n", "PROXY UNKNOWN\r\n"),
        Encoding.Latin1.GetBytes("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xcb\0\x71\x09\xc0\0\x02\x01\x9c\x40\0\x19EHLO x\r\n"),
        Encoding.Latin1.GetBytes("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0EHLO x\r\n"),
    ];

    public void Run(ReadOnlySpan<byte> data)
    {
        var whole = new ReadOnlySequence<byte>(data.ToArray());
        var (status, length) = Parse(whole);
        if (status == ProxyStatus.NeedMore && data.Length > 2048)
        {
            throw new InvalidOperationException("More is wanted than a header may have.");
        }

        // The same bytes arriving one after the other: the first verdict is the last.
        for (var i = 1; i <= Math.Min(data.Length, 300); i++)
        {
            var early = Parse(whole.Slice(0, i));
            if (early.Status != ProxyStatus.NeedMore)
            {
                if (early != (status, length))
                {
                    throw new InvalidOperationException($"After {i} bytes it is {early}, after all {status}.");
                }

                return;
            }
        }
    }

    private static (ProxyStatus Status, int Length) Parse(ReadOnlySequence<byte> bytes)
    {
        var status = ProxyHeaderParser.TryParse(bytes, out _, out var length);
        return (status, status == ProxyStatus.Parsed ? length : 0);
    }
}
