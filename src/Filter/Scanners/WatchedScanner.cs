using MsLite.Filter.Health;

namespace MsLite.Filter.Scanners;

/// <summary>One scanner at one address: what is known of it at this moment.</summary>
internal sealed class WatchedScanner(ScannerKind kind, string server) : IDisposable
{
    /// <summary>Messages it is given at a time. The daemons scan fewer at once and let the others wait, in a queue that is not long.</summary>
    private const int AtATime = 32;

    private readonly Lock _gate = new();
    private string? _trouble;
    private DateTimeOffset _since;

    public ScannerKind Kind => kind;

    public string Server => server;

    public SemaphoreSlim Places { get; } = new(AtATime);

    public bool IsDown => _trouble is not null;

    /// <summary>When it was asked last: a timestamp of the clock.</summary>
    public long LastUse { get; set; }

    public Notice? Notice
    {
        get
        {
            lock (_gate)
            {
                return _trouble is null ? null : new Notice(
                    $"Scanner {kind.Program}",
                    $"{kind.Program} at {PlainText.Clean(server)} cannot be used since {_since:yyyy-MM-dd HH:mm}: {_trouble} The check {kind.Check} abstains; mail passes without it, or waits where the check's file says down: defer.",
                    kind.Remedy);
            }
        }
    }

    public HealthItem Health
    {
        get
        {
            lock (_gate)
            {
                var part = $"Scanner {kind.Program} at {PlainText.Clean(server)}";
                return _trouble is null
                    ? new HealthItem(part, HealthState.Good, "It answered when it was asked last.")
                    : new HealthItem(part, HealthState.Bad, _trouble);
            }
        }
    }

    /// <summary>True when it was not down before.</summary>
    public bool GoDown(string trouble, DateTimeOffset now)
    {
        lock (_gate)
        {
            var isNew = _trouble is null;
            _since = isNew ? now : _since;
            _trouble = trouble;
            return isNew;
        }
    }

    /// <summary>True when it was down before.</summary>
    public bool ComeUp()
    {
        lock (_gate)
        {
            var wasDown = _trouble is not null;
            _trouble = null;
            return wasDown;
        }
    }

    public void Dispose() => Places.Dispose();
}
