using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Quarantine.Search;

/// <summary>A quarantine whose index lines a test writes itself, and the search index over it.</summary>
internal sealed class SearchWorld : IAsyncDisposable
{
    public const string Day = "166";
    public static readonly DateTimeOffset Noon = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly PrivatePostgres? _postgres;
    private int _count;

    private SearchWorld(PrivatePostgres? postgres)
    {
        _postgres = postgres;
        Database = new SearchDatabase(new MsLiteOptions { StateRoot = Archive.Tree.Folder("state"), Database = postgres?.ConnectionString ?? "sqlite" });
        Keeper = new SearchKeeper(Archive.Store, Database, TimeProvider.System, NullLogger<SearchKeeper>.Instance);
        Search = new QuarantineSearch(Database, Keeper, Archive.Store, TimeProvider.System);
    }

    public ArchiveFixture Archive { get; } = new(Noon);

    public SearchDatabase Database { get; }

    public SearchKeeper Keeper { get; }

    public QuarantineSearch Search { get; }

    public QuarantineFinder Finder => new(Archive.Store, Search);

    /// <summary>The reference of the copy that was written last.</summary>
    public string LastId => $"id{_count}";

    public static async Task<SearchWorld> StartAsync(bool onPostgres = false) => new(onPostgres ? await PrivatePostgres.StartAsync() : null);

    /// <summary>Writes a copy and its line. Gives the file's name.</summary>
    public string Write(
        string subject,
        string domain = "example.com",
        string sender = "ann@example.net",
        string recipient = "bob",
        string ip = "192.0.2.7",
        string host = "mail.example.net",
        string reason = "HELO should be qualified",
        string blocker = "checks/helo",
        double minutes = 0,
        string day = Day,
        string? id = null)
    {
        var name = $"{Interlocked.Increment(ref _count)}.P1M0Q0.mx.{domain}";
        Archive.Tree.Touch($"spam/{day}/{domain}/new/{name}");
        Archive.Tree.Folder($"spam/{day}/{domain}/cur");
        Append(
            JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["from"] = sender,
                ["ip"] = ip,
                ["host"] = host,
                ["helo"] = "helo.example.net",
                ["reason"] = reason,
                ["subject"] = subject,
                ["recipient"] = $"{recipient}@{domain}",
                ["filename"] = name,
                ["message-id"] = $"<{_count}@example.net>",
                ["id"] = id ?? $"id{_count}",
                ["time"] = Noon.AddMinutes(minutes).ToString("O"),
                ["blocker"] = blocker,
                ["file"] = "example.com/checks/helo",
                ["size"] = 1234,
            }) + "\n",
            domain,
            day);
        return name;
    }

    public string IndexPath(string domain = "example.com", string day = Day) => Archive.Tree.Path($"spam/{day}/{domain}/index");

    public void Append(string text, string domain = "example.com", string day = Day) => File.AppendAllText(IndexPath(domain, day), text, new UTF8Encoding(false));

    /// <summary>No question to the search index is answered any more.</summary>
    public async Task BreakIndexAsync()
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("DROP TABLE copies", CancellationToken.None);
    }

    public Task<long> RescanAsync() => Keeper.RescanAsync(progress: null, CancellationToken.None);

    /// <summary>The subjects found, newest first.</summary>
    public async Task<string> FindAsync(QuarantineQuestion question) =>
        string.Join(' ', (await Search.FindAsync(question, CancellationToken.None)).Select(hit => hit.Entry.Subject));

    public Task<QuarantineFacets> CountAsync(QuarantineQuestion question) => Search.CountAsync(question, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Keeper.Dispose();
        await Database.DisposeAsync();
        await Archive.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }
}
