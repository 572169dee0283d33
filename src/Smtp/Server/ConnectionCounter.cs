using System.Collections.Concurrent;
using System.Net;

namespace MsLite.Smtp.Server;

/// <summary>Counts the open connections, in all and per client, and says when it is enough.</summary>
internal sealed class ConnectionCounter
{
    private readonly ConcurrentDictionary<IPAddress, int> _perClient = [];
    private int _all;

    /// <summary>False when there are too many; a true is paid back by <see cref="Leave()"/>.</summary>
    public bool TryEnter(SmtpServerOptions options)
    {
        if (Interlocked.Increment(ref _all) <= options.MaxConnections)
        {
            return true;
        }

        Interlocked.Decrement(ref _all);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _all);

    /// <summary>False when this client has too many; a true is paid back by <see cref="Leave(IPAddress, SmtpServerOptions)"/>.</summary>
    public bool TryEnter(IPAddress client, SmtpServerOptions options)
    {
        if (!Counts(client, options))
        {
            return true;
        }

        var count = _perClient.AddOrUpdate(client, 1, static (_, before) => before + 1);
        if (count <= options.MaxConnectionsPerClient)
        {
            return true;
        }

        Leave(client, options);
        return false;
    }

    /// <param name="client">Who goes.</param>
    /// <param name="options">Those with which he came: they say whether he was counted.</param>
    public void Leave(IPAddress client, SmtpServerOptions options)
    {
        while (Counts(client, options) && _perClient.TryGetValue(client, out var count))
        {
            var done = count == 1
                ? _perClient.TryRemove(new KeyValuePair<IPAddress, int>(client, 1))
                : _perClient.TryUpdate(client, count - 1, count);
            if (done)
            {
                return;
            }
        }
    }

    // Contract §8: not for loopback and trusted proxies.
    private static bool Counts(IPAddress client, SmtpServerOptions options) => !IPAddress.IsLoopback(client) && !options.TrustedProxies.Contains(client);
}
