namespace MsLite.Filter.Settings;

/// <summary>One option as it counts in this process, and where it comes from. A secret in it is covered.</summary>
/// <param name="Key">Below the section MsLite, such as <c>Smtp:Listen</c>.</param>
/// <param name="Values">One, or those of a list; empty when there is none.</param>
/// <param name="Source">The file, for <see cref="OptionOrigin.File"/>; the variable, for <see cref="OptionOrigin.Environment"/>; otherwise empty.</param>
/// <param name="NeedsRestart">A change counts from the next start; otherwise as soon as the file is changed.</param>
/// <param name="Waiting">Given meanwhile, and in force after a restart; null when that is <paramref name="Values"/>.</param>
public sealed record OptionValue(
    string Key, IReadOnlyList<string> Values, OptionOrigin Origin, string Source, bool NeedsRestart = false, IReadOnlyList<string>? Waiting = null);

/// <summary>Who gave an option its value; a later one wins over those before it.</summary>
public enum OptionOrigin
{
    Default,
    File,
    Environment,
    CommandLine,
}

/// <summary>Why options that were changed are not in force: as long as one of them is wrong, none is.</summary>
/// <param name="Files">Where they stand.</param>
/// <param name="Faults">A sentence each.</param>
public sealed record OptionFault(DateTimeOffset Since, string Files, IReadOnlyList<string> Faults);

/// <summary>The options of this process.</summary>
public interface IOptionValues
{
    /// <summary>Every option there is, in the order of README.</summary>
    IReadOnlyList<OptionValue> Values { get; }

    /// <summary>Null when all that stands in the files is in force, or waits for a restart.</summary>
    OptionFault? Fault { get; }
}
