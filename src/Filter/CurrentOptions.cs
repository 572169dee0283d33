namespace MsLite.Filter;

/// <summary>
/// The options in force. They are replaced as a whole and never changed, so whoever asks once, at the beginning of a connection, a message or
/// a job, has one consistent set until its end. What needs a restart is the same in each of them.
/// </summary>
public sealed class CurrentOptions(MsLiteOptions options)
{
    private readonly Lock _gate = new();
    private volatile MsLiteOptions _value = options;
    private Action<MsLiteOptions, MsLiteOptions>? _listeners;

    public MsLiteOptions Value => _value;

    /// <param name="tell">Told after each change: those before, and those that are in force now.</param>
    public void OnChange(Action<MsLiteOptions, MsLiteOptions> tell)
    {
        lock (_gate)
        {
            _listeners += tell;
        }
    }

    /// <summary>From the next question on these count.</summary>
    public void Take(MsLiteOptions options)
    {
        lock (_gate)
        {
            var before = _value;
            _value = options;
            _listeners?.Invoke(before, options);
        }
    }
}
