using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Quarantine;

/// <summary>Writes copies to tmp.</summary>
internal sealed class CopyWriter(QuarantineTree tree, CopyName names, SyncLanes lanes)
{
    /// <summary>Bytes from which a copy is synced by its own writer: a batch must not wait for one message's megabytes.</summary>
    private const int Large = 256 * 1024;

    /// <summary>All copies in their order; or none, and what was written of them removed.</summary>
    /// <exception cref="IOException">Disk full, permission, or broken.</exception>
    public async Task<PendingArchive> WriteAsync(Transaction transaction, IReadOnlyList<ArchivedCopy> copies, DateTimeOffset now, CancellationToken ct)
    {
        using var original = new OriginalContent(transaction.Content);
        var archive = new PendingArchive();
        try
        {
            foreach (var copy in copies)
            {
                archive.Copies.Add(await WriteAsync(transaction, copy, original, now, ct));
            }

            return archive;
        }
        catch (Exception)
        {
            archive.Discard();
            throw;
        }
    }

    private async Task<PendingCopy> WriteAsync(Transaction transaction, ArchivedCopy copy, OriginalContent original, DateTimeOffset now, CancellationToken ct)
    {
        var name = names.Next(now, copy.Recipient.Domain);
        var (directory, handle) = Create(DateOnly.FromDateTime(now.DateTime), copy.Recipient.Domain, name);
        try
        {
            var offset = WriteHead(handle, copy);
            await original.WriteToAsync(handle, ct);
            if (transaction.Content.Length > Large)
            {
                await lanes.SyncDataAsync(handle);
            }

            var file = new ArchivedFile(name, now, transaction.Content.Length, offset, original.Sha256);
            return new PendingCopy(directory, name, handle, IndexLine.Write(transaction, copy, file));
        }
        catch (Exception)
        {
            handle.Dispose();
            Posix.Unlink(Path.Combine(directory.Temporary, name));
            throw;
        }
    }

    private (DomainDirectory Directory, SafeFileHandle File) Create(DateOnly day, string domain, string name)
    {
        var directory = tree.Open(day, domain);
        try
        {
            return (directory, CreateIn(directory, name));
        }
        catch (IOException error) when (error.HResult == Posix.NoEntry)
        {
            // Somebody emptied /spam by hand while we run.
            directory.IsBroken = true;
            directory = tree.Open(day, domain);
            return (directory, CreateIn(directory, name));
        }
    }

    private static SafeFileHandle CreateIn(DomainDirectory directory, string name) =>
        Posix.Open(Path.Combine(directory.Temporary, name), PosixOpen.WriteOnly | PosixOpen.Create | PosixOpen.Exclusive);

    /// <summary>The line by which the seed's readers know the recipient, and our fields. Gives their length.</summary>
    private static int WriteHead(SafeFileHandle file, ArchivedCopy copy)
    {
        var recipient = IndexText.Clean(copy.Recipient.Address.ToString(), most: 1000);
        var head = ArrayPool<byte>.Shared.Rent(64 + recipient.Length * 3 + copy.AddedFields.Length);
        try
        {
            var length = Encoding.UTF8.GetBytes($"Recipient: {recipient}\n", head);
            var pending = false;
            length += LineEnds.ToMaildir(copy.AddedFields.Span, head.AsSpan(length), ref pending);
            Posix.Write(file, head.AsSpan(0, length));
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }
}
