namespace MsLite.Filter;

/// <summary>What is made of an option's value: kept for as long as everybody comes with that value, and made anew for another.</summary>
public sealed class MadeOf<TValue, T>(Func<TValue, T> make)
    where TValue : class
{
    private volatile Made? _last;

    /// <exception cref="Exception">What making it throws.</exception>
    public T For(TValue value) => (_last is { } last && last.Value.Equals(value) ? last : _last = new Made(value, make(value))).Result;

    private sealed record Made(TValue Value, T Result);
}
