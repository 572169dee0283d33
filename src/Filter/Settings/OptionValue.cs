namespace MsLite.Filter.Settings;

/// <summary>One option as it counts in this process, and where it comes from. A secret in it is covered.</summary>
/// <param name="Key">Below the section MsLite, such as <c>Smtp:Listen</c>.</param>
/// <param name="Values">One, or those of a list; empty when there is none.</param>
/// <param name="Source">The file, for <see cref="OptionOrigin.File"/>; the variable, for <see cref="OptionOrigin.Environment"/>; otherwise empty.</param>
public sealed record OptionValue(string Key, IReadOnlyList<string> Values, OptionOrigin Origin, string Source);

/// <summary>Who gave an option its value; a later one wins over those before it.</summary>
public enum OptionOrigin
{
    Default,
    File,
    Environment,
    CommandLine,
}

/// <summary>The options of this process.</summary>
public interface IOptionValues
{
    /// <summary>Every option there is, in the order of README.</summary>
    IReadOnlyList<OptionValue> Values { get; }
}
