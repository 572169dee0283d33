using System.Text.Json.Serialization;

namespace MsLite.Filter;

/// <summary>
/// One question of the ladder and its answer, as index, explain and API show it. A structure, because the entries of a message are read one after the
/// other and lie side by side this way.
/// </summary>
/// <param name="Rung">Such as "whitelisted/ips", "users" or "checks/helo".</param>
/// <param name="Value">What was compared; empty when there was nothing to compare.</param>
/// <param name="File">The file that answered, relative to /srv; null when none did.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Detail">The reason, or why the question was not asked.</param>
/// <param name="Ms">Time it took, in milliseconds.</param>
public readonly record struct TraceEntry(string Rung, string Value, string? File, TraceResult Result, string Detail, double Ms);

/// <summary>Written in lower case with a hyphen: <c>shadow-refuse</c>. The journal stores the numbers: new ones go to the end.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<TraceResult>))]
public enum TraceResult
{
    Pass,
    Refuse,
    Defer,
    Deliver,
    ShadowRefuse,
    ShadowDefer,
    Abstain,
}
