using System.Text;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Quarantine;

/// <summary>A disk that is really full: a small tmpfs, where mounting is permitted.</summary>
public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task A_full_disk_throws_and_leaves_neither_copy_nor_line()
    {
        using var disk = SmallDisk.Mount(megabytes: 2);
        await using var archive = new ArchiveFixture(parent: disk.Root);
        await archive.ArchiveAsync("bob@example.com");
        var archived = 1;
        var message = Encoding.ASCII.GetBytes("Subject: big\r\n\r\n" + string.Concat(Enumerable.Repeat("0123456789\r\n", 8000)));
        for (var i = 0; i < 40; i++)
        {
            archived += await TryArchiveAsync(archive, message) ? 1 : 0;
        }

        Assert.InRange(archived, 10, 30);
        await AssertConsistentAsync(archive, archived);
    }

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_in_the_index_takes_the_copies_back()
    {
        using var disk = SmallDisk.Mount(megabytes: 2);
        await using var archive = new ArchiveFixture(parent: disk.Root);
        await archive.ArchiveAsync("bob@example.com");
        var archived = 1;
        // Small messages at once, until pages run out anywhere: in a copy, in a directory, or in the middle of an index line.
        for (var round = 0; round < 60; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => TryArchiveAsync(archive, Encoding.ASCII.GetBytes(ArchiveFixture.Message)))));
            archived += results.Count(done => done);
        }

        Assert.InRange(archived, 50, 1199);
        await AssertConsistentAsync(archive, archived);
    }

    [SmallDiskFact]
    public async Task Archives_again_as_soon_as_there_is_room()
    {
        using var disk = SmallDisk.Mount(megabytes: 2);
        await using var archive = new ArchiveFixture(parent: disk.Root);
        await archive.ArchiveAsync("bob@example.com");
        var ballast = archive.Tree.Path("ballast");
        Fill(ballast);
        Assert.False(await TryArchiveAsync(archive, new byte[100_000]));

        File.Delete(ballast);
        Assert.True(await TryArchiveAsync(archive, Encoding.ASCII.GetBytes(ArchiveFixture.Message)));
        await AssertConsistentAsync(archive, 2);
    }

    [SmallDiskFact]
    public async Task A_message_that_does_not_fit_the_spool_is_an_IOException()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        var spool = new MsLite.Filter.Spool.MessageSpool(new MsLiteOptions { StateRoot = disk.Root });
        await Assert.ThrowsAsync<IOException>(async () => await spool.ReadAsync(new MemoryStream(new byte[5_000_000]), default));
        using var next = await spool.ReadAsync(new MemoryStream(new byte[600_000]), default);
        Assert.Equal(600_000, next.Length);
    }

    private static async Task<bool> TryArchiveAsync(ArchiveFixture archive, byte[] message)
    {
        try
        {
            await archive.ArchiveAsync(message, "bob@example.com");
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Fill(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    private static async Task AssertConsistentAsync(ArchiveFixture archive, int archived)
    {
        Assert.EndsWith("}\n", archive.Tree.Read("spam/166/example.com/index"), StringComparison.Ordinal);
        var entries = await archive.ReadAsync("166", "example.com");
        Assert.Equal(archived, entries.Count);
        Assert.Equal(archived, archive.Tree.Files("spam/166/example.com/new").Count);
        Assert.Empty(archive.Tree.Files("spam/166/example.com/tmp"));
        foreach (var entry in entries)
        {
            Assert.NotNull(await archive.RestoreAsync(entry));
        }
    }
}
