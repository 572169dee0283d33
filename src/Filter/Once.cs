namespace MsLite.Filter;

/// <summary>A question that is put once, however many want to know and from whatever thread; its answer can also be had without waiting.</summary>
public sealed class Once<T>(Func<Task<T>> ask)
    where T : class
{
    private readonly Lock _gate = new();
    private Task<T>? _asked;
    private volatile T? _answer;

    /// <summary>Null until the answer is there.</summary>
    public T? Answer => _answer;

    /// <summary>Puts the question, unless it was put before.</summary>
    public Task<T> AskAsync()
    {
        lock (_gate)
        {
            return _asked ??= KeepAsync();
        }
    }

    private async Task<T> KeepAsync()
    {
        var answer = await ask();
        _answer = answer;
        return answer;
    }
}
