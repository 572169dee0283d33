using System.Collections.Concurrent;
using MsLite.Mail;

namespace MsLite.Smtp.Tests.Server;

/// <summary>Makes the sessions of a test, and holds what they are to answer and what they saw.</summary>
internal sealed class FakeSessions : ISmtpSessionFactory
{
    private readonly ConcurrentQueue<string> _log = [];
    private readonly ConcurrentQueue<string> _told = [];
    private readonly ConcurrentQueue<FakeMessage> _messages = [];
    private readonly ConcurrentQueue<FakeSession> _sessions = [];

    public SmtpExtensions Extensions { get; set; }

    public SmtpReply Greeting { get; set; } = new(220, null, "mx.example.net ESMTP");

    public Func<string, SmtpReply> OnHello { get; set; } = _ => new SmtpReply(250, null, "mx.example.net");

    public Func<EmailAddress, SmtpReply> OnRcpt { get; set; } = _ => new SmtpReply(250, "2.1.5", "Recipient noted");

    public Func<MessageData, MailParameters, IReadOnlyList<EmailAddress>, CancellationToken, ValueTask<DataReply>>? OnData { get; set; }

    public Func<ValueTask> OnDispose { get; set; } = () => ValueTask.CompletedTask;

    public IReadOnlyList<string> Calls => [.. _log];

    public IReadOnlyList<FakeMessage> Messages => [.. _messages];

    public IReadOnlyList<FakeSession> Sessions => [.. _sessions];

    public ISmtpSession Create(SmtpClientHost client)
    {
        var session = new FakeSession(this, client);
        _sessions.Enqueue(session);
        return session;
    }

    /// <summary>What somebody who looks on was told.</summary>
    public IReadOnlyList<string> Told => [.. _told];

    public void TurnedAway(SmtpClientHost client, SmtpReply reply) => Tell($"turned away {reply.Code}");

    public void Log(string line) => _log.Enqueue(line);

    public void Tell(string line) => _told.Enqueue(line);

    public void Add(FakeMessage message) => _messages.Enqueue(message);
}
