using System.Text;

namespace MsLite.Smtp.Client;

/// <summary>Says AUTH to a next hop (RFC 4954), with PLAIN or, for those who only know that, LOGIN.</summary>
internal static class SmtpClientAuthentication
{
    /// <exception cref="SmtpClientException">It does not let us in, or we do not trust it with a password.</exception>
    public static async ValueTask RunAsync(SmtpClientConnection connection, SmtpClientCredentials credentials)
    {
        if (!connection.IsEncrypted)
        {
            // RFC 4954 §4: a password is not sent in the clear.
            throw Failed("The password is not sent, because there is no TLS");
        }

        var password = Read(credentials);
        var offered = connection.Offered.Authentication;
        var reply = offered.Contains("PLAIN") ? await PlainAsync(connection, credentials.User, password)
            : offered.Contains("LOGIN") ? await LoginAsync(connection, credentials.User, password)
            : throw Failed("It offers neither AUTH PLAIN nor AUTH LOGIN");
        if (reply.Code != 235)
        {
            throw Failed($"It does not let the user {credentials.User} in: {reply}");
        }
    }

    private static string Read(SmtpClientCredentials credentials)
    {
        try
        {
            return credentials.ReadPassword();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Failed($"The password cannot be read: {fault.Message}");
        }
    }

    // RFC 4616 §2: no other identity, NUL, user, NUL, password.
    private static ValueTask<SmtpReply> PlainAsync(SmtpClientConnection connection, string user, string password) =>
        connection.AskAsync("AUTH", $"PLAIN {Base64($"\0{user}\0{password}")}");

    private static async ValueTask<SmtpReply> LoginAsync(SmtpClientConnection connection, string user, string password)
    {
        var reply = await connection.AskAsync("AUTH", "LOGIN");
        if (reply.Code == 334)
        {
            reply = await connection.AskAsync(Base64(user));
        }

        return reply.Code == 334 ? await connection.AskAsync(Base64(password)) : reply;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static SmtpClientException Failed(string cause) => new(SmtpClientReplies.NoEntry, cause);
}
