using System.Net;
using MsLite.Harness;
using MsLite.Harness.Script;

namespace MsLite.Web.Tests.Conversations;

/// <summary>One run of one script at one pace against a server.</summary>
internal sealed class ConversationRun(SmtpScript script, Pace pace, World world) : IAsyncDisposable
{
    private static readonly HashSet<string> s_pipelined = ["MAIL", "RCPT", "RSET"];
    private readonly Transcript _transcript = new();
    private readonly Queue<ScriptStep> _awaited = new();
    private readonly List<byte> _unsent = [];
    private readonly List<byte[]> _contents = [];
    private readonly MemoryStream _content = new();
    private IPAddress? _client = IPAddress.Loopback;
    private SmtpTestClient? _connection;
    private SmtpTestReply? _lastReply;
    private bool _inContent;
    private bool _mustRead = true;

    public async Task RunAsync()
    {
        await world.ClearAsync(script);
        foreach (var step in script.Steps)
        {
            await GuardAsync(step, () => StepAsync(step));
        }

        await DrainAsync();
        world.Archive.Read();
    }

    public ValueTask DisposeAsync()
    {
        _content.Dispose();
        return _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private async Task StepAsync(ScriptStep step)
    {
        switch (step)
        {
            case Send send:
                await SendAsync(send);
                break;
            case Expect or ExpectLine or ExpectClosed:
                await OpenAsync();
                _awaited.Enqueue(step);
                NoteContentStart(step);
                break;
            default:
                await DrainAsync();
                _transcript.Note(step.Number, step.Text);
                await WorldStepAsync(step);
                break;
        }
    }

    private async Task WorldStepAsync(ScriptStep step)
    {
        switch (step)
        {
            case GivenClient client:
                _client = client.Address;
                break;
            case Connect:
                await CloseAsync();
                await OpenAsync();
                break;
            case HangUp:
                await CloseAsync();
                break;
            case Handshake:
                await _connection!.HandshakeAsync();
                _mustRead = true;
                break;
            case Then then:
                new Outcome(world, _contents).Require(then.Words);
                break;
            case GivenOption or GivenDns:
                break;
            default:
                world.Apply(step);
                break;
        }
    }

    private async Task SendAsync(Send send)
    {
        await OpenAsync();
        if (_awaited.Count > 0 && (_mustRead || pace != Pace.Pipelined))
        {
            await DrainAsync();
        }

        _transcript.Note(send.Number, send.Text);
        _unsent.AddRange(send.Bytes);
        if (_inContent)
        {
            _content.Write(send.Bytes);
        }
        else
        {
            _mustRead = send.IsRaw || !s_pipelined.Contains(send.Verb);
        }
    }

    // RFC 2920 §3.1: what follows a 354 is content; it may be the first "command" of the next group.
    private void NoteContentStart(ScriptStep step)
    {
        if (_inContent)
        {
            var wire = _content.ToArray();
            if (wire.AsSpan().EndsWith("\r\n.\r\n"u8) || wire.AsSpan().SequenceEqual(".\r\n"u8))
            {
                _contents.Add(SmtpText.Unstuff(wire.AsSpan()[..^3]));
            }

            _content.SetLength(0);
            _mustRead = false;
        }

        _inContent = step is Expect { AsksForContent: true };
    }

    private async Task DrainAsync()
    {
        if (_unsent.Count > 0)
        {
            await _connection!.SendAsync(_unsent.ToArray());
            _unsent.Clear();
        }

        while (_awaited.TryDequeue(out var step))
        {
            await GuardAsync(step, () => ReadAsync(step));
        }

        _mustRead = false;
    }

    private async Task ReadAsync(ScriptStep step)
    {
        switch (step)
        {
            case Expect expect:
                _lastReply = await _connection!.ReadReplyAsync();
                Require(ReplyPattern.Matches(expect.Lines, _lastReply), $"the server said: {_lastReply}");
                _transcript.Heard($"S: {_lastReply}");
                break;
            case ExpectLine line:
                var there = _lastReply!.Lines.Any(text => text.Length > 4 && ReplyPattern.MatchesText(line.Line, text[4..]));
                Require(there == line.Present, "the reply above has other lines");
                break;
            default:
                var more = await _connection!.ReadLineAsync();
                Require(more is null, $"the server said: {more}");
                break;
        }
    }

    private async Task OpenAsync()
    {
        if (_connection is not null)
        {
            return;
        }

        _connection = await world.Server.ConnectAsync();
        _connection.ByteByByte = pace == Pace.ByteByByte;
        _connection.ReplyLimit = TimeSpan.FromSeconds(20);
        _mustRead = true;
        if (_client is not null)
        {
            await _connection.SendProxyHeaderAsync(_client);
        }
    }

    private async Task CloseAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
            _connection = null;
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new Mismatch(otherwise);
        }
    }

    private async Task GuardAsync(ScriptStep step, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception fault) when (fault is not ConversationFailure)
        {
            _transcript.Fail(step.Number, step.Text, fault is Mismatch ? fault.Message : $"{fault.GetType().Name}: {fault.Message}");
            throw new ConversationFailure($"{script.File}, {pace}:\n{_transcript}{world.LogTail}", fault);
        }
    }
}
