namespace MsLite.Filter.Policy;

/// <summary>The <c>key: value</c> lines of a policy file; keys in any case, unknown lines ignored.</summary>
public sealed class PolicyBody
{
    public static readonly PolicyBody Empty = new(new Dictionary<string, string>());

    private readonly IReadOnlyDictionary<string, string> _values;

    public PolicyBody(IReadOnlyDictionary<string, string> values) => _values = values;

    /// <summary>The value, trimmed; null when the key is not there.</summary>
    public string? this[string key] => _values.GetValueOrDefault(key);
}
