using MsLite.Mail.Dns;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>Replies of a hostile or broken name server, from the header on.</summary>
public sealed class DnsReplyTarget : IFuzzTarget
{
    private const ushort Id = 0x1234;

    public string Name => "dns-reply";

    // 1.2.3.4 by a pointer, an alias with a pointer into it, a TXT, an MX, an SOA in the authority.
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Convert.FromHexString("1234818000010002000000000161047465737400000100 01C00C0005000100000E10000401 62C00EC0240001000100000E100004C0000201".Replace(" ", "", StringComparison.Ordinal)),
        Convert.FromHexString("123481800001000100010000016104746573740000100001C00C00100001000000 3C000C0576 3D7370660461206D78C00E0006000100000E10001A026E73C00E0161C00E0000000100000E1000000E1000000E100000003C".Replace(" ", "", StringComparison.Ordinal)),
    ];

    public void Run(ReadOnlySpan<byte> data)
    {
        foreach (var type in Enum.GetValues<DnsType>())
        {
            var reply = DnsReplyParser.Parse(data, Id, "a.test", type);
            if (reply.Answer.IsFound != (reply.Answer.Records.Count > 0) || reply.Ttl < TimeSpan.Zero)
            {
                throw new InvalidOperationException($"A reply that cannot be: {reply}");
            }
        }
    }
}
