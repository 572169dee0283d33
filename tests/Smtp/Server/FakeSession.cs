using System.Text;
using MsLite.Mail;

namespace MsLite.Smtp.Tests.Server;

/// <summary>Takes everything, unless a test says otherwise, and remembers it.</summary>
internal sealed class FakeSession(FakeSessions house, SmtpClientHost client) : ISmtpSession
{
    private EmailAddress? _from;
    private MailParameters _mail = MailParameters.None;
    private readonly List<EmailAddress> _to = [];
    private readonly List<RcptParameters> _rcpt = [];

    public SmtpClientHost Client => client;

    public SmtpExtensions Extensions => house.Extensions;

    public int Resets { get; private set; }

    public bool Disposed { get; private set; }

    public ValueTask<SmtpReply> ConnectAsync(CancellationToken ct) => ValueTask.FromResult(house.Greeting);

    public ValueTask<SmtpReply> HelloAsync(string name, bool extended, CancellationToken ct)
    {
        house.Log($"HELLO {name} {extended}");
        return ValueTask.FromResult(house.OnHello(name));
    }

    public ValueTask<SmtpReply> MailAsync(EmailAddress? from, MailParameters parameters, CancellationToken ct)
    {
        house.Log($"MAIL {from} {parameters}");
        _from = from;
        _mail = parameters;
        return ValueTask.FromResult(new SmtpReply(250, "2.1.0", "Sender noted"));
    }

    public ValueTask<SmtpReply> RcptAsync(EmailAddress to, RcptParameters parameters, CancellationToken ct)
    {
        house.Log($"RCPT {to} {parameters}");
        var reply = house.OnRcpt(to);
        if (reply.IsPositive)
        {
            _to.Add(to);
            _rcpt.Add(parameters);
        }

        return ValueTask.FromResult(reply);
    }

    public void Answered(string command, SmtpReply reply) => house.Tell($"{command} {reply.Code}");

    public async ValueTask<DataReply> DataAsync(MessageData data, CancellationToken ct)
    {
        if (house.OnData is { } custom)
        {
            return await custom(data, _mail, _to, ct);
        }

        var sink = new MemorySink();
        if (await data.CopyToAsync(sink, ct) is { } refusal)
        {
            return new DataReply(refusal);
        }

        house.Add(new FakeMessage(_from, _mail, [.. _to], [.. _rcpt], sink.ToString()));
        return new DataReply(new SmtpReply(250, "2.0.0", "Delivered"));
    }

    public void Reset()
    {
        Resets++;
        _to.Clear();
        _rcpt.Clear();
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        house.Log("CLOSED");
        return house.OnDispose();
    }
}

internal sealed record FakeMessage(
    EmailAddress? From, MailParameters Mail, IReadOnlyList<EmailAddress> To, IReadOnlyList<RcptParameters> Rcpt, string Text);

internal sealed class MemorySink : IMessageSink
{
    private readonly StringBuilder _text = new();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        _text.Append(Encoding.Latin1.GetString(chunk.Span));
        return ValueTask.CompletedTask;
    }

    public override string ToString() => _text.ToString();
}
