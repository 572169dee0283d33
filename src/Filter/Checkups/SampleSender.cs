using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace MsLite.Filter.Checkups;

/// <summary>Sends a sample message through the real listener, as a stranger would, and keeps what was said.</summary>
public sealed class SampleSender
{
    private const int MostLine = 2_000;
    private const int MostLines = 200;

    // GTUBE: every spam scanner knows this text, and nobody else does.
    private const string Gtube = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly MsLiteOptions _options;
    private readonly TimeProvider _clock;

    internal SampleSender(MsLiteOptions options, TimeProvider clock) => (_options, _clock) = (options, clock);

    /// <param name="recipient">Whole address; for <see cref="SampleKind.WrongRecipient"/> only its domain counts.</param>
    /// <exception cref="OperationCanceledException">Whoever asked has left.</exception>
    public async Task<SampleResult> SendAsync(SampleKind kind, string recipient, CancellationToken ct)
    {
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var to = kind == SampleKind.WrongRecipient ? $"nobody-{mark}@{recipient[(recipient.LastIndexOf('@') + 1)..]}" : recipient;
        var subject = $"{Title(kind)} [{mark}]";
        var lines = new List<string>();
        using var late = new CancellationTokenSource(s_limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await TalkAsync(kind, to, subject, lines, either.Token);
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            lines.Add($"({(late.IsCancellationRequested ? "no answer in time" : fault.Message)})");
        }

        return new SampleResult(subject, to, lines);
    }

    private static string Title(SampleKind kind) => kind switch
    {
        SampleKind.Good => "A good sample",
        SampleKind.Junk => "A sample of junk",
        _ => "A sample to nobody",
    };

    private async Task TalkAsync(SampleKind kind, string to, string subject, List<string> lines, CancellationToken ct)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Listener(), ct);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // What is wrong with the sample of junk: a bare HELO, no Date, no sender's domain that exists, and the test text.
        var from = kind == SampleKind.Junk ? "winner@lottery.invalid" : $"sample@{_options.Hostname}";
        await HearAsync(reader, lines, ct);
        string[] commands = [$"EHLO {(kind == SampleKind.Junk ? "winner" : _options.Hostname)}", $"MAIL FROM:<{from}>", $"RCPT TO:<{to}>", "DATA"];
        foreach (var command in commands)
        {
            if (await SayAsync(stream, reader, command, lines, ct) is not ('2' or '3'))
            {
                await SayAsync(stream, reader, "QUIT", lines, ct);
                return;
            }
        }

        lines.Add($"→ ({subject})");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(Text(kind, from, to, subject) + "\r\n.\r\n"), ct);
        await HearAsync(reader, lines, ct);
        await SayAsync(stream, reader, "QUIT", lines, ct);
    }

    private string Text(SampleKind kind, string from, string to, string subject)
    {
        var date = _clock.GetLocalNow().ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + _clock.GetLocalNow().ToString(" zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        var id = $"<{Guid.NewGuid():N}@{_options.Hostname}>";
        string[] lines = kind == SampleKind.Junk
            ? [$"From: <{from}>", $"To: <{to}>", $"Subject: {subject}", "X-Mailer: The Bat!", "", "You have won. This is a sample that the panel sent.", Gtube]
            : [$"From: <{from}>", $"To: <{to}>", $"Subject: {subject}", $"Date: {date}", $"Message-ID: {id}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "",
                "This is a sample that the panel sent through the ordinary port, to show what happens to a message."];
        return string.Join("\r\n", lines);
    }

    private IPEndPoint Listener()
    {
        if (!ListenAddress.TryParse(_options.Smtp.Listen[0], out var listen))
        {
            throw new IOException($"\"{_options.Smtp.Listen[0]}\" is no address to connect to.");
        }

        var isAny = listen.Address is null || listen.Address.Equals(IPAddress.Any);
        return new IPEndPoint(isAny ? IPAddress.Loopback : listen.Address!.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : listen.Address, listen.Port);
    }

    private static async Task<char> SayAsync(NetworkStream stream, StreamReader reader, string command, List<string> lines, CancellationToken ct)
    {
        lines.Add($"→ {command}");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), ct);
        return await HearAsync(reader, lines, ct);
    }

    /// <returns>The first digit of the reply.</returns>
    private static async Task<char> HearAsync(StreamReader reader, List<string> lines, CancellationToken ct)
    {
        while (lines.Count < MostLines)
        {
            var line = await reader.ReadLineAsync(ct) ?? throw new IOException("The connection was closed.");
            lines.Add($"← {PlainText.Clean(line, MostLine)}");
            if (line.Length < 4 || line[3] != '-')
            {
                return line.Length > 0 ? line[0] : '5';
            }
        }

        throw new IOException("More was said than is shown.");
    }
}

public enum SampleKind
{
    /// <summary>A message as it should be.</summary>
    Good,

    /// <summary>One with faults that checks look for, and the text that every spam scanner knows.</summary>
    Junk,

    /// <summary>One for a user that does not exist.</summary>
    WrongRecipient,
}

/// <summary>What was said while a sample was sent.</summary>
/// <param name="Subject">With a mark that no other message has.</param>
/// <param name="Lines">In turn, ours after "→ " and the listener's after "← "; text, never markup.</param>
public sealed record SampleResult(string Subject, string Recipient, IReadOnlyList<string> Lines);
