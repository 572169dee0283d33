namespace MsLite.Filter.Checkups;

/// <summary>Whether there is room for what has to be kept, and the right to write it.</summary>
internal sealed class DiskPart(MsLiteOptions options) : ICheckupPart
{
    private const long Gibibyte = 1L << 30;
    private const long Little = 2 * Gibibyte;
    private const long TooLittle = Gibibyte / 4;

    public string Subject => "Disk";

    public Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<CheckupFinding>>([
            Look("Quarantine", options.SpamRoot, "mail that is refused waits with its senders, since no copy can be kept"),
            Look("State", options.StateRoot, "no message can be taken in, and sign-ins and the journal stop"),
            Policy(options.SrvRoot)]);

    private static CheckupFinding Look(string what, string path, string harm)
    {
        var full = Path.GetFullPath(path);
        if (!Posix.MayWrite(full))
        {
            return CheckupFinding.Bad(what, $"{full} cannot be written to: {harm}.", "Give the directory to the user the program runs as.");
        }

        var drive = new DriveInfo(full);
        var room = FormattableString.Invariant($"{drive.AvailableFreeSpace / (double)Gibibyte:0.0} GiB of {drive.TotalSize / (double)Gibibyte:0.0} GiB are free for {full}.");
        return drive.AvailableFreeSpace < TooLittle ? CheckupFinding.Bad(what, $"{room} Soon {harm}.", "Make room, or limit the quarantine (days: and megabytes: in the file quarantine).")
            : drive.AvailableFreeSpace < Little ? CheckupFinding.Look(what, room, "Make room in time, or limit the quarantine (days: and megabytes: in the file quarantine).")
            : CheckupFinding.Good(what, room);
    }

    private static CheckupFinding Policy(string path) => Posix.MayWrite(Path.GetFullPath(path))
        ? CheckupFinding.Good("Policy", $"{Path.GetFullPath(path)} can be written to.")
        : CheckupFinding.Look("Policy", $"{Path.GetFullPath(path)} is read-only for this program, so the panel only shows it.", "Nothing, when it is meant so (policy from git or rsync). Else give the directory to the user the program runs as.");
}
