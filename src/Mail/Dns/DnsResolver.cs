using System.Collections.Concurrent;
using System.Net;

namespace MsLite.Mail.Dns;

/// <summary>
/// Our resolver: asks recursive servers, the healthy ones first, keeps what they say, and gives every question an answer within
/// <see cref="DnsResolverSettings.QuestionTime"/>. Identical questions at one time are one question.
/// </summary>
public sealed class DnsResolver : IDnsResolver, IDisposable
{
    // An alias that leads to one that the server did not follow; longer chains are loops.
    private const int MaxAliases = 8;

    private readonly DnsResolverSettings _settings;
    private readonly DnsMetrics _metrics = new();
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _inFlight;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<(string Name, DnsType Type), Task<DnsAnswer>> _questions = [];
    private volatile Asked _asked;

    public DnsResolver(DnsResolverSettings settings, TimeProvider? clock = null)
    {
        _settings = settings;
        _clock = clock ?? TimeProvider.System;
        _asked = NewAsked(settings.Servers);
        _inFlight = new SemaphoreSlim(settings.MaxInFlight);
    }

    /// <summary>The servers as they are known at this moment, in the order of the settings.</summary>
    public IReadOnlyList<DnsServerState> Servers => [.. _asked.Servers.Select(server => server.State)];

    /// <summary>From the next question on these are asked. What the others said is forgotten; a question that is under way stays with them.</summary>
    /// <param name="servers">Recursive servers, the preferred first.</param>
    public void Ask(IReadOnlyList<IPEndPoint> servers) => _asked = NewAsked(servers);

    /// <inheritdoc/>
    public async ValueTask<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default)
    {
        var key = (Name: DomainName.ToKey(name), Type: type);
        if (!DnsName.IsUsable(key.Name) || key.Name.AsSpan().ContainsAnyExceptInRange('\0', '\xff'))
        {
            return DnsAnswer.NoSuchName;
        }

        var asked = _asked;
        if (asked.Cache.TryGet(key.Name, type, out var known))
        {
            _metrics.Hit(type);
            return known;
        }

        // The question goes on when one of those who wait for it goes away.
        var mine = new TaskCompletionSource<DnsAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = _questions.GetOrAdd(key, mine.Task);
        if (ReferenceEquals(question, mine.Task))
        {
            _ = AskForAllAsync(asked, key, mine);
        }

        return await question.WaitAsync(ct);
    }

    public void Dispose()
    {
        _closing.Cancel();
        _metrics.Dispose();
    }

    private async Task AskForAllAsync(Asked asked, (string Name, DnsType Type) key, TaskCompletionSource<DnsAnswer> waiting)
    {
        try
        {
            var answer = await AskInTimeAsync(asked, key.Name, key.Type);

            // First off the list: who asks from now on finds the answer in the cache, or asks anew when it may not be kept.
            _questions.TryRemove(key, out _);
            waiting.SetResult(answer);
        }
        catch (Exception e) when (_questions.TryRemove(key, out _) | waiting.TrySetException(e))
        {
            // Told to those who wait.
        }
    }

    private async Task<DnsAnswer> AskInTimeAsync(Asked asked, string name, DnsType type)
    {
        var started = _clock.GetTimestamp();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        time.CancelAfter(_settings.QuestionTime);
        var (answer, ttl) = (DnsAnswer.TemporaryFailure, TimeSpan.Zero);
        try
        {
            (answer, ttl) = await FollowAsync(asked.Servers, name, type, time.Token);
        }
        catch (OperationCanceledException)
        {
            // Time is up: a failure like any other.
        }

        asked.Cache.Add(name, type, answer, Keep(answer, ttl));
        _metrics.Asked(type, answer.Status, _clock.GetElapsedTime(started));
        return answer;
    }

    private async Task<(DnsAnswer Answer, TimeSpan Ttl)> FollowAsync(IReadOnlyList<DnsServer> servers, string name, DnsType type, CancellationToken ct)
    {
        var ttl = TimeSpan.MaxValue;
        for (var aliases = 0; aliases <= MaxAliases; aliases++)
        {
            var reply = await AskServersAsync(servers, name, type, ct);
            ttl = reply.Ttl < ttl ? reply.Ttl : ttl;
            if (reply.Alias is null || !DnsName.IsUsable(reply.Alias))
            {
                return (reply.Answer, ttl);
            }

            name = reply.Alias;
        }

        return (DnsAnswer.TemporaryFailure, TimeSpan.Zero);
    }

    /// <summary>Asks one server after the other until one answers; those that were silent once more.</summary>
    private async Task<DnsReply> AskServersAsync(IReadOnlyList<DnsServer> servers, string name, DnsType type, CancellationToken ct)
    {
        await _inFlight.WaitAsync(ct);
        try
        {
            // A server that has not answered lately is asked last, not never: it may be back.
            var round = servers.OrderBy(server => Math.Min(server.Failures, 3)).ToList();
            for (var rounds = 0; rounds < 2; rounds++)
            {
                var silent = new List<DnsServer>();
                foreach (var server in round)
                {
                    var reply = await AttemptAsync(server, name, type, ct);
                    if (reply.Kind == DnsReplyKind.Answer)
                    {
                        return reply;
                    }

                    if (reply.Kind == DnsReplyKind.Foreign)
                    {
                        silent.Add(server);
                    }
                }

                round = silent;
            }
        }
        finally
        {
            _inFlight.Release();
        }

        return DnsReply.Of(DnsReplyKind.Failed);
    }

    private async Task<DnsReply> AttemptAsync(DnsServer server, string name, DnsType type, CancellationToken ct)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(_settings.AttemptTime);
        try
        {
            _metrics.Attempt();
            return await server.AskAsync(name, type, time.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            server.Fail();
            return DnsReply.Of(DnsReplyKind.Foreign);
        }
    }

    private Asked NewAsked(IReadOnlyList<IPEndPoint> servers) => new([.. servers.Select(server => new DnsServer(server))], new DnsCache(_clock, _settings.CacheSize));

    private TimeSpan Keep(DnsAnswer answer, TimeSpan ttl)
    {
        if (answer.Status == DnsStatus.TemporaryFailure)
        {
            return _settings.FailureTtl;
        }

        var most = answer.IsFound ? _settings.MaxTtl : _settings.MaxNegativeTtl;
        return ttl < _settings.MinTtl ? _settings.MinTtl : ttl > most ? most : ttl;
    }

    /// <summary>Who is asked, and what they said.</summary>
    private sealed record Asked(IReadOnlyList<DnsServer> Servers, DnsCache Cache);
}
