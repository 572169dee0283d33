using Microsoft.Extensions.Logging;
using MsLite.Mail;

namespace MsLite.Smtp.Client;

/// <summary>
/// All connections to one next hop, bounded in number, kept for a while when unused. For many callers at once. What a next hop does
/// never throws: it becomes a 4xx.
/// </summary>
public sealed class SmtpClientPool : IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly SmtpClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SmtpClientPeer[] _peers;
    private readonly string _name;
    private readonly SemaphoreSlim _slots;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<SmtpClientConnection> _idle = [];
    private readonly HashSet<SmtpClientConnection> _busy = [];
    private bool _ticking;
    private bool _disposed;
    private SmtpClientCapabilities? _offered;

    public SmtpClientPool(SmtpClientOptions options, TimeProvider clock, ILogger log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _peers = [.. options.EndPoints.Select(endPoint => new SmtpClientPeer(endPoint, clock))];
        _name = string.Join(',', options.EndPoints);
        _slots = new SemaphoreSlim(options.Limits.MaxConnections);
        _timer = clock.CreateTimer(static pool => ((SmtpClientPool)pool!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the last EHLO offered of that which depends on the next hop; null until one was heard.</summary>
    public SmtpExtensions? Extensions => Volatile.Read(ref _offered)?.Extensions;

    /// <summary>The hosts that were tried, and whether each answered when it was last.</summary>
    public IEnumerable<(System.Net.EndPoint Host, bool IsUp)> Hosts => _peers.Where(peer => peer.IsKnown).Select(peer => (peer.EndPoint, !peer.IsDown));

    /// <summary>Hands a message over.</summary>
    public async ValueTask<SmtpClientResult> SendAsync(SmtpClientTransaction transaction, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(_options.Limits.HandOver, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        if (!await TryEnterAsync(either.Token))
        {
            SmtpClientLog.Busy(_log, _name, _options.Limits.MaxConnections);
            return SmtpClientResult.ForAll(SmtpClientReplies.Busy, transaction.Recipients.Count);
        }

        try
        {
            return await UseOnceOrTwiceAsync(
                TakeIdle(transaction),
                (connection, abort) => new SmtpClientExchange(connection, transaction).RunAsync(abort, either.Token),
                either.Token);
        }
        catch (SmtpClientException fault)
        {
            var cause = late.IsCancellationRequested ? $"After {_options.Limits.HandOver.TotalMinutes} min: {fault.Message}" : fault.Message;
            SmtpClientLog.NotTaken(_log, _name, cause, fault.Reply.ToString());
            return SmtpClientResult.ForAll(fault.Reply, transaction.Recipients.Count);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Asks whether the next hop would take mail for a recipient, and sends none.</summary>
    public async ValueTask<SmtpClientAnswer> AskAsync(EmailAddress recipient, CancellationToken ct)
    {
        if (!await TryEnterAsync(ct))
        {
            return new SmtpClientAnswer(SmtpClientReplies.Busy, IsOfRecipient: false);
        }

        try
        {
            return await UseOnceOrTwiceAsync(TakeOwnIdle(), (connection, _) => new SmtpClientQuestion(connection, recipient).RunAsync(), ct);
        }
        catch (SmtpClientException fault)
        {
            SmtpClientLog.Unanswered(_log, _name, fault.Message);
            return new SmtpClientAnswer(fault.Reply, IsOfRecipient: false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Makes a connection to learn what the next hop offers, and keeps it for the first message.</summary>
    public async Task ProbeAsync(CancellationToken ct)
    {
        if (!await TryEnterAsync(ct))
        {
            return;
        }

        try
        {
            Return(await OpenAsync(ct));
        }
        catch (SmtpClientException fault)
        {
            SmtpClientLog.NotTaken(_log, _name, fault.Message, "none");
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>
    /// Closes what is unused. Whoever still holds the pool may go on sending: messages arrive as before, but every connection is
    /// closed after its message.
    /// </summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        CloseIdle(_ => true);
    }

    private async ValueTask<bool> TryEnterAsync(CancellationToken ct)
    {
        if (_slots.Wait(0, CancellationToken.None))
        {
            return true;
        }

        using var late = new CancellationTokenSource(_options.Limits.ConnectionWait, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await _slots.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<T> UseOnceOrTwiceAsync<T>(
        SmtpClientConnection? kept, Func<SmtpClientConnection, CancellationTokenRegistration, ValueTask<T>> exchange, CancellationToken ct)
    {
        if (kept is not null)
        {
            try
            {
                return await UseAsync(kept, exchange, ct);
            }
            catch (SmtpClientException fault) when (fault.IsStale && !ct.IsCancellationRequested)
            {
                // Nothing was sent but the envelope, and the next hop had not answered it: a new connection, once.
            }
        }

        return await UseAsync(await OpenAsync(ct), exchange, ct);
    }

    private async ValueTask<T> UseAsync<T>(
        SmtpClientConnection connection, Func<SmtpClientConnection, CancellationTokenRegistration, ValueTask<T>> exchange, CancellationToken ct)
    {
        var abort = connection.AbortOn(ct);
        var isDone = false;
        try
        {
            var result = await exchange(connection, abort);
            isDone = true;
            return result;
        }
        finally
        {
            abort.Unregister();
            if (isDone)
            {
                Return(connection);
            }
            else
            {
                Drop(connection);
            }
        }
    }

    /// <summary>Each host in turn, those that were down lately last. Nothing of the message was sent when the next is tried.</summary>
    private async Task<SmtpClientConnection> OpenAsync(CancellationToken ct)
    {
        var peers = _peers.OrderBy(peer => peer.IsDown).ToArray();
        for (var i = 0; ; i++)
        {
            try
            {
                var connection = await OpenAsync(peers[i], ct);
                peers[i].MarkUp();
                return connection;
            }
            catch (SmtpClientException fault) when (!ct.IsCancellationRequested)
            {
                peers[i].MarkDown();
                if (i == peers.Length - 1)
                {
                    throw;
                }

                SmtpClientLog.Next(_log, peers[i].EndPoint, fault.Message, peers[i + 1].EndPoint);
            }
        }
    }

    private async Task<SmtpClientConnection> OpenAsync(SmtpClientPeer peer, CancellationToken ct)
    {
        var isBound = _options.ImplicitTls || _options.RequireTls;
        var tryTls = isBound || !peer.IsPlain;
        try
        {
            return await OpenAsync(peer, tryTls, ct);
        }
        catch (SmtpClientException fault) when (fault.IsTls && tryTls && !isBound && !ct.IsCancellationRequested)
        {
            return await OpenPlainAsync(peer, fault, ct);
        }
    }

    /// <summary>Opportunistic means: rather in the clear than not at all.</summary>
    private async Task<SmtpClientConnection> OpenPlainAsync(SmtpClientPeer peer, SmtpClientException fault, CancellationToken ct)
    {
        if (fault.IsLasting)
        {
            SmtpClientLog.NoTls(_log, peer.EndPoint, fault.Message);
            peer.MarkPlain();
            return await OpenAsync(peer, tryTls: false, ct);
        }

        // One reset may be chance: the next message finds no connection in the clear and tries TLS again.
        SmtpClientLog.NoTlsOnce(_log, peer.EndPoint, fault.Message);
        var connection = await OpenAsync(peer, tryTls: false, ct);
        connection.Spoil();
        return connection;
    }

    private async Task<SmtpClientConnection> OpenAsync(SmtpClientPeer peer, bool tryTls, CancellationToken ct)
    {
        var connection = new SmtpClientConnection(_options, peer, _clock);
        lock (_lock)
        {
            _busy.Add(connection);
            if (!_ticking)
            {
                _ticking = _timer.Change(s_tick, s_tick);
            }
        }

        try
        {
            await connection.OpenAsync(tryTls, ct);
            Volatile.Write(ref _offered, connection.Offered);
            return connection;
        }
        catch
        {
            Drop(connection);
            throw;
        }
    }

    private SmtpClientConnection? TakeIdle(SmtpClientTransaction transaction)
    {
        var presentedAs = Volatile.Read(ref _offered) is { XClient.Count: > 0 } offered ? transaction.Identity?.ForConnection(offered.XClient) : null;

        // One that speaks for the same client already; else the one used last: it is the likeliest to be alive, and the others may
        // grow old.
        return TakeIdle(idle => presentedAs is not null && idle.FindLastIndex(one => one.PresentedAs == presentedAs) is >= 0 and var same ? same : idle.Count - 1);
    }

    /// <summary>One that speaks for no client: what the next hop says of a recipient there holds for all of them.</summary>
    private SmtpClientConnection? TakeOwnIdle()
    {
        if (TakeIdle(idle => idle.FindLastIndex(one => one.PresentedAs.Length == 0)) is { } own)
        {
            return own;
        }

        // The new one takes the place of another, so that there never are more than allowed.
        if (TakeIdle(idle => idle.Count - 1) is { } other)
        {
            other.Spoil();
            Return(other);
        }

        return null;
    }

    /// <param name="choose">The place of the one to take, below 0 for none. The list may be empty.</param>
    private SmtpClientConnection? TakeIdle(Func<List<SmtpClientConnection>, int> choose)
    {
        while (true)
        {
            SmtpClientConnection connection;
            lock (_lock)
            {
                var index = choose(_idle);
                if (index < 0)
                {
                    return null;
                }

                connection = _idle[index];
                _idle.RemoveAt(index);
                _busy.Add(connection);
            }

            if (connection.IsSilent())
            {
                return connection;
            }

            Drop(connection);
        }
    }

    private void Return(SmtpClientConnection connection)
    {
        connection.Rest();
        connection.IdleSince = _clock.GetTimestamp();
        connection.IsReused = true;
        lock (_lock)
        {
            _busy.Remove(connection);
            if (connection.IsReusable && !_disposed)
            {
                _idle.Add(connection);
                return;
            }
        }

        _ = connection.QuitAsync();
    }

    private void Drop(SmtpClientConnection connection)
    {
        lock (_lock)
        {
            _busy.Remove(connection);
        }

        connection.Dispose();
    }

    /// <summary>Ends waits that took too long, closes what was unused too long: one timer instead of one for each read and write.</summary>
    private void Tick()
    {
        lock (_lock)
        {
            foreach (var connection in _busy)
            {
                if (connection.IsOverdue)
                {
                    connection.Abort();
                }
            }

            if (_busy.Count + _idle.Count == 0)
            {
                _ticking = false;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        CloseIdle(connection => _clock.GetElapsedTime(connection.IdleSince) > _options.Limits.Idle);
    }

    private void CloseIdle(Predicate<SmtpClientConnection> isOver)
    {
        List<SmtpClientConnection> over;
        lock (_lock)
        {
            over = _idle.FindAll(isOver);
            _idle.RemoveAll(over.Contains);
        }

        foreach (var connection in over)
        {
            _ = connection.QuitAsync();
        }
    }
}
