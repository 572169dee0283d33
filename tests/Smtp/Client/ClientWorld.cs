using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Mail;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>What the tests of the client have in common: a pool for a next hop, and a message to send.</summary>
internal static class ClientWorld
{
    public static readonly byte[] Message = "Subject: hello\r\n\r\n.one dot\r\n..two dots\r\nend\r\n"u8.ToArray();

    public static SmtpClientPool Pool(EndPoint hop, SmtpClientLimits? limits = null, TimeProvider? clock = null, bool lmtp = false) =>
        new(Options(hop, limits) with { Lmtp = lmtp }, clock ?? TimeProvider.System, NullLogger.Instance);

    public static SmtpClientOptions Options(EndPoint hop, SmtpClientLimits? limits = null) => new()
    {
        EndPoints = [hop],
        HelloName = "filter.test",
        Limits = limits ?? SmtpClientLimits.Default,
    };

    public static EmailAddress Address(string text)
    {
        var at = text.LastIndexOf('@');
        return new EmailAddress(text[..at], text[(at + 1)..]);
    }

    public static SmtpClientTransaction To(params string[] recipients) => To(partial: false, Message, recipients);

    public static SmtpClientTransaction To(bool partial, byte[] message, params string[] recipients) => new()
    {
        ReturnPath = Address("ann@example.net"),
        Parameters = MailParameters.None,
        Recipients = [.. recipients.Select(text => new SmtpClientRecipient(Address(text), RcptParameters.None))],
        Content = new BytesSource(message),
        Partial = partial,
    };

    public static async Task<SmtpReply> SendAsync(this SmtpClientPool pool, SmtpClientTransaction transaction) =>
        Assert.Single((await pool.SendAsync(transaction, CancellationToken.None)).Replies);

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
