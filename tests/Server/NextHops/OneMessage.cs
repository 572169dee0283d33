using System.Text;
using MsLite.Harness;

namespace MsLite.Web.Tests.NextHops;

/// <summary>One message, sent to the program as a client does it.</summary>
internal static class OneMessage
{
    /// <summary>Has everything that ways of carrying mail like to change: dots, empty lines, long lines, bytes above 127, "From ".</summary>
    public static byte[] Content(string subject) => Encoding.Latin1.GetBytes(
        $"Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nFrom: Ann <ann@example.net>\r\nMessage-ID: <{subject.Replace(' ', '.')}@example.net>\r\nSubject: {subject}\r\n\r\n"
        + $".\r\n..\r\n.dot\r\n\r\nFrom here on\r\n{new string('x', 900)}\r\n\tb\xfc\xe4ro \r\n\r\n\r\n");

    /// <summary>The reply that ended the transaction: the first negative one, or that to the end of data.</summary>
    public static async Task<SmtpTestReply> SendAsync(RunningServer server, byte[] content, params string[] recipients)
    {
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        return await client.SendMessageAsync("ann@example.net", recipients, content);
    }

    /// <summary>As a Maildir keeps it.</summary>
    public static string WithLf(byte[] content) => Encoding.Latin1.GetString(SmtpText.WithLf(content));
}
