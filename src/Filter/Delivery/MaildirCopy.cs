using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Delivery;

/// <summary>One recipient's copy on its way: in <c>tmp</c>, then, when its content is on stable storage, in <c>new</c>.</summary>
internal sealed class MaildirCopy : IDisposable
{
    private readonly string _tmp;
    private readonly string _new;
    private readonly SafeFileHandle _file;
    private bool _isInTmp = true;

    private MaildirCopy(string tmp, string @new, SafeFileHandle file) => (_tmp, _new, _file) = (tmp, @new, file);

    /// <summary>Begins a copy, making the Maildir when it is not there.</summary>
    /// <exception cref="IOException">Disk full, permission, or broken.</exception>
    public static MaildirCopy Create(string maildir, string name)
    {
        var tmp = Path.Combine(maildir, "tmp", name);
        const PosixOpen How = PosixOpen.WriteOnly | PosixOpen.Create | PosixOpen.Exclusive;
        SafeFileHandle file;
        try
        {
            file = Posix.Open(tmp, How, isPrivate: true);
        }
        catch (IOException fault) when (fault.HResult == Posix.NoEntry)
        {
            MakeMaildir(maildir);
            file = Posix.Open(tmp, How, isPrivate: true);
        }

        return new MaildirCopy(tmp, Path.Combine(maildir, "new", name), file);
    }

    /// <summary>Returns when the content is on stable storage; the copy has no name that a reader looks at yet.</summary>
    public async Task WriteAsync(StampedMessage message, SyncLanes lanes, CancellationToken ct)
    {
        var writer = new MaildirWriter(_file);
        await message.CopyToAsync(writer, ct);
        writer.Finish();
        await lanes.SyncDataAsync(_file);
    }

    /// <summary>Returns when the copy is in <c>new</c> for good.</summary>
    public async Task CommitAsync(DirectorySyncs syncs)
    {
        Posix.Rename(_tmp, _new);
        _isInTmp = false;
        await syncs.SyncAsync(Path.GetDirectoryName(_new)!);
    }

    /// <summary>Takes a copy back whose directory could not be synced: its client will be told to send it again.</summary>
    public void Withdraw() => Posix.Unlink(_isInTmp ? _tmp : _new);

    public void Dispose() => _file.Dispose();

    /// <summary>
    /// Mail is its owner's alone, so the directories are too. <c>tmp</c> comes last: where it is, all above it and beside it is on
    /// stable storage, also for a delivery that finds it half a moment later.
    /// </summary>
    private static void MakeMaildir(string maildir)
    {
        Posix.MakeDirectories(Path.Combine(maildir, "cur"), isPrivate: true);
        Posix.MakeDirectories(Path.Combine(maildir, "new"), isPrivate: true);

        // Another delivery may have made some of them and not synced them yet: Maildir, user, domain, root.
        var directory = maildir;
        for (var level = 0; level < 4; level++)
        {
            Posix.SyncDirectory(directory);
            directory = Path.GetDirectoryName(directory)!;
        }

        Posix.MakeDirectories(Path.Combine(maildir, "tmp"), isPrivate: true);
    }
}
