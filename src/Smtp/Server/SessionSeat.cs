namespace MsLite.Smtp.Server;

/// <summary>Holds the application's session for the client we speak with; a new one takes its place when a proxy names another client.</summary>
internal sealed class SessionSeat(SmtpEngine engine, bool proxyTrusted) : IAsyncDisposable
{
    private SmtpInterpreter? _interpreter;
    private SmtpClientHost? _client;
    private bool _counted;

    public SmtpClientHost Client => _client ?? throw new InvalidOperationException("Nobody has taken the seat yet.");

    public SmtpInterpreter Interpreter => _interpreter ?? throw new InvalidOperationException("Nobody has taken the seat yet.");

    /// <summary>Null while nobody has the seat.</summary>
    public ISmtpSession? Session => _interpreter?.Session;

    /// <summary>Replies may hold text beyond ASCII.</summary>
    public bool Utf8 => _interpreter?.Progress.Mail.SmtpUtf8 == true;

    /// <summary>Whether the other end may say for whom it speaks. A client behind a trusted proxy is not itself trusted.</summary>
    public bool ProxyTrusted { get; set; } = proxyTrusted;

    /// <summary>Null and the client has its session; or the reply that turns it away.</summary>
    public async ValueTask<SmtpReply?> TakeAsync(SmtpClientHost client)
    {
        await DisposeAsync();
        _client = client;
        _counted = engine.Connections.TryEnter(client.Address, engine.Options);
        if (!_counted)
        {
            return SmtpReplies.TooManyFromYou;
        }

        _interpreter = new SmtpInterpreter(engine.Sessions.Create(client), client, engine.Options) { ProxyTrusted = ProxyTrusted };
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_counted)
        {
            engine.Connections.Leave(Client.Address, engine.Options);
            _counted = false;
        }

        if (_interpreter is null)
        {
            return;
        }

        var session = _interpreter.Session;
        _interpreter = null;
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception e)
        {
            SmtpLog.DisposeFailed(engine.Logger, e, Client.SessionId, Client.EndPoint);
        }
    }
}
