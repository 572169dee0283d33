using System.Net;
using MsLite.Filter.Delivery;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Spool;
using MsLite.Mail;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Release;

/// <summary>Makes of an index line and the archived bytes the transaction that was refused, as far as the index remembers it.</summary>
internal static class ReleasedTransaction
{
    /// <param name="ownFields">Those that the archived copy has in front.</param>
    public static async Task<Transaction> OfAsync(QuarantineEntry entry, HeaderList ownFields, SpooledMessage content, MsLiteOptions options, CancellationToken ct)
    {
        var transaction = new Transaction
        {
            Id = entry.Id ?? entry.FileName,
            Client = ClientOf(entry),
            ReturnPath = AddressText.Parse(entry.From),
            Parameters = new MailParameters
            {
                // RFC 6152: what is in it counts. RFC 6531: a header of UTF-8 that was not declared passes as it came.
                EightBitMime = !await AsciiHeader.IsAsciiAsync(content, content.Length, ct),
                SmtpUtf8 = HeaderStamp.SaysSmtpUtf8(ownFields),
            },
            Received = entry.Time ?? DateTimeOffset.UnixEpoch,
            Options = options,
            ClientName = entry.Host is { Length: > 0 } host && host != QuarantineEntry.UnknownHost ? ClientName.Of(host) : ClientName.None,
            Content = content,
            Message = MimeMessage.Parse(content.OpenRead()),
        };
        transaction.Recipients.Add(new Recipient(AddressText.Parse(entry.Recipient) ?? new EmailAddress("postmaster", entry.Domain), RcptParameters.None));
        return transaction;
    }

    private static SmtpClientHost ClientOf(QuarantineEntry entry) => new()
    {
        SessionId = "release",
        EndPoint = new IPEndPoint(IPAddress.TryParse(entry.Ip, out var ip) ? ip : IPAddress.None, 0),
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0),
        HelloName = entry.Helo,
        Extended = true,
    };
}
