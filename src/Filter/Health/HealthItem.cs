using System.Text.Json.Serialization;

namespace MsLite.Filter.Health;

/// <summary>How one part is that mail depends on, well or not: what the operator looks at to be sure.</summary>
/// <param name="Part">What it is, in a few words: "Next hop smtp://127.0.0.1:2525".</param>
/// <param name="Text">What is known of it, a full sentence.</param>
public sealed record HealthItem(string Part, HealthState State, string Text);

/// <summary>Whether a part does what mail needs of it.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<HealthState>))]
public enum HealthState
{
    Good,

    /// <summary>It is not in use, or nothing has been asked of it since the start.</summary>
    Unknown,

    /// <summary>It works, but not for every message, or not for long.</summary>
    Poor,

    /// <summary>It does not do what mail needs of it.</summary>
    Bad,
}

/// <summary>A part of the program that knows how something is that mail depends on.</summary>
public interface IHealthSource
{
    /// <summary>At this moment. Cheap: asked at every refresh of a page, of what is known already; it never asks the network.</summary>
    IReadOnlyList<HealthItem> Health { get; }
}
