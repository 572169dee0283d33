using Microsoft.Extensions.Logging;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Delivery;

/// <summary>Finds the delivery for a next hop, making each once. Those not asked for lately give way when there are too many.</summary>
public sealed class DeliveryCatalogue : IDisposable
{
    private const int Capacity = 256;

    // RFC 5321 §4.5.3.2.6 has a client wait ten minutes for our reply.
    private static readonly TimeSpan s_programLimit = TimeSpan.FromMinutes(5);

    // All of them may have to be tried while our client waits.
    private static readonly SmtpClientLimits s_severalHosts =
        SmtpClientLimits.Default with { Connect = TimeSpan.FromSeconds(10), Opening = TimeSpan.FromSeconds(30) };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Text, IDelivery Delivery)>> _known = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Text, IDelivery Delivery)> _byUse = new();
    private readonly string _hostname;
    private readonly TimeProvider _clock;
    private readonly SyncLanes _lanes;
    private readonly ILoggerFactory _logs;

    /// <param name="hostname">Our own name, as next hops hear it.</param>
    internal DeliveryCatalogue(string hostname, TimeProvider clock, SyncLanes lanes, ILoggerFactory logs)
    {
        _hostname = hostname;
        _clock = clock;
        _lanes = lanes;
        _logs = logs;
    }

    /// <summary>Every host of every next hop that was tried lately, and whether it answered.</summary>
    public IReadOnlyList<(string Host, bool IsUp)> Hosts
    {
        get
        {
            lock (_lock)
            {
                return [.. _byUse.SelectMany(known => known.Delivery.Hosts)
                    .GroupBy(host => host.Host.ToString()!, StringComparer.Ordinal)
                    .Select(group => (group.Key, group.All(host => host.IsUp)))];
            }
        }
    }

    public IDelivery For(NextHop nextHop)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(nextHop.Text, out var node))
            {
                if (node.Next is not null)
                {
                    _byUse.Remove(node);
                    _byUse.AddLast(node);
                }

                return node.Value.Delivery;
            }

            var delivery = Make(nextHop);
            _known[nextHop.Text] = _byUse.AddLast((nextHop.Text, delivery));
            ForgetOldest();
            return delivery;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var (_, delivery) in _byUse)
            {
                (delivery as IDisposable)?.Dispose();
            }

            _byUse.Clear();
            _known.Clear();
        }
    }

    /// <summary>Disposing only closes what is unused: messages on their way still arrive.</summary>
    private void ForgetOldest()
    {
        if (_known.Count > Capacity)
        {
            var oldest = _byUse.First!.Value;
            _byUse.RemoveFirst();
            _known.Remove(oldest.Text);
            (oldest.Delivery as IDisposable)?.Dispose();
        }
    }

    private IDelivery Make(NextHop nextHop) => nextHop.Kind switch
    {
        NextHopKind.Maildir => new MaildirDelivery(nextHop.Path, _hostname, _clock, _lanes, _logs.CreateLogger<MaildirDelivery>()),
        NextHopKind.Bsmtp => new BsmtpDelivery(nextHop.Path, _hostname, s_programLimit, _clock, _logs.CreateLogger<BsmtpDelivery>()),
        _ => new SmtpDelivery(OptionsFor(nextHop, _hostname), _clock, _logs.CreateLogger<SmtpDelivery>()),
    };

    /// <param name="hostname">Our own name, as the next hop hears it.</param>
    internal static SmtpClientOptions OptionsFor(NextHop nextHop, string hostname) => new()
    {
        EndPoints = nextHop.EndPoints,
        HelloName = hostname,
        Lmtp = nextHop.Kind == NextHopKind.Lmtp,
        ImplicitTls = nextHop.Kind == NextHopKind.Smtps,
        RequireTls = nextHop.Security.RequireTls,
        VerifyCertificate = nextHop.Security.VerifyCertificate,
        Credentials = nextHop.Security.User is { } user ? new SmtpClientCredentials(user, nextHop.Security.ReadPassword) : null,
        Limits = nextHop.EndPoints.Count > 1 ? s_severalHosts : SmtpClientLimits.Default,
    };
}
