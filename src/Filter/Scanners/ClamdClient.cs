using System.Collections.Concurrent;
using System.Net;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Scanners;

/// <summary>
/// Gives messages to clamd, on sessions that are kept for the next one: a connection for each costs a millisecond more. Signatures
/// that clamd loads meanwhile count in a session, too.
/// </summary>
internal sealed class ClamdClient(TimeProvider clock)
{
    /// <summary>clamd hangs up on a session that is silent for longer than its CommandReadTimeout, 30 s with Debian.</summary>
    private static readonly TimeSpan s_mostIdle = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<EndPoint, ConcurrentStack<(ClamdSession Session, long Since)>> _idle = [];

    /// <exception cref="ScannerException">clamd does not speak its protocol.</exception>
    public async Task<ClamdReply> ScanAsync(EndPoint server, SpooledMessage message, CancellationToken ct)
    {
        var idle = _idle.GetOrAdd(server, static _ => []);
        if (Take(idle) is { } known)
        {
            try
            {
                return await ScanAsync(known, message, idle, ct);
            }
            catch (IOException)
            {
                // A session that has ended meanwhile says nothing about the daemon: a new one does.
                ct.ThrowIfCancellationRequested();
            }
        }

        return await ScanAsync(await ClamdSession.OpenAsync(server, ct), message, idle, ct);
    }

    private async Task<ClamdReply> ScanAsync(
        ClamdSession session, SpooledMessage message, ConcurrentStack<(ClamdSession, long)> idle, CancellationToken ct)
    {
        ClamdReply? reply = null;
        try
        {
            reply = await session.ScanAsync(message, ct);
            return reply;
        }
        finally
        {
            if (reply is { IsTooLarge: false })
            {
                idle.Push((session, clock.GetTimestamp()));
            }
            else
            {
                session.Dispose();
            }
        }
    }

    private ClamdSession? Take(ConcurrentStack<(ClamdSession Session, long Since)> idle)
    {
        while (idle.TryPop(out var kept))
        {
            if (clock.GetElapsedTime(kept.Since) < s_mostIdle && !kept.Session.IsStale)
            {
                return kept.Session;
            }

            kept.Session.Dispose();
        }

        return null;
    }
}
