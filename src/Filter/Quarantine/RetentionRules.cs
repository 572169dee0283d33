using MsLite.Filter.Policy;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// How long and how much is kept. A domain's file <c>quarantine</c> speaks for the domain; <c>_global_/quarantine</c> and then the options
/// say how long the others keep theirs, and how much all of them together.
/// </summary>
internal sealed class RetentionRules(SrvTree policy, QuarantineOptions options)
{
    /// <summary>What <c>du -m</c> counts in.</summary>
    public const long Megabyte = 1 << 20;

    /// <exception cref="IOException">The policy cannot be read: then nothing may go.</exception>
    public int DaysOf(string domain) => policy.FindDomain(domain)?.QuarantineDays ?? policy.FindGlobal()?.QuarantineDays ?? options.Days;

    /// <summary>Megabytes of one domain; null where there is no limit.</summary>
    /// <exception cref="IOException">The policy cannot be read.</exception>
    public int? MegabytesOf(string domain) => policy.FindDomain(domain)?.QuarantineMegabytes;

    /// <summary>Megabytes of all domains together; null where there is no limit.</summary>
    /// <exception cref="IOException">The policy cannot be read.</exception>
    public int? MegabytesOfAll => policy.FindGlobal()?.QuarantineMegabytes ?? (options.Megabytes > 0 ? options.Megabytes : null);
}
