using System.Net.Sockets;
using System.Security.Authentication;

namespace MsLite.Smtp.Client;

/// <summary>One connection to a next hop, used for one message after the other by one caller at a time. The pool watches its deadline.</summary>
internal sealed class SmtpClientConnection : IDisposable
{
    private readonly SmtpClientOptions _options;
    private readonly SmtpClientPeer _peer;
    private readonly TimeProvider _clock;
    private readonly Socket _socket;
    private readonly long _opened;
    private SmtpChannel _channel = null!;
    private long _deadline = long.MaxValue;
    private long _latest = long.MaxValue;
    private volatile bool _spoilt;

    public SmtpClientConnection(SmtpClientOptions options, SmtpClientPeer peer, TimeProvider clock)
    {
        _options = options;
        _peer = peer;
        _clock = clock;
        _opened = clock.GetTimestamp();
        _socket = peer.EndPoint.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    }

    public SmtpClientCapabilities Offered { get; private set; } = SmtpClientCapabilities.None;

    /// <summary>It has carried a message before.</summary>
    public bool IsReused { get; set; }

    /// <summary>Another message may follow.</summary>
    public bool IsReusable => !_spoilt && !_channel.HasUnread && !IsOld;

    /// <summary>A transaction was begun and not ended: RSET comes before the next.</summary>
    public bool NeedsReset { get; set; }

    /// <summary>Whose attributes XCLIENT last gave; empty while it is our own connection.</summary>
    public string PresentedAs { get; set; } = "";

    /// <summary>Such attributes the next hop did not want.</summary>
    public bool RefusesIdentity { get; set; }

    public bool IsEncrypted { get; private set; }

    /// <summary>The first thing it said; null until it did.</summary>
    public SmtpReply? Greeting { get; private set; }

    public bool IsLmtp => _options.Lmtp;

    public SmtpClientLimits Limits => _options.Limits;

    public SmtpChannel Channel => _channel;

    /// <summary>When it was put back; the pool's.</summary>
    public long IdleSince { get; set; }

    public bool IsOverdue => _clock.GetTimestamp() > Volatile.Read(ref _deadline);

    private bool IsOld => _clock.GetElapsedTime(_opened) > _options.Limits.Age;

    /// <summary>The wait that begins now ends after <paramref name="time"/>, or when the time to open the connection is over.</summary>
    public void Allow(TimeSpan time) => Volatile.Write(ref _deadline, Math.Min(After(time), _latest));

    /// <summary>Connects, waits for the greeting, says hello, encrypts when that is offered, authenticates when that is wanted.</summary>
    /// <exception cref="SmtpClientException">The next hop cannot be used now.</exception>
    public async Task OpenAsync(bool tryTls, CancellationToken ct)
    {
        _latest = After(Limits.Opening);
        await ConnectAsync(ct);
        using var abort = AbortOn(ct);
        try
        {
            _channel = new SmtpChannel(new NetworkStream(_socket, ownsSocket: true));
            Allow(Limits.Greeting);
            if (_options.ImplicitTls)
            {
                await EncryptAsync();
            }

            await GreetAsync();
            await HelloAsync(name: null);
            if (tryTls && Offered.StartTls && !IsEncrypted)
            {
                await StartTlsAsync();
            }

            await SecureAsync();
            _latest = long.MaxValue;
        }
        catch (Exception fault) when (IsNetworkFault(fault))
        {
            throw Lost(fault, SmtpClientReplies.Unreachable);
        }
    }

    /// <summary>EHLO, or HELO to one who does not know EHLO; LHLO for LMTP.</summary>
    /// <param name="name">Null: our own. After XCLIENT the client's, whose greeting it then is.</param>
    public async ValueTask HelloAsync(string? name)
    {
        Allow(Limits.Command);
        name ??= _options.HelloName;
        var reply = await AskAsync(_options.Lmtp ? "LHLO" : "EHLO", name);
        if (reply.IsPositive)
        {
            // That we may speak for other clients holds for the connection; the client we speak for may not be offered it.
            var before = Offered;
            Offered = SmtpClientCapabilities.Parse(reply);
            Offered.KeepXClient(before, isPresented: PresentedAs.Length > 0);
            return;
        }

        // RFC 5321 §3.2: a server that does not know EHLO is greeted with HELO.
        Offered = SmtpClientCapabilities.None;
        if (_options.Lmtp || !reply.IsPermanent || !(reply = await AskAsync("HELO", name)).IsPositive)
        {
            throw new SmtpClientException(SmtpClientReplies.OutOfOrder, $"It does not greet us back: {reply}");
        }
    }

    /// <summary>One command and its reply, with nothing else on the way.</summary>
    public async ValueTask<SmtpReply> AskAsync(string verb, string argument = "")
    {
        SmtpCommandWriter.Verb(Channel, verb, argument);
        await Channel.FlushAsync();
        return await ReadAsync();
    }

    /// <summary>The next reply. A 421 ends the conversation, whatever it answers (RFC 5321 §3.8).</summary>
    public async ValueTask<SmtpReply> ReadAsync()
    {
        var reply = await _channel.ReadReplyAsync();
        if (reply.Code != 421)
        {
            return reply;
        }

        // To our own client a 421 would say that we close its connection.
        throw new SmtpClientException(new SmtpReply(451, reply.Enhanced, reply.Lines), $"It closes the connection: {reply}");
    }

    /// <summary>Sends a piece of the message.</summary>
    /// <exception cref="SmtpClientException">The next hop takes no more: kept apart from faults of the message's own storage.</exception>
    public async ValueTask FlushBlockAsync()
    {
        Allow(Limits.DataBlock);
        try
        {
            await _channel.FlushAsync();
        }
        catch (Exception fault) when (IsNetworkFault(fault))
        {
            throw Lost(fault, SmtpClientReplies.Lost);
        }
    }

    public CancellationTokenRegistration AbortOn(CancellationToken ct) =>
        ct.UnsafeRegister(static connection => ((SmtpClientConnection)connection!).Abort(), this);

    /// <summary>Ends whatever is waiting on the connection, from any thread.</summary>
    public void Abort()
    {
        Spoil();
        _socket.Dispose();
    }

    /// <summary>No message may follow on this connection.</summary>
    public void Spoil() => _spoilt = true;

    /// <summary>The wait is over: nothing is asked of the next hop now.</summary>
    public void Rest() => Volatile.Write(ref _deadline, long.MaxValue);

    /// <summary>Whether the next hop has closed, or says something that nobody asked for, since the last message.</summary>
    public bool IsSilent()
    {
        // TLS 1.3 sends session tickets at its leisure; there, only trying tells.
        try
        {
            return !_channel.HasUnread && (IsEncrypted || !_socket.Poll(0, SelectMode.SelectRead));
        }
        catch (Exception fault) when (IsNetworkFault(fault))
        {
            return false;
        }
    }

    /// <summary>Says QUIT (RFC 5321 §4.1.1.10) and closes without waiting for the answer.</summary>
    public async Task QuitAsync()
    {
        try
        {
            Allow(Limits.LastWords);
            SmtpCommandWriter.Verb(Channel, "QUIT");
            await Channel.FlushAsync();
        }
        catch (Exception fault) when (IsNetworkFault(fault))
        {
            // It was gone already.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _channel?.Dispose();
    }

    public SmtpClientException Lost(Exception fault, SmtpReply reply, bool stale = false)
    {
        var cause = IsOverdue ? "It took too long to answer" : fault.Message;
        return new SmtpClientException(reply, cause, fault) { IsStale = stale };
    }

    public static bool IsNetworkFault(Exception fault) =>
        fault is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    private long After(TimeSpan time) => _clock.GetTimestamp() + (long)(time.TotalSeconds * _clock.TimestampFrequency);

    private async Task ConnectAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Limits.Connect, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await _socket.ConnectAsync(_peer.EndPoint, either.Token);
        }
        catch (Exception fault) when (IsNetworkFault(fault))
        {
            var cause = late.IsCancellationRequested ? $"No connection within {Limits.Connect.TotalSeconds} s" : fault.Message;
            throw new SmtpClientException(SmtpClientReplies.Unreachable, cause, fault);
        }
    }

    private async ValueTask GreetAsync()
    {
        var greeting = await ReadAsync();
        Greeting = greeting;
        if (greeting.Code != 220)
        {
            throw new SmtpClientException(SmtpClientReplies.OutOfOrder, $"It turns us away: {greeting}");
        }
    }

    private async ValueTask StartTlsAsync()
    {
        Allow(Limits.Command);
        var reply = await AskAsync("STARTTLS");
        if (reply.Code != 220)
        {
            return;
        }

        if (_channel.HasUnread)
        {
            // RFC 3207 §4.2 and CVE-2011-0411: what was said before encryption must not count as said under it.
            throw new SmtpClientException(SmtpClientReplies.OutOfOrder, "It sent plain text after its reply to STARTTLS.");
        }

        await EncryptAsync();

        // RFC 3207 §4.2: what was learnt before is forgotten.
        await HelloAsync(name: null);
    }

    private async ValueTask SecureAsync()
    {
        if (_options.RequireTls && !IsEncrypted)
        {
            throw new SmtpClientException(SmtpClientReplies.NoTls, "It does not offer STARTTLS, which is required.");
        }

        if (_options.Credentials is { } credentials)
        {
            Allow(Limits.Command);
            await SmtpClientAuthentication.RunAsync(this, credentials);
            Offered.ForgetXClient();
        }
    }

    private async ValueTask EncryptAsync()
    {
        try
        {
            await _channel.StartTlsAsync(_peer.TlsName, _options.VerifyCertificate, _options.TrustedRoots);
            IsEncrypted = true;
        }
        catch (Exception fault) when (fault is AuthenticationException || IsNetworkFault(fault))
        {
            var cause = IsOverdue ? "It took too long" : fault.Message;
            throw new SmtpClientException(SmtpClientReplies.NoTls, $"No TLS with it: {cause}", fault)
            {
                // A caller who gave up has ended the handshake himself.
                IsTls = !_spoilt || IsOverdue,
                IsLasting = !_spoilt && fault is AuthenticationException,
            };
        }
    }
}
