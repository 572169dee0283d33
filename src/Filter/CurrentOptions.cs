namespace MsLite.Filter;

/// <summary>
/// The options in force. They are replaced as a whole and never changed, so whoever asks once, at the beginning of a connection, a message or
/// a job, has one consistent set until its end. What needs a restart is the same in each of them.
/// </summary>
public sealed class CurrentOptions(MsLiteOptions options)
{
    private readonly Lock _gate = new();
    private volatile MsLiteOptions _value = options;
    private Action<MsLiteOptions, MsLiteOptions>[] _listeners = [];

    public MsLiteOptions Value => _value;

    /// <param name="tell">Told after each change: those before, and those that are in force now.</param>
    public void OnChange(Action<MsLiteOptions, MsLiteOptions> tell)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners, tell];
        }
    }

    /// <summary>From the next question on these count, for everybody: a listener that throws keeps nobody else from being told.</summary>
    /// <returns>What listeners threw.</returns>
    public IReadOnlyList<Exception> Take(MsLiteOptions options)
    {
        lock (_gate)
        {
            var before = _value;
            _value = options;
            return [.. _listeners.Select(tell => Fault(tell, before, options)).OfType<Exception>()];
        }
    }

    private static Exception? Fault(Action<MsLiteOptions, MsLiteOptions> tell, MsLiteOptions before, MsLiteOptions now)
    {
        try
        {
            tell(before, now);
            return null;
        }
#pragma warning disable CA1031 // The options are in force already: whatever one part cannot do with them is no reason for the others to go without.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return fault;
        }
    }
}
