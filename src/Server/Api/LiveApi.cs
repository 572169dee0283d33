using MsLite.Filter;
using MsLite.Filter.Live;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>Verdicts and sessions as they happen, as server-sent events; each caller sees those of its domains.</summary>
internal sealed class LiveApi(ActivityFeed verdicts, LiveFeed sessions, OpenStreams streams, StandingCaller standing, IHostApplicationLifetime life, TimeProvider clock)
{
    /// <summary>How soon a token that was revoked ends the stream.</summary>
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(3);

    /// <summary>Less than any proxy's patience with a silent connection.</summary>
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>News of so long are sent together.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(100);

    private readonly LivePlace _place = new(clock);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/live", (HttpContext context, LiveApi api) => api.StreamAsync(context));

    private async Task<IResult> StreamAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!LiveFilter.TryParse(context.Caller(), query["ip"].ToString(), query["domain"].ToString(), out var filter, out var fault))
        {
            return ApiProblem.BadRequest(fault);
        }

        var source = query["kind"].ToString() switch
        {
            "" or LiveSource.Verdicts => LiveSource.Of(verdicts, filter),
            LiveSource.Sessions => LiveSource.Of(sessions, filter),
            _ => null,
        };
        if (source is null)
        {
            return ApiProblem.BadRequest($"kind must be {LiveSource.Verdicts} or {LiveSource.Sessions}.");
        }

        if (streams.TryOpen(context, context.Caller(), out var lease) is { } refusal)
        {
            return refusal;
        }

        using (lease)
        {
            await StreamAsync(context, source);
        }

        return Results.Empty;
    }

    private async Task StreamAsync(HttpContext context, LiveSource source)
    {
        // The program's end does not wait for readers.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        using var subscription = source.Subscribe();
        try
        {
            await TellAsync(context, source, subscription, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The reader has gone, or we go.
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private async Task TellAsync(HttpContext context, LiveSource source, ActivitySubscription subscription, CancellationToken ct)
    {
        var stream = new EventStream(context.Response);
        var last = await BeginAsync(context, source, stream, ct);
        var (news, looked, sent) = (subscription.WaitAsync(ct).AsTask(), clock.GetTimestamp(), clock.GetTimestamp());
        while (true)
        {
            var part = source.After(last);
            last = part.Last;
            if (await SendAsync(stream, source, part, ct))
            {
                sent = clock.GetTimestamp();
            }

            if (part.IsEmpty)
            {
                // Leaves no timer behind when there is news.
                await news.WaitAsync(s_lookEvery, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ct.ThrowIfCancellationRequested();
            }

            if (news.IsCompleted)
            {
                await news;
                news = subscription.WaitAsync(ct).AsTask();
                await Task.Delay(s_gathering, clock, ct);
            }

            if (clock.GetElapsedTime(looked) >= s_lookEvery)
            {
                looked = clock.GetTimestamp();
                if (!await standing.StandsAsync(context, ct))
                {
                    return;
                }
            }

            if (clock.GetElapsedTime(sent) >= s_heartbeat)
            {
                sent = clock.GetTimestamp();
                await stream.CommentAsync("", ct);
            }
        }
    }

    /// <summary>The number of the item behind which the stream begins.</summary>
    private async Task<long> BeginAsync(HttpContext context, LiveSource source, EventStream stream, CancellationToken ct)
    {
        var newest = source.Last();
        await stream.BeginAsync(ct);
        if (context.Request.Headers["Last-Event-ID"].ToString() is not { Length: > 0 } id)
        {
            return newest;
        }

        if (_place.Number(source.Kind, id) is { } number)
        {
            return number;
        }

        await stream.EventAsync(_place.Id(source.Kind, newest), "missed", new LiveMissedView(null), ct);
        return newest;
    }

    /// <summary>False when there was nothing to send.</summary>
    private async Task<bool> SendAsync(EventStream stream, LiveSource source, LivePart part, CancellationToken ct)
    {
        if (part.Missed > 0)
        {
            await stream.EventAsync(_place.Id(source.Kind, part.Items is [var first, ..] ? first.Number - 1 : part.Last), "missed", new LiveMissedView(part.Missed), ct);
        }

        foreach (var (number, view) in part.Items)
        {
            await stream.EventAsync(_place.Id(source.Kind, number), source.Event, view, ct);
        }

        if (part.Items.Count == 0 && part.Missed == 0)
        {
            return false;
        }

        await stream.SendAsync(ct);
        return true;
    }
}
