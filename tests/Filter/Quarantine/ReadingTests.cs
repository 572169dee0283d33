using System.Text;
using MsLite.Filter.Quarantine;

namespace MsLite.Filter.Tests.Quarantine;

public sealed class ReadingTests : IAsyncLifetime
{
    private const string Day = "166";
    private const string Index = $"spam/{Day}/example.com/index";
    private readonly ArchiveFixture _archive = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _archive.DisposeAsync();

    [Theory]
    [InlineData("{\"from\":\"ann@exam")]
    [InlineData("{")]
    [InlineData("\0\0\0\0\0\0")]
    public async Task Half_a_line_is_cut_off_soon_after_the_start(string torn)
    {
        await _archive.ArchiveAsync("bob@example.com");
        await File.AppendAllTextAsync(_archive.Tree.Path(Index), torn);
        await _archive.RestartAsync();
        Assert.Single(await _archive.ReadAsync(Day, "example.com"));

        _archive.Store.Tidy(CancellationToken.None);

        Assert.EndsWith("}\n", _archive.Tree.Read(Index), StringComparison.Ordinal);
        Assert.Single(await _archive.ReadAsync(Day, "example.com"));
    }

    [Fact]
    public async Task Half_a_line_that_another_process_left_is_cut_off_before_the_next_one()
    {
        await _archive.ArchiveAsync("bob@example.com");
        await File.AppendAllTextAsync(_archive.Tree.Path(Index), "{\"from\":\"" + new string('x', 200_000));
        await _archive.ArchiveAsync("carol@example.com");

        Assert.Equal(["bob@example.com", "carol@example.com"], (await _archive.ReadAsync(Day, "example.com")).Select(e => e.Recipient));
        Assert.All(_archive.Tree.Read(Index).TrimEnd('\n').Split('\n'), line => Assert.EndsWith("}", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_whole_line_without_its_end_gets_it()
    {
        await _archive.ArchiveAsync("bob@example.com");
        await File.AppendAllTextAsync(_archive.Tree.Path(Index), """{"recipient":"edited@example.com"}""");
        await _archive.ArchiveAsync("carol@example.com");

        Assert.Equal(["bob@example.com", "edited@example.com", "carol@example.com"], (await _archive.ReadAsync(Day, "example.com")).Select(e => e.Recipient));
    }

    [Fact]
    public async Task An_index_of_half_a_line_only_begins_anew()
    {
        await _archive.ArchiveAsync("bob@example.com");
        await File.WriteAllTextAsync(_archive.Tree.Path(Index), "{\"from\"");
        await _archive.ArchiveAsync("carol@example.com");
        Assert.Single(await _archive.ReadAsync(Day, "example.com"));
    }

    [Fact]
    public async Task Reads_around_lines_that_are_none_and_counts_them_but_for_half_a_line_at_the_end()
    {
        await _archive.ArchiveAsync("bob@example.com");
        var line = _archive.Tree.Read(Index);
        await File.WriteAllTextAsync(_archive.Tree.Path(Index), $"{{\"from\n{line}\n\n{new string('y', 3_000_000)}\n{line}{{\"torn");
        var index = _archive.Store.FindIndex(Day, "example.com")!;
        var count = 0;
        await foreach (var entry in index.ReadAsync())
        {
            Assert.Equal("bob@example.com", entry.Recipient);
            count++;
        }

        Assert.Equal(2, count);
        Assert.Equal(2, index.Skipped);
    }

    [Fact]
    public async Task An_index_that_is_not_there_is_empty_and_a_path_is_no_name()
    {
        Assert.Empty(await _archive.ReadAsync(Day, "nobody.example"));
        Assert.Null(_archive.Store.FindIndex("..", "example.com"));
        Assert.Null(_archive.Store.FindIndex(Day, "../.."));
        Assert.Null(_archive.Store.FindIndex("today", "example.com"));
        Assert.Empty(_archive.Store.Domains("../srv"));
    }

    [Fact]
    public async Task A_copy_that_a_reader_moved_to_cur_is_found()
    {
        await _archive.ArchiveAsync("bob@example.com");
        var entry = Assert.Single(await _archive.ReadAsync(Day, "example.com"));
        File.Move(_archive.Tree.Path($"spam/{Day}/example.com/new/{entry.FileName}"), _archive.Tree.Path($"spam/{Day}/example.com/cur/{entry.FileName}:2,S"));
        Assert.Equal(ArchiveFixture.Message, Encoding.UTF8.GetString((await _archive.RestoreAsync(entry))!));
    }

    [Fact]
    public async Task A_copy_that_is_gone_is_null_and_a_changed_one_is_refused()
    {
        await _archive.ArchiveAsync("bob@example.com");
        var entry = Assert.Single(await _archive.ReadAsync(Day, "example.com"));
        var path = _archive.Tree.Path($"spam/{Day}/example.com/new/{entry.FileName}");
        await File.AppendAllTextAsync(path, "more");
        await Assert.ThrowsAsync<InvalidDataException>(() => _archive.RestoreAsync(entry));
        File.Delete(path);
        Assert.Null(await _archive.RestoreAsync(entry));
    }

    [Theory]
    [InlineData("../index")]
    [InlineData("../../../../srv/secret")]
    [InlineData("/etc/hostname")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_file_name_from_an_index_never_leads_out_of_its_Maildir(string name)
    {
        await _archive.ArchiveAsync("bob@example.com");
        var entry = Assert.Single(await _archive.ReadAsync(Day, "example.com"));
        Assert.Null(await _archive.RestoreAsync(entry with { FileName = name }));
    }

    [Fact]
    public async Task A_symbolic_link_in_the_Maildir_is_not_followed()
    {
        await _archive.ArchiveAsync("bob@example.com");
        var entry = Assert.Single(await _archive.ReadAsync(Day, "example.com"));
        _archive.Tree.Link($"spam/{Day}/example.com/new/link", "/etc/hostname");
        Assert.Null(await _archive.RestoreAsync(entry with { FileName = "link", Sha256 = null }));
    }

    [Fact]
    public async Task The_seeds_copies_begin_behind_their_first_line()
    {
        _archive.Tree.Touch($"spam/{Day}/example.com/new/1234567890.x", "Recipient: bob@example.com\nSubject: hi\n\nbody\n");
        var entry = new QuarantineEntry { Day = Day, Domain = "example.com", FileName = "1234567890.x" };
        Assert.Equal("Subject: hi\r\n\r\nbody\r\n", Encoding.UTF8.GetString((await _archive.RestoreAsync(entry))!));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    [InlineData(2_000_000)]
    public async Task Archive_then_restore_gives_the_bytes_as_received(int length)
    {
        // Lines of any bytes but CR and LF, each ended by CR LF.
        var original = new byte[length / 61 * 61];
        new Random(length).NextBytes(original);
        for (var i = 0; i < original.Length; i++)
        {
            original[i] = i % 61 == 59 ? (byte)'\r' : i % 61 == 60 ? (byte)'\n' : original[i] is 10 or 13 ? (byte)'x' : original[i];
        }

        await _archive.ArchiveAsync(original, "bob@example.com", "carol@example.com");
        var entries = await _archive.ReadAsync(Day, "example.com");
        Assert.Equal(2, entries.Count);
        foreach (var entry in entries)
        {
            var restored = await _archive.RestoreAsync(entry);
            Assert.True(original.AsSpan().SequenceEqual(restored));
        }
    }
}
