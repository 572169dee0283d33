using System.Net;
using System.Text;
using MsLite.Filter.Delivery;
using MsLite.Filter.Spool;
using MsLite.Harness;
using MsLite.Mail;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Delivery;

/// <summary>A message on its way out, as the filter would have it: received, parsed, ready to be stamped.</summary>
internal sealed class DeliveryWorld : IDisposable
{
    public const string Hostname = "mx.example.org";

    private readonly List<SpooledMessage> _spooled = [];

    public TempTree Tree { get; } = new();

    public ManualClock Clock { get; init; } = new(new DateTimeOffset(2026, 6, 5, 12, 0, 0, TimeSpan.Zero));

    public HeaderStamp Stamp => new(Hostname, Clock);

    public SmtpClientHost Client { get; init; } = NewClient("192.0.2.7", "mail.example.net");

    public static SmtpClientHost NewClient(string address, string? helo, bool extended = true, string? tls = null)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), 4711);
        return new SmtpClientHost { SessionId = "s", EndPoint = endPoint, LocalEndPoint = endPoint, HelloName = helo, Extended = extended, Tls = tls };
    }

    public async Task<Transaction> ReceiveAsync(
        string message, string? from = "ann@example.net", MailParameters? parameters = null, string? reverseName = null)
    {
        var spool = new MessageSpool(new MsLiteOptions { StateRoot = Tree.Path("state") });
        var content = await spool.ReadAsync(new MemoryStream(Encoding.Latin1.GetBytes(message)), CancellationToken.None);
        _spooled.Add(content);
        using var stream = content.OpenRead();
        return new Transaction
        {
            Id = "id1",
            Client = Client,
            ReturnPath = from is null ? null : Address(from),
            Parameters = parameters ?? MailParameters.None,
            Received = Clock.GetLocalNow(),
            Options = new MsLiteOptions(),
            ClientName = reverseName is null ? ClientName.None : ClientName.Of(reverseName),
            Content = content,
            Message = MimeMessage.Parse(stream),
        };
    }

    public static Recipient To(string address) => new(Address(address), RcptParameters.None);

    public DeliveryRequest Request(Transaction transaction, params string[] recipients) =>
        new(transaction, [.. recipients.Select(To)], to => Stamp.ForDelivery(transaction, to));

    /// <summary>The whole stamped message, a character a byte.</summary>
    public static async Task<string> TextAsync(StampedMessage message)
    {
        var sink = new Sink();
        await message.CopyToAsync(sink, CancellationToken.None);
        Assert.Equal(message.Length, sink.Bytes.Length);
        return Encoding.Latin1.GetString(sink.Bytes.ToArray());
    }

    public void Dispose()
    {
        _spooled.ForEach(content => content.Dispose());
        Tree.Dispose();
    }

    private static EmailAddress Address(string text)
    {
        var at = text.LastIndexOf('@');
        return new EmailAddress(text[..at], text[(at + 1)..]);
    }

    private sealed class Sink : IMessageSink
    {
        public MemoryStream Bytes { get; } = new();

        public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct) => Bytes.WriteAsync(chunk, ct);
    }
}
