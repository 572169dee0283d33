using System.Globalization;
using System.Runtime.InteropServices;

namespace MsLite.Filter.Checkups;

/// <summary>Whether somebody keeps this machine's clock right: expiry, greylisting, signatures and codes of authenticators hang on it.</summary>
internal sealed partial class ClockPart(TimeProvider clock) : ICheckupPart
{
    // adjtimex(2): nobody disciplines the clock.
    private const int NotSynchronised = 5;

    // struct timex has 208 bytes on the machines .NET runs on; modes = 0 only reads.
    private const int SizeOfTimex = 512;

    public string Subject => "Clock";

    public Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct)
    {
        var now = string.Create(CultureInfo.InvariantCulture, $"It is {clock.GetLocalNow():yyyy-MM-dd HH:mm:ss zzz} here");
        var state = State();
        return Task.FromResult<IReadOnlyList<CheckupFinding>>([state switch
        {
            NotSynchronised => CheckupFinding.Look(Subject, $"{now}, but nothing keeps the clock right.", "Let the machine (the host, for a container) run chrony or systemd-timesyncd, and compare this time with your own."),
            >= 0 => CheckupFinding.Good(Subject, $"{now}, and the clock is kept right."),
            _ => CheckupFinding.Look(Subject, $"{now}. Whether something keeps the clock right cannot be told here.", "Compare it with your own."),
        }]);
    }

    /// <summary>Below 0 when the system does not say.</summary>
    private static int State()
    {
        Span<byte> timex = stackalloc byte[SizeOfTimex];
        timex.Clear();
        try
        {
            return OperatingSystem.IsLinux() ? Native.AdjustTime(ref MemoryMarshal.GetReference(timex)) : -1;
        }
        catch (EntryPointNotFoundException)
        {
            return -1;
        }
    }

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "adjtimex")]
        internal static partial int AdjustTime(ref byte timex);
    }
}
