using System.Net.Sockets;
using System.Text;

namespace MsLite.Harness;

/// <summary>One client's conversation with <see cref="FakeNextHop"/>.</summary>
internal sealed class NextHopConnection(FakeNextHop hop, Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly List<NextHopRecipient> _recipients = [];
    private readonly StringBuilder _replies = new();
    private bool _lmtp;
    private int _start;
    private int _end;
    private string _from = "";
    private string _mailParameters = "";

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            if (!await ReplyAsync(NextHopStage.Connect, "", "220 next.hop.test ESMTP", ct))
            {
                return;
            }

            while (await ReadLineAsync(ct) is { } line && await HandleAsync(Encoding.Latin1.GetString(line).TrimEnd('\r', '\n'), ct))
            {
                // RFC 2920 §3.2: replies to a batch go out together, when no more input is at hand.
                if (_start == _end)
                {
                    await FlushAsync(ct);
                }
            }

            await FlushAsync(ct);
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client left, or the test ended.
        }
    }

    public void Abort()
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>False ends the connection.</summary>
    private async Task<bool> HandleAsync(string line, CancellationToken ct)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
        var argument = space < 0 ? "" : line[(space + 1)..];
        switch (verb)
        {
            case "EHLO" or "LHLO":
                _lmtp = verb == "LHLO";
                return await ReplyAsync(NextHopStage.Hello, argument, HelloReply(), ct);
            case "HELO":
                return await ReplyAsync(NextHopStage.Hello, argument, "250 next.hop.test", ct);
            case "MAIL":
                return await MailAsync(argument, ct);
            case "RCPT":
                return await RcptAsync(argument, ct);
            case "DATA":
                return await DataAsync(ct);
            case "QUIT":
                _replies.Append("221 2.0.0 Bye\r\n");
                return false;
            case "RSET":
                Forget();
                _replies.Append("250 2.0.0 Ok\r\n");
                return true;
            default:
                _replies.Append(verb == "NOOP" ? "250 2.0.0 Ok\r\n" : "500 5.5.1 Unknown command\r\n");
                return true;
        }
    }

    private async Task<bool> MailAsync(string argument, CancellationToken ct)
    {
        Forget();
        (_from, _mailParameters) = SplitPath(argument);
        return await ReplyAsync(NextHopStage.Mail, argument, "250 2.1.0 Ok", ct);
    }

    private async Task<bool> RcptAsync(string argument, CancellationToken ct)
    {
        var (address, parameters) = SplitPath(argument);
        var reply = await ChooseAsync(NextHopStage.Rcpt, argument, "250 2.1.5 Ok", ct);
        if (reply.StartsWith('2'))
        {
            _recipients.Add(new NextHopRecipient(address, parameters));
        }

        return Say(reply);
    }

    private async Task<bool> DataAsync(CancellationToken ct)
    {
        var go = await ChooseAsync(NextHopStage.Data, "", _recipients.Count == 0 ? "554 5.5.1 No valid recipients" : "354 Go ahead", ct);
        if (!Say(go) || !go.StartsWith('3'))
        {
            return go != "drop";
        }

        await FlushAsync(ct);
        var content = await ReadContentAsync(ct);
        if (content is null)
        {
            return false;
        }

        if (_lmtp)
        {
            return await KeepForEachAsync(content, ct);
        }

        var reply = await ChooseAsync(NextHopStage.Content, "", "250 2.0.0 Queued by the next hop", ct);
        hop.Keep(new NextHopMessage(_from, _mailParameters, [.. _recipients], content, reply));
        Forget();
        if (hop.DieBeforeContentReply)
        {
            Abort();
            return false;
        }

        return Say(reply);
    }

    /// <summary>RFC 2033 §4.2: a copy, and a reply, for each recipient.</summary>
    private async Task<bool> KeepForEachAsync(byte[] content, CancellationToken ct)
    {
        var goesOn = true;
        foreach (var recipient in _recipients.ToList())
        {
            var reply = await ChooseAsync(NextHopStage.Content, recipient.Address, "250 2.0.0 Delivered by the next hop", ct);
            hop.Keep(new NextHopMessage(_from, _mailParameters, [recipient], content, reply));
            goesOn = goesOn && Say(reply);
        }

        Forget();
        if (hop.DieBeforeContentReply)
        {
            Abort();
            return false;
        }

        return goesOn;
    }

    private async Task<byte[]?> ReadContentAsync(CancellationToken ct)
    {
        using var wire = new MemoryStream();
        while (await ReadLineAsync(ct) is { } line)
        {
            if (line.AsSpan().SequenceEqual(".\r\n"u8))
            {
                return SmtpText.Unstuff(wire.ToArray());
            }

            wire.Write(line);
            if (wire.Length > hop.DieAfterContentBytes)
            {
                Abort();
                return null;
            }
        }

        return null;
    }

    private void Forget()
    {
        _from = "";
        _mailParameters = "";
        _recipients.Clear();
    }

    private string HelloReply()
    {
        string[] lines = ["next.hop.test", .. hop.Extensions];
        return string.Join("\r\n", lines.Select((text, i) => $"250{(i == lines.Length - 1 ? ' ' : '-')}{text}"));
    }

    private static (string Path, string Parameters) SplitPath(string argument)
    {
        var open = argument.IndexOf('<', StringComparison.Ordinal);
        var close = argument.LastIndexOf('>');
        return open < 0 || close < open ? (argument, "") : (argument[(open + 1)..close], argument[(close + 1)..].Trim());
    }

    private async Task<string> ChooseAsync(NextHopStage stage, string argument, string ordinary, CancellationToken ct)
    {
        var hold = hop.Hold(stage);
        if (!hold.IsCompleted)
        {
            await FlushAsync(ct);
            await hold.WaitAsync(ct);
        }

        return hop.Answer(stage, argument) ?? ordinary;
    }

    private async Task<bool> ReplyAsync(NextHopStage stage, string argument, string ordinary, CancellationToken ct)
    {
        var goesOn = Say(await ChooseAsync(stage, argument, ordinary, ct));
        if (_start == _end)
        {
            await FlushAsync(ct);
        }

        return goesOn;
    }

    /// <summary>The answer "drop" resets the connection; a 421 closes it.</summary>
    private bool Say(string reply)
    {
        if (reply == "drop")
        {
            Abort();
            return false;
        }

        _replies.Append(reply).Append("\r\n");
        return !reply.StartsWith("421", StringComparison.Ordinal);
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        if (_replies.Length > 0)
        {
            var bytes = Encoding.Latin1.GetBytes(_replies.ToString());
            _replies.Clear();
            await _stream.WriteAsync(bytes, ct);
        }
    }

    /// <summary>Up to and with CR LF: a bare LF or CR is part of the line, as it is on the wire. Null at the end.</summary>
    private async Task<byte[]?> ReadLineAsync(CancellationToken ct)
    {
        using var line = new MemoryStream();
        var last = 0;
        while (true)
        {
            if (_start == _end)
            {
                await FlushAsync(ct);
                _start = 0;
                _end = await _stream.ReadAsync(_buffer, ct);
                if (_end == 0)
                {
                    return null;
                }
            }

            while (_start < _end)
            {
                var octet = _buffer[_start++];
                line.WriteByte(octet);
                if (octet == '\n' && last == '\r')
                {
                    return line.ToArray();
                }

                last = octet;
            }
        }
    }
}
