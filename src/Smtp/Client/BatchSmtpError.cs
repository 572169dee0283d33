using System.Globalization;

namespace MsLite.Smtp.Client;

/// <summary>What the reader of batch SMTP prints when it stops, as exim does: a reply, and the number of the line it is about.</summary>
/// <param name="Line">From 1; 0 when it was not said.</param>
public sealed record BatchSmtpError(SmtpReply Reply, int Line)
{
    private const string LinePrefix = "Error detected in line ";
    private const string LinePrefixInReport = "The error was detected in line ";

    /// <summary>Null where there is no 4xx or 5xx reply.</summary>
    public static BatchSmtpError? Find(ReadOnlySpan<byte> output)
    {
        SmtpReply? reply = null;
        var parser = default(SmtpReplyParser);
        var number = 0;
        foreach (var range in output.Split((byte)'\n'))
        {
            var line = output[range].Trim((byte)' ').TrimEnd((byte)'\r');
            if (reply is null && IsRefusal(line))
            {
                reply = TryAdd(ref parser, line);
            }
            else if (number == 0)
            {
                number = NumberIn(System.Text.Encoding.Latin1.GetString(line[..Math.Min(line.Length, 80)]));
            }
        }

        return reply is null ? null : new BatchSmtpError(reply, number);
    }

    private static bool IsRefusal(ReadOnlySpan<byte> line) =>
        line.Length >= 4 && line[0] is (byte)'4' or (byte)'5' && char.IsAsciiDigit((char)line[1]) && char.IsAsciiDigit((char)line[2])
        && line[3] is (byte)' ' or (byte)'-';

    private static SmtpReply? TryAdd(ref SmtpReplyParser parser, ReadOnlySpan<byte> line)
    {
        try
        {
            return parser.Add(line) ? parser.Reply : null;
        }
        catch (SmtpClientException)
        {
            // Lines that do not belong together are no reply of a program that is in order.
            return SmtpClientReplies.OutOfOrder;
        }
    }

    private static int NumberIn(string line)
    {
        foreach (var prefix in (ReadOnlySpan<string>)[LinePrefix, LinePrefixInReport])
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(line.AsSpan(prefix.Length).TrimEnd('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        return 0;
    }
}
