using System.Formats.Tar;
using System.Text;
using MsLite.Filter.Access;
using MsLite.Filter.Policy.Import;
using MsLite.Filter.Tests.History;

namespace MsLite.Filter.Tests.Policy.Import;

/// <summary>Many entries at once: looked at first, then all or nothing.</summary>
public sealed class PolicyImportTests : IAsyncLifetime
{
    private static readonly Caller s_root = new("root", Role.Administrator, new HashSet<string>());
    private static readonly Caller s_own = new("own", Role.DomainAdministrator, new HashSet<string> { "own.example" });

    private readonly HistoryWorld _world = new();

    public async Task InitializeAsync()
    {
        _world.Tree.Touch("srv/own.example/users/valid/bob", "note: first\n");
        _world.Tree.Touch("srv/foreign.example/users/valid/eve");
        await _world.BeginAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_list_is_looked_at_without_changing_anything_and_then_carried_out()
    {
        var before = _world.Snapshot();
        var plan = _world.Import.PlanList(s_own, "own.example", "users/valid", "# staff\nbob\nCarol\nDora # new\n");

        Assert.Equal(before, _world.Snapshot());
        Assert.Equal(
            [(2, "own.example/users/valid/bob", ImportResult.Unchanged), (3, "own.example/users/valid/carol", ImportResult.Created), (4, "own.example/users/valid/dora", ImportResult.Created)],
            plan.Lines.Select(line => (line.Line, line.Path, line.Result)));
        Assert.Null(_world.Import.Apply(plan, "own"));
        Assert.Equal(("note: first\n", "", "note: new\n"), (Read("bob"), Read("carol"), Read("dora")));
        Assert.Equal(["own.example/users/valid/carol", "own.example/users/valid/dora"], (await _world.RowsAsync()).Where(row => row.Who == "own").Select(row => row.Path));
    }

    [Fact]
    public void The_same_import_again_changes_nothing()
    {
        const string List = "bob # first\ncarol # second\n";
        Assert.Null(_world.Import.Apply(Plan(List), "own"));

        var again = Plan(List);

        Assert.Equal((0, 0, 2), (again.Created, again.Changed, again.Unchanged));
    }

    [Theory]
    [InlineData("a@b", "local parts")]
    [InlineData("../../etc/passwd", "never looked up")]
    [InlineData(".hidden", "never looked up")]
    [InlineData("p\u0430ul", "Cyrillic")]
    [InlineData("bo\u200bb", "nobody sees")]
    [InlineData("a\u0001b", "never looked up")]
    public void A_line_that_makes_no_sense_is_refused_with_its_reason_and_nothing_is_carried_out(string line, string reason)
    {
        var plan = Plan("carol\n" + line + "\n");

        Assert.False(plan.IsSound);
        Assert.Equal((2, ImportResult.Refused), (plan.Lines[1].Line, plan.Lines[1].Result));
        Assert.Contains(reason, plan.Lines[1].Detail, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => _world.Import.Apply(plan, "own"));
        Assert.False(_world.Tree.Exists("srv/own.example/users/valid/carol"));
    }

    [Fact]
    public void A_name_that_comes_twice_counts_once_unless_it_says_two_things()
    {
        Assert.Equal([ImportResult.Created, ImportResult.Unchanged, ImportResult.Refused], Plan("carol\nCAROL\ncarol # other\n").Lines.Select(line => line.Result));
    }

    [Fact]
    public void Foreign_domains_and_domains_themselves_are_refused_to_who_may_not_change_them()
    {
        var plan = _world.Import.PlanList(s_own, "", "", "own.example/users/valid/carol\nforeign.example/users/valid/x\nnowhere.example/users/valid/x\nown.example\n_global_/blacklisted/ips/192.0.2.1\n");

        Assert.Equal([ImportResult.Created, ImportResult.Refused, ImportResult.Refused, ImportResult.Refused, ImportResult.Refused], plan.Lines.Select(line => line.Result));
        Assert.Equal(plan.Lines[1].Detail, plan.Lines[2].Detail);
    }

    [Fact]
    public async Task A_tree_is_imported_from_an_archive_with_its_bytes()
    {
        var plan = await TarAsync(
            s_root, "", ("./", null), ("./new.example/", null), ("./new.example/users/valid/bob/", null), ("./new.example/users/valid/bob/192.0.2.7", ""), ("./new.example/checks/helo", "mode: shadow\n"),
            ("./own.example/users/valid/bob", "note: second\n"));

        Assert.True(plan.IsSound, string.Join('\n', plan.Lines));
        Assert.Null(_world.Import.Apply(plan, "root"));
        Assert.Equal("mode: shadow\n", _world.Tree.Read("srv/new.example/checks/helo"));
        Assert.True(_world.Tree.Exists("srv/new.example/users/valid/bob/192.0.2.7"));
        Assert.Equal("note: second\n", Read("bob"));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../etc/passwd")]
    [InlineData("own.example/../../etc/passwd")]
    [InlineData("own.example/users/valid/..")]
    [InlineData("own.example//users")]
    [InlineData("own.example/users/valid/a\\b")]
    [InlineData("own.example/nothing/here")]
    [InlineData("own.example/users/valid")]
    public async Task A_member_that_leads_elsewhere_is_refused(string name) => Assert.False((await TarAsync(s_root, "", (name, "x"))).IsSound);

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.Fifo)]
    public async Task Links_and_devices_are_refused(TarEntryType type)
    {
        using var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            var member = new PaxTarEntry(type, "own.example/users/valid/carol");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            {
                member.LinkName = "/etc/passwd";
            }

            await writer.WriteEntryAsync(member);
        }

        archive.Position = 0;
        var plan = await _world.Import.PlanTarAsync(s_root, "", archive, CancellationToken.None);

        Assert.Contains("neither a file nor a directory", Assert.Single(plan.Lines).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_is_too_large_is_refused_unread()
    {
        var plan = await TarAsync(s_root, "own.example", ("checks/helo", new string('x', 70_000)), ("users/valid/carol", ""));

        Assert.Equal([ImportResult.Refused, ImportResult.Created], plan.Lines.Select(line => line.Result));
    }

    [Fact]
    public async Task One_name_cannot_be_a_file_and_a_directory()
    {
        var plan = await TarAsync(s_root, "own.example", ("users/valid/carol", ""), ("users/valid/carol/192.0.2.7", ""));

        Assert.Equal([ImportResult.Refused, ImportResult.Created], plan.Lines.Select(line => line.Result));
    }

    [Theory]
    [InlineData('x', 1024)]
    [InlineData(' ', 1024)]
    [InlineData('\0', 10_240)]
    [InlineData('x', 0)]
    public async Task What_is_no_archive_is_an_error(char filling, int length)
    {
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(new string(filling, length)));

        await Assert.ThrowsAsync<InvalidDataException>(() => _world.Import.PlanTarAsync(s_root, "", stream, CancellationToken.None));
    }

    [Fact]
    public async Task An_archive_that_is_cut_anywhere_is_an_error_or_a_shorter_one_and_never_anything_else()
    {
        using var archive = await ArchiveAsync(("own.example/users/valid/carol", "note: x\n"), ("own.example/users/valid/dora", ""));
        var whole = archive.ToArray();
        for (var length = 0; length < whole.Length; length += 37)
        {
            using var cut = new MemoryStream(whole, 0, length);
            try
            {
                Assert.InRange((await _world.Import.PlanTarAsync(s_root, "", cut, CancellationToken.None)).Lines.Count, 0, 2);
            }
            catch (InvalidDataException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }
    }

    [Fact]
    public async Task When_one_entry_fails_those_before_it_are_undone()
    {
        var plan = _world.Import.PlanList(s_root, "own.example", "", "users/valid/carol\nblacklisted/ips/192.0.2.7\nusers/invalid/dora\nusers/valid/zoe/192.0.2.7\n");
        Assert.True(plan.IsSound);
        var before = _world.Snapshot();

        // Between plan and deed somebody makes a file where the import needs a directory.
        _world.Tree.Touch("srv/own.example/users/valid/zoe");
        var sentence = _world.Import.Apply(plan, "root");

        Assert.Contains("users/valid/zoe", sentence, StringComparison.Ordinal);
        Assert.Contains("undone", sentence, StringComparison.Ordinal);
        _world.Tree.Delete("srv/own.example/users/valid/zoe");
        Assert.Equal(before, _world.Snapshot());
        var rows = (await _world.RowsAsync()).Where(row => row.Who == "root").ToList();
        Assert.Equal(rows.Count / 2, rows.Count(row => row.After.Kind == "absent"));
        Assert.NotEmpty(rows);
    }

    [Fact]
    public void What_somebody_changed_in_the_meantime_is_not_undone_with_it()
    {
        var plan = _world.Import.PlanList(s_root, "own.example", "", "users/valid/carol\nusers/valid/zoe/192.0.2.7\n");
        _world.Tree.Touch("srv/own.example/users/valid/zoe");
        _world.Tree.Touch("srv/own.example/users/valid/carol", "note: by hand\n");

        Assert.NotNull(_world.Import.Apply(plan, "root"));

        Assert.Equal("note: by hand\n", Read("carol"));
    }

    private ImportPlan Plan(string list) => _world.Import.PlanList(s_own, "own.example", "users/valid", list);

    private string Read(string user) => _world.Tree.Read("srv/own.example/users/valid/" + user);

    private async Task<ImportPlan> TarAsync(Caller caller, string domain, params (string Name, string? Content)[] members)
    {
        using var archive = await ArchiveAsync(members);
        return await _world.Import.PlanTarAsync(caller, domain, archive, CancellationToken.None);
    }

    /// <param name="members">Null as content makes a directory.</param>
    private static async Task<MemoryStream> ArchiveAsync(params (string Name, string? Content)[] members)
    {
        var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var (name, content) in members)
            {
                var member = new PaxTarEntry(content is null ? TarEntryType.Directory : TarEntryType.RegularFile, name);
                if (content is not null)
                {
                    member.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
                }

                await writer.WriteEntryAsync(member);
            }
        }

        archive.Position = 0;
        return archive;
    }
}
