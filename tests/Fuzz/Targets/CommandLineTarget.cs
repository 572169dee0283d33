using System.Buffers;
using System.Text;
using MsLite.Mail;
using MsLite.Smtp;
using MsLite.Smtp.Protocol;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>Command lines: cutting the stream changes nothing, and an address that is taken can be written on a line again and means the same.</summary>
public sealed class CommandLineTarget : IFuzzTarget
{
    public string Name => "command-line";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "EHLO mail.example.org\r\nMAIL FROM:<ann@example.org> SIZE=100 BODY=8BITMIME RET=HDRS ENVID=a+2Bb PRDR SMTPUTF8\r\nQUIT\r\n",
        "RCPT TO:<@a.example,@b.example:\"b \\\"o b\"@[IPv6:2001:db8::1]> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob+40x\r\nDATA\r\n",
        "MAIL FROM:<jörg@bücher.example> SMTPUTF8\r\nRCPT TO:<postmaster>\r\nNOOP\nNOOP\r\n",
        "XCLIENT NAME=spike.example.org ADDR=IPV6:2001:db8::9 PORT=40000 PROTO=ESMTP HELO=[UNAVAILABLE] LOGIN=ann\r\n");

    public void Run(ReadOnlySpan<byte> data)
    {
        var whole = Lines(data.ToArray(), data.Length + 1);
        if (!whole.SequenceEqual(Lines(data.ToArray(), 1 + (data.Length % 7))))
        {
            throw new InvalidOperationException("Other lines are found when the stream is cut.");
        }

        foreach (var line in whole)
        {
            Obey(Encoding.Latin1.GetBytes(line));
        }
    }

    private static void Obey(byte[] line)
    {
        const SmtpExtensions All = SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8;
        var argument = SmtpCommandParser.Parse(line).Argument.Span;
        if (MailCommand.TryParse(argument, All, out var mail) is null)
        {
            RoundTrip(mail.ReturnPath);
        }

        if (RcptCommand.TryParse(argument, All, smtpUtf8: true, out var rcpt) is null)
        {
            RoundTrip(rcpt.Recipient);
        }

        XclientCommand.Apply(argument, new SmtpClientHost { SessionId = "x", EndPoint = new(0, 1), LocalEndPoint = new(0, 25) });
    }

    private static void RoundTrip(EmailAddress? address)
    {
        var path = new PathParser(Encoding.UTF8.GetBytes($"<{address}>"));
        if (path.TryParse(out var again) != PathFault.None || again != address || address?.ToString().Any(char.IsControl) == true)
        {
            throw new InvalidOperationException($"{address} is not read as it is written.");
        }
    }

    private static List<string> Lines(byte[] data, int size)
    {
        var reader = new LineReader();
        var lines = new List<string>();
        var held = Array.Empty<byte>();
        for (var i = 0; i < data.Length; i += size)
        {
            var buffer = new ReadOnlySequence<byte>([.. held, .. data[i..Math.Min(i + size, data.Length)]]);
            LineStatus status;
            while ((status = reader.TryRead(ref buffer, out var line)) != LineStatus.NotYet)
            {
                lines.Add(status == LineStatus.Line ? Encoding.Latin1.GetString(line) : status.ToString());
            }

            held = buffer.ToArray();
            if (held.Length > 2048)
            {
                throw new InvalidOperationException($"{held.Length} bytes of an unfinished line are held.");
            }
        }

        return lines;
    }
}
