using System.Buffers.Text;
using System.Text;
using MsLite.Mail;

namespace MsLite.Smtp.Protocol;

/// <summary>MAIL FROM with its parameters (RFC 5321 §4.1.1.2).</summary>
/// <param name="ReturnPath">Null for the null return path.</param>
/// <param name="Parameters">Checked for syntax.</param>
internal readonly record struct MailCommand(EmailAddress? ReturnPath, MailParameters Parameters)
{
    // RFC 3461 §4.4: 100 characters at most.
    private const int MaxEnvelopeId = 100;

    [Flags]
    private enum Given
    {
        None = 0,
        Size = 1,
        Body = 2,
        SmtpUtf8 = 4,
        Prdr = 8,
        Ret = 16,
        EnvelopeId = 32,
    }

    /// <summary>Null and the command, or the reply that says what is wrong.</summary>
    /// <param name="argument">What follows MAIL.</param>
    /// <param name="offered">What the last EHLO offered: other parameters are unknown.</param>
    /// <param name="command">Only when null is returned.</param>
    public static SmtpReply? TryParse(ReadOnlySpan<byte> argument, SmtpExtensions offered, out MailCommand command)
    {
        command = default;
        if (!PathArgument.TryStrip(argument, "FROM:"u8, out var rest))
        {
            return SmtpReplies.MailSyntax;
        }

        var path = new PathParser(rest);
        var fault = path.TryParse(out var address);
        if (fault == PathFault.TooLong)
        {
            return SmtpReplies.SenderTooLong;
        }

        // RFC 5321 §4.1.1.3: postmaster without a domain is a recipient, never a sender.
        if (fault != PathFault.None || address?.Domain.Length == 0 || !PathArgument.EndsWell(rest[path.Consumed..]))
        {
            return SmtpReplies.BadSender;
        }

        if (ParseParameters(rest[path.Consumed..], offered, out var parameters) is { } refusal)
        {
            return refusal;
        }

        command = new MailCommand(address, parameters);
        return address is { NeedsSmtpUtf8: true } && !parameters.SmtpUtf8 ? SmtpReplies.NeedsSmtpUtf8 : null;
    }

    private static SmtpReply? ParseParameters(ReadOnlySpan<byte> text, SmtpExtensions offered, out MailParameters parameters)
    {
        parameters = MailParameters.None;
        var given = Given.None;
        var walk = new ParameterParser(text);
        while (walk.MoveNext())
        {
            var kind = KindOf(walk.Keyword, offered);
            if (kind == Given.None)
            {
                return SmtpReplies.UnknownParameter;
            }

            if (given.HasFlag(kind))
            {
                return SmtpReplies.DuplicateParameter;
            }

            given |= kind;
            if (Apply(kind, walk, ref parameters) is { } refusal)
            {
                return refusal;
            }
        }

        return walk.Malformed ? SmtpReplies.BadParameter : null;
    }

    private static Given KindOf(ReadOnlySpan<byte> keyword, SmtpExtensions offered)
    {
        var dsn = offered.HasFlag(SmtpExtensions.Dsn);
        return Is(keyword, "SIZE"u8) ? Given.Size
            : Is(keyword, "BODY"u8) ? Given.Body
            : Is(keyword, "PRDR"u8) ? Given.Prdr
            : Is(keyword, "SMTPUTF8"u8) && offered.HasFlag(SmtpExtensions.SmtpUtf8) ? Given.SmtpUtf8
            : dsn && Is(keyword, "RET"u8) ? Given.Ret
            : dsn && Is(keyword, "ENVID"u8) ? Given.EnvelopeId
            : Given.None;
    }

    private static SmtpReply? Apply(Given kind, ParameterParser parameter, ref MailParameters parameters) => kind switch
    {
        Given.Size => ApplySize(parameter.Value, ref parameters),
        Given.Body => ApplyBody(parameter.Value, ref parameters),
        Given.SmtpUtf8 => parameter.HasValue ? SmtpReplies.BadParameter : Set(ref parameters, parameters with { SmtpUtf8 = true }),
        Given.Prdr => parameter.HasValue ? SmtpReplies.BadParameter : Set(ref parameters, parameters with { Prdr = true }),
        Given.Ret => ApplyRet(parameter.Value, ref parameters),
        _ => ApplyEnvelopeId(parameter.Value, ref parameters),
    };

    // RFC 1870 §3: up to 20 digits. What does not fit a long is larger than any limit of ours.
    private static SmtpReply? ApplySize(ReadOnlySpan<byte> value, ref MailParameters parameters)
    {
        if (value.IsEmpty || value.Length > 20 || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return SmtpReplies.BadParameter;
        }

        var size = Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length ? number : long.MaxValue;
        return Set(ref parameters, parameters with { Size = size });
    }

    // RFC 6152 §3. BINARYMIME (RFC 3030) needs CHUNKING, which is not offered.
    private static SmtpReply? ApplyBody(ReadOnlySpan<byte> value, ref MailParameters parameters)
    {
        if (Is(value, "BINARYMIME"u8))
        {
            return SmtpReplies.UnknownParameter;
        }

        var eight = Is(value, "8BITMIME"u8);
        return !eight && !Is(value, "7BIT"u8) ? SmtpReplies.BadParameter : Set(ref parameters, parameters with { EightBitMime = eight });
    }

    private static SmtpReply? ApplyRet(ReadOnlySpan<byte> value, ref MailParameters parameters)
    {
        var full = Is(value, "FULL"u8);
        return !full && !Is(value, "HDRS"u8) ? SmtpReplies.BadParameter : Set(ref parameters, parameters with { Ret = full ? "FULL" : "HDRS" });
    }

    private static SmtpReply? ApplyEnvelopeId(ReadOnlySpan<byte> value, ref MailParameters parameters) =>
        value.Length > MaxEnvelopeId || !Xtext.IsValid(value)
            ? SmtpReplies.BadParameter
            : Set(ref parameters, parameters with { EnvelopeId = Encoding.ASCII.GetString(value) });

    private static SmtpReply? Set(ref MailParameters parameters, MailParameters value)
    {
        parameters = value;
        return null;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);
}
