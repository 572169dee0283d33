using System.Globalization;
using System.Net;
using System.Text;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Scanners;

/// <summary>Gives a message to SpamAssassin's spamd and reads what it says; spamd ends the connection after each.</summary>
internal static class SpamdClient
{
    /// <summary>The names of all rules there are would be shorter.</summary>
    private const int MostReply = 64 * 1024;

    /// <param name="user">Whose preferences count; empty for spamd's own.</param>
    /// <exception cref="ScannerException">spamd does not speak its protocol.</exception>
    public static async Task<SpamdReply> ScanAsync(EndPoint server, SpooledMessage message, string user, CancellationToken ct)
    {
        using var connection = await ScannerConnection.OpenAsync(server, ct);
        try
        {
            await connection.SendAsync(Question(message.Length, user), ct);
            await connection.SendAsync(message, markSize: 0, static (_, _) => { }, ct);
            connection.EndSending();
        }
        catch (IOException)
        {
            // It hangs up in the middle when it wants no more, and has said why before that.
        }

        var reply = await connection.ReadAsync(last: null, MostReply, ct);
        return reply.Length > 0 ? SpamdReply.Parse(reply) : throw new ScannerException("It hung up before its answer.");
    }

    private static byte[] Question(long length, string user)
    {
        var name = user.Length == 0 ? "" : $"User: {user}\r\n";
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SYMBOLS SPAMC/1.5\r\nContent-length: {length}\r\n{name}\r\n"));
    }
}
