using System.Text.Json.Serialization;

namespace MsLite.Filter.Policy.Import;

[JsonConverter(typeof(LowerCaseEnumConverter<ImportResult>))]
public enum ImportResult
{
    Created,
    Changed,

    /// <summary>It is so already, or an earlier line has said the same.</summary>
    Unchanged,

    /// <summary>It cannot be done; then nothing is.</summary>
    Refused,
}

/// <summary>What becomes, or would become, of one line.</summary>
/// <param name="Line">Of the list, or the number of the archive's member; from 1.</param>
/// <param name="Name">As it was written, cleaned of control characters.</param>
/// <param name="Path">Relative to /srv, in the spelling that mail asks for; empty when it has none.</param>
/// <param name="Detail">Why it is refused, a sentence; else empty.</param>
public sealed record ImportLine(int Line, string Name, string Path, ImportResult Result, string Detail);
