using System.Globalization;
using System.Text;
using MsLite.Mail;

namespace MsLite.Smtp.Client;

/// <summary>Writes commands, and once more makes sure that no address or parameter can end a line or begin another parameter.</summary>
internal static class SmtpCommandWriter
{
    /// <summary>RFC 5321 §4.5.3.1.4's 512 with all that extensions add (RFC 3461 alone adds 500 and more).</summary>
    public const int MaxCommand = 4096;

    public static void Verb(SmtpChannel channel, string verb, string argument = "")
    {
        RequireSafe(argument, forbidden: "");
        Put(channel, argument.Length == 0 ? $"{verb}\r\n" : $"{verb} {argument}\r\n");
    }

    public static void Mail(SmtpChannel channel, SmtpClientTransaction transaction, SmtpClientCapabilities offered)
    {
        var parameters = transaction.Parameters;
        var command = new StringBuilder("MAIL FROM:<").Append(Path(transaction.ReturnPath)).Append('>');
        if (offered.Size)
        {
            command.Append(CultureInfo.InvariantCulture, $" SIZE={transaction.Content.Length}");
        }

        if (offered.EightBitMime && parameters.EightBitMime)
        {
            command.Append(" BODY=8BITMIME");
        }

        if (offered.SmtpUtf8 && (parameters.SmtpUtf8 || transaction.HasUtf8Address))
        {
            command.Append(" SMTPUTF8");
        }

        if (offered.Dsn)
        {
            Parameter(command, "RET", parameters.Ret);
            Parameter(command, "ENVID", parameters.EnvelopeId);
        }

        Put(channel, command.Append("\r\n").ToString());
    }

    /// <summary>The null return path: what is asked under it makes nobody ask back.</summary>
    public static void MailFromNobody(SmtpChannel channel, bool smtpUtf8) =>
        Put(channel, smtpUtf8 ? "MAIL FROM:<> SMTPUTF8\r\n" : "MAIL FROM:<>\r\n");

    public static void Recipient(SmtpChannel channel, SmtpClientRecipient recipient, SmtpClientCapabilities offered)
    {
        var parameters = recipient.Parameters;
        if (!offered.Dsn || (parameters.Notify is null && parameters.OriginalRecipient is null))
        {
            Put(channel, $"RCPT TO:<{Path(recipient.Address)}>\r\n");
            return;
        }

        var command = new StringBuilder("RCPT TO:<").Append(Path(recipient.Address)).Append('>');
        Parameter(command, "NOTIFY", parameters.Notify);
        Parameter(command, "ORCPT", parameters.OriginalRecipient);
        Put(channel, command.Append("\r\n").ToString());
    }

    private static string Path(EmailAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        // The local part is quoted where it must be; the domain never is.
        RequireSafe(address.LocalPart, forbidden: "");
        RequireSafe(address.Domain, forbidden: " <>");
        return address.ToString();
    }

    private static void Parameter(StringBuilder command, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        // RFC 3461 §4: xtext may have angle brackets; they mean nothing behind the path.
        RequireSafe(value, forbidden: " ");
        command.Append(' ').Append(name).Append('=').Append(value);
    }

    /// <param name="forbidden">What would end the place in the command that the value has.</param>
    private static void RequireSafe(string value, string forbidden)
    {
        foreach (var c in value)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) && !IsPaired(value) || forbidden.Contains(c, StringComparison.Ordinal))
            {
                throw new SmtpClientException(SmtpClientReplies.Local, "An address or parameter has characters that must not be in a command.");
            }
        }
    }

    private static bool IsPaired(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]) && (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private static void Put(SmtpChannel channel, string command)
    {
        if (command.Length > MaxCommand / 3)
        {
            throw new SmtpClientException(SmtpClientReplies.Local, "An address or its parameters are too long for a command.");
        }

        channel.Advance(Encoding.UTF8.GetBytes(command, channel.Free));
    }
}
