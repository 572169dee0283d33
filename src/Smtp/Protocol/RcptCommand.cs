using System.Text;
using MsLite.Mail;

namespace MsLite.Smtp.Protocol;

/// <summary>RCPT TO with its parameters (RFC 5321 §4.1.1.3, RFC 3461 §4).</summary>
internal readonly record struct RcptCommand(EmailAddress Recipient, RcptParameters Parameters)
{
    // RFC 3461 §4.2: 500 characters at most.
    private const int MaxOriginalRecipient = 500;

    /// <summary>Null and the command, or the reply that says what is wrong.</summary>
    /// <param name="argument">What follows RCPT.</param>
    /// <param name="offered">What the last EHLO offered: other parameters are unknown.</param>
    /// <param name="smtpUtf8">MAIL asked for SMTPUTF8.</param>
    /// <param name="command">Only when null is returned.</param>
    public static SmtpReply? TryParse(ReadOnlySpan<byte> argument, SmtpExtensions offered, bool smtpUtf8, out RcptCommand command)
    {
        command = default;
        if (!PathArgument.TryStrip(argument, "TO:"u8, out var rest))
        {
            return SmtpReplies.RcptSyntax;
        }

        var path = new PathParser(rest);
        var fault = path.TryParse(out var address);
        if (fault == PathFault.TooLong)
        {
            return SmtpReplies.RecipientTooLong;
        }

        // RFC 5321 §4.1.1.3: a forward path is never null.
        if (fault != PathFault.None || address is null || !PathArgument.EndsWell(rest[path.Consumed..]))
        {
            return SmtpReplies.BadRecipient;
        }

        if (ParseParameters(rest[path.Consumed..], offered, smtpUtf8, out var parameters) is { } refusal)
        {
            return refusal;
        }

        command = new RcptCommand(address, parameters);
        return address.NeedsSmtpUtf8 && !smtpUtf8 ? SmtpReplies.NeedsSmtpUtf8 : null;
    }

    private static SmtpReply? ParseParameters(ReadOnlySpan<byte> text, SmtpExtensions offered, bool smtpUtf8, out RcptParameters parameters)
    {
        parameters = RcptParameters.None;
        var walk = new ParameterParser(text);
        while (walk.MoveNext())
        {
            var notify = Ascii.EqualsIgnoreCase(walk.Keyword, "NOTIFY"u8);
            if (!offered.HasFlag(SmtpExtensions.Dsn) || (!notify && !Ascii.EqualsIgnoreCase(walk.Keyword, "ORCPT"u8)))
            {
                return SmtpReplies.UnknownParameter;
            }

            if ((notify ? parameters.Notify : parameters.OriginalRecipient) is not null)
            {
                return SmtpReplies.DuplicateParameter;
            }

            if (notify ? !IsNotify(walk.Value) : !IsOriginalRecipient(walk.Value, smtpUtf8))
            {
                return SmtpReplies.BadParameter;
            }

            var value = Encoding.UTF8.GetString(walk.Value);
            parameters = notify ? parameters with { Notify = value } : parameters with { OriginalRecipient = value };
        }

        return walk.Malformed ? SmtpReplies.BadParameter : null;
    }

    // RFC 3461 §4.1: NEVER stands alone.
    private static bool IsNotify(ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(value, "NEVER"u8))
        {
            return true;
        }

        foreach (var range in value.Split((byte)','))
        {
            var word = value[range];
            if (!Ascii.EqualsIgnoreCase(word, "SUCCESS"u8) && !Ascii.EqualsIgnoreCase(word, "FAILURE"u8) && !Ascii.EqualsIgnoreCase(word, "DELAY"u8))
            {
                return false;
            }
        }

        return !value.IsEmpty;
    }

    // RFC 3461 §4.2: address type, ";", xtext. RFC 6533 §3: of the type utf-8 it may hold UTF-8.
    private static bool IsOriginalRecipient(ReadOnlySpan<byte> value, bool smtpUtf8)
    {
        var semicolon = value.IndexOf((byte)';');
        if (value.Length > MaxOriginalRecipient || semicolon <= 0 || semicolon == value.Length - 1)
        {
            return false;
        }

        var type = value[..semicolon];
        var address = value[(semicolon + 1)..];
        foreach (var b in type)
        {
            if (b >= 0x80 || !EmailAddress.IsAtext((char)b))
            {
                return false;
            }
        }

        return Xtext.IsValid(address)
            || (smtpUtf8 && Ascii.EqualsIgnoreCase(type, "utf-8"u8) && System.Text.Unicode.Utf8.IsValid(address));
    }
}
