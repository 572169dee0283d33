using System.Text.Json;
using System.Text.Json.Serialization;

namespace MsLite.Filter;

/// <summary>Writes the members of an enumeration as the contract spells them: <c>shadow-refuse</c>.</summary>
public sealed class LowerCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
