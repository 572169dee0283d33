using MsLite.Filter.Settings;

namespace MsLite.Web.Start;

/// <summary>Where the options in force come from, and what stands in the files beside that.</summary>
/// <param name="Started">The sources as they were at the start; what needs a restart is of these.</param>
/// <param name="Accepted">The sources as they were when they were taken over last.</param>
/// <param name="Waiting">By key, what counts after a restart.</param>
/// <param name="Fault">Why the files as they are now were not taken over; null when they were.</param>
internal sealed record OptionState(
    IConfigurationRoot Started, IConfigurationRoot Accepted, IReadOnlyDictionary<string, string[]> Waiting, OptionFault? Fault)
{
    public static OptionState AtStart(IConfigurationRoot root) => new(root, root, new Dictionary<string, string[]>(), Fault: null);
}
