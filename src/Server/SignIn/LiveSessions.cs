using System.Data.Common;
using MsLite.Admin.SignIn;
using MsLite.Filter.Access;

namespace MsLite.Web.SignIn;

/// <summary>Cuts the connection of an open page when its session has ended, whoever ended it.</summary>
internal sealed class LiveSessions(SessionStore sessions, TimeProvider clock)
{
    /// <summary>Where the panel's pages keep their connection.</summary>
    public const string Path = "/_blazor";

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(3);

    public async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        // Whether it is a WebSocket only the hub's own pipeline knows; the watch over a short request ends with it.
        if (SessionCookie.Read(context.Request) is not { } secret)
        {
            await next(context);
            return;
        }

        using var closed = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var watch = CutWhenEndedAsync(context, secret, closed.Token);
        try
        {
            await next(context);
        }
        finally
        {
            await closed.CancelAsync();
            await watch;
        }
    }

    private async Task CutWhenEndedAsync(HttpContext context, string secret, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_lookEvery, clock, ct);
                if (await HasEndedAsync(secret, ct))
                {
                    context.Abort();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    // A database that does not answer ends nothing: what is shown was allowed when it answered, and it is asked again.
    private async Task<bool> HasEndedAsync(string secret, CancellationToken ct)
    {
        try
        {
            return await sessions.FindAsync(secret, isUse: false, ct) is null;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
