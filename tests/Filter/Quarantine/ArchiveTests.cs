using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Quarantine;

public sealed partial class ArchiveTests : IAsyncLifetime
{
    private const string Day = "166";
    private readonly ArchiveFixture _archive = new();

    private TempTree Tree => _archive.Tree;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _archive.DisposeAsync();

    [Fact]
    public async Task Lays_out_a_maildir_an_index_and_the_links_the_seed_knew()
    {
        await _archive.ArchiveAsync("bob@example.com");

        Assert.True(Tree.Exists($"spam/{Day}/example.com/tmp"));
        Assert.True(Tree.Exists($"spam/{Day}/example.com/cur"));
        Assert.Single(Tree.Files($"spam/{Day}/example.com/new"));
        Assert.Empty(Tree.Files($"spam/{Day}/example.com/tmp"));
        Assert.Equal("index", new FileInfo(Tree.Path($"spam/{Day}/example.com/index.json")).LinkTarget);
        Assert.Equal(Day, new FileInfo(Tree.Path("spam/today")).LinkTarget);
        Assert.Equal("165", new FileInfo(Tree.Path("spam/yesterday")).LinkTarget);
    }

    [Fact]
    public async Task Writes_the_recipient_our_fields_and_the_message_with_LF()
    {
        await _archive.ArchiveAsync("bob@example.com");

        var name = Assert.Single(Tree.Files($"spam/{Day}/example.com/new"));
        Assert.Equal(
            "Recipient: bob@example.com\nX-RCPT-TO: bob@example.com\nX-REJECT-REASON: HELO should be qualified\n"
            + ArchiveFixture.Message.Replace("\r\n", "\n", StringComparison.Ordinal),
            Tree.Read($"spam/{Day}/example.com/new/{name}"));
        Assert.Matches(NamePattern(), name);
    }

    [Fact]
    public async Task Writes_one_index_line_with_the_seeds_keys_first()
    {
        await _archive.ArchiveAsync("bob@example.com");

        var line = Assert.Single(IndexLines("example.com"));
        using var json = JsonDocument.Parse(line);
        string[] keys = ["from", "ip", "host", "helo", "reason", "subject", "recipient", "filename", "message-id", "id", "time", "blocker", "file", "size", "offset", "sha256", "trace"];
        Assert.Equal(keys, json.RootElement.EnumerateObject().Select(p => p.Name));
        var name = Assert.Single(Tree.Files($"spam/{Day}/example.com/new"));
        Assert.Equal(name, Text("filename"));
        Assert.Equal("ann@example.net", Text("from"));
        Assert.Equal("192.0.2.7", Text("ip"));
        Assert.Equal("unknown", Text("host"));
        Assert.Equal("mail.example.net", Text("helo"));
        Assert.Equal("hello", Text("subject"));
        Assert.Equal("<1@example.net>", Text("message-id"));
        Assert.Equal("2026-06-15T12:00:00.000+00:00", Text("time"));
        Assert.Equal("checks/helo", Text("blocker"));
        Assert.Equal("example.com/checks/helo", Text("file"));
        Assert.Equal(ArchiveFixture.Message.Length, json.RootElement.GetProperty("size").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ArchiveFixture.Message))), Text("sha256"));
        var second = json.RootElement.GetProperty("trace")[1];
        Assert.Equal("""{"rung":"checks/helo","value":"mail","file":"example.com/checks/helo","result":"refuse","detail":"HELO should be qualified","ms":0.5}""", second.GetRawText());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("trace")[0].GetProperty("file").ValueKind);

        string? Text(string key) => json.RootElement.GetProperty(key).GetString();
    }

    [Fact]
    public async Task Gives_each_recipient_a_copy_and_a_line_in_its_own_domain()
    {
        await _archive.ArchiveAsync("bob@example.com", "carol@example.com", "dan@example.org");

        Assert.Equal(2, Tree.Files($"spam/{Day}/example.com/new").Count);
        Assert.Equal(["bob@example.com", "carol@example.com"], (await _archive.ReadAsync(Day, "example.com")).Select(e => e.Recipient));
        Assert.Equal(["dan@example.org"], (await _archive.ReadAsync(Day, "example.org")).Select(e => e.Recipient));
    }

    [Fact]
    public async Task Archives_many_messages_at_once_without_losing_or_mixing_lines()
    {
        const int Count = 300;
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Run(() =>
            _archive.ArchiveAsync(Encoding.UTF8.GetBytes($"Subject: number {i}\r\n\r\n{new string('x', i)}\r\n"), $"u{i}@d{i % 3}.example"))));

        var entries = new List<MsLite.Filter.Quarantine.QuarantineEntry>();
        for (var domain = 0; domain < 3; domain++)
        {
            entries.AddRange(await _archive.ReadAsync(Day, $"d{domain}.example"));
        }

        Assert.Equal(Enumerable.Range(0, Count), entries.Select(e => int.Parse(e.Subject["number ".Length..], System.Globalization.CultureInfo.InvariantCulture)).Order());
        foreach (var entry in entries)
        {
            Assert.Equal($"Subject: {entry.Subject}\r\n\r\n{new string('x', int.Parse(entry.Subject[7..], System.Globalization.CultureInfo.InvariantCulture))}\r\n", Encoding.UTF8.GetString((await _archive.RestoreAsync(entry))!));
        }
    }

    [Fact]
    public async Task Two_processes_share_one_tree()
    {
        await using var other = _archive.NewStore();
        using var spooled = await _archive.SpoolAsync(Encoding.UTF8.GetBytes(ArchiveFixture.Message));
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
            (i % 2 == 0 ? other : _archive.Store).ArchiveAsync(_archive.NewTransaction(spooled), [ArchiveFixture.Copy($"u{i}@example.com")], default))));

        Assert.Equal(200, (await _archive.ReadAsync(Day, "example.com")).Count);
        Assert.Equal(200, IndexLines("example.com").Length);
        Assert.Equal(200, Tree.Files($"spam/{Day}/example.com/new").Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/example.com")]
    [InlineData("/example.com/tmp")]
    public async Task Goes_on_when_somebody_empties_the_tree_by_hand(string removed)
    {
        await _archive.ArchiveAsync("bob@example.com");
        Tree.Delete($"spam/{Day}{removed}");
        await _archive.ArchiveAsync("carol@example.com");

        Assert.Equal("carol@example.com", (await _archive.ReadAsync(Day, "example.com"))[^1].Recipient);
    }

    [Theory]
    [InlineData("new")]
    [InlineData("index")]
    public async Task A_part_that_somebody_removed_defers_one_message_and_is_made_again(string removed)
    {
        await _archive.ArchiveAsync("bob@example.com");
        Tree.Delete($"spam/{Day}/example.com/{removed}");
        await Assert.ThrowsAsync<IOException>(() => _archive.ArchiveAsync("carol@example.com"));
        await _archive.ArchiveAsync("dan@example.com");

        Assert.Equal("dan@example.com", (await _archive.ReadAsync(Day, "example.com"))[^1].Recipient);
        Assert.Empty(Tree.Files($"spam/{Day}/example.com/tmp"));
    }

    [Fact]
    public async Task A_closed_store_takes_nothing_and_leaves_nothing()
    {
        await _archive.ArchiveAsync("bob@example.com");
        await _archive.Store.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => _archive.ArchiveAsync("carol@example.com"));
        Assert.Single(Tree.Files($"spam/{Day}/example.com/new"));
        Assert.Empty(Tree.Files($"spam/{Day}/example.com/tmp"));
    }

    [Fact]
    public async Task Says_so_when_the_tree_cannot_be_written_to()
    {
        Tree.Touch("spam");
        await Assert.ThrowsAsync<IOException>(() => _archive.ArchiveAsync("bob@example.com"));
    }

    [Fact]
    public async Task Takes_everything_back_when_one_index_of_a_transaction_fails()
    {
        await _archive.ArchiveAsync("bob@example.com", "dan@example.org");
        Tree.Delete($"spam/{Day}/example.org/index");
        Tree.Folder($"spam/{Day}/example.org/index");

        await Assert.ThrowsAsync<IOException>(() => _archive.ArchiveAsync("bob@example.com", "dan@example.org"));

        Assert.Single(IndexLines("example.com"));
        Assert.Single(Tree.Files($"spam/{Day}/example.com/new"));
        Assert.Single(Tree.Files($"spam/{Day}/example.org/new"));
    }

    [Fact]
    public async Task One_failing_domain_does_not_fail_the_others_of_its_batch()
    {
        await _archive.ArchiveAsync("bob@example.com", "dan@example.org");
        Tree.Delete($"spam/{Day}/example.org/index");
        Tree.Folder($"spam/{Day}/example.org/index");

        var tasks = Enumerable.Range(0, 20).Select(i => Task.Run(() => _archive.ArchiveAsync(i % 2 == 0 ? $"u{i}@example.com" : $"u{i}@example.org"))).ToList();
        await ((Task)Task.WhenAll(tasks)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.All(tasks, (task, i) => Assert.Equal(i % 2 == 0, task.IsCompletedSuccessfully));
        Assert.Equal(11, IndexLines("example.com").Length);
        Assert.Equal(11, Tree.Files($"spam/{Day}/example.com/new").Count);
        Assert.Single(Tree.Files($"spam/{Day}/example.org/new"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("*")]
    [InlineData("_global_")]
    [InlineData("")]
    public async Task A_domain_that_is_no_file_name_is_not_archived(string domain)
    {
        await Assert.ThrowsAsync<IOException>(() => _archive.ArchiveAsync($"bob@{domain}"));
        Assert.Equal([Day], Directory.GetDirectories(Tree.Path("spam")).Select(Path.GetFileName).Where(n => n is not ("today" or "yesterday")));
        Assert.Empty(Directory.GetFileSystemEntries(Tree.Path($"spam/{Day}")));
    }

    [Fact]
    public async Task Names_stay_within_what_a_file_system_takes()
    {
        var domain = string.Join('.', Enumerable.Repeat("abcdefghi", 25));
        await _archive.ArchiveAsync($"bob@{domain}");

        var entry = Assert.Single(await _archive.ReadAsync(Day, domain));
        Assert.Equal(255, entry.FileName.Length);
        Assert.NotNull(await _archive.RestoreAsync(entry));
    }

    [Fact]
    public async Task A_message_from_nobody_says_so()
    {
        using var spooled = await _archive.SpoolAsync(Encoding.UTF8.GetBytes(ArchiveFixture.Message));
        var transaction = new Transaction
        {
            Id = "x",
            Client = _archive.NewTransaction(spooled).Client,
            ReturnPath = null,
            Parameters = MsLite.Smtp.MailParameters.None,
            Received = _archive.Clock.GetUtcNow(),
            Options = _archive.Options,
            Content = spooled,
            Message = MsLite.Mail.Mime.MimeMessage.Parse(spooled.OpenRead()),
        };
        await _archive.Store.ArchiveAsync(transaction, [ArchiveFixture.Copy("bob@example.com")], default);
        Assert.Equal("<>", Assert.Single(await _archive.ReadAsync(Day, "example.com")).From);
    }

    [Fact]
    public async Task The_name_of_the_host_is_written_as_Maildir_asks()
    {
        _archive.Options.Hostname = "a/b:c";
        await _archive.RestartAsync();
        await _archive.ArchiveAsync("bob@example.com");
        Assert.Contains(@".a\057b\072c.example.com", Assert.Single(Tree.Files($"spam/{Day}/example.com/new")), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_at_the_start_which_root_cannot_be_written_to()
    {
        Tree.Touch("state");
        var fault = Assert.Single(MsLite.Filter.Quarantine.StorageCheck.FindFaults(_archive.Options));
        Assert.Contains("MsLite:StateRoot", fault, StringComparison.Ordinal);
        Assert.Contains(Tree.Path("state"), fault, StringComparison.Ordinal);
        Assert.True(Tree.Exists("spam"));
    }

    private string[] IndexLines(string domain) => Tree.Read($"spam/{Day}/{domain}/index").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^\d{10}\.P\d+M\d+Q\d+\.mx\.example\.org\.example\.com$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
