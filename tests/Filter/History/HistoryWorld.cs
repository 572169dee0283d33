using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.History;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Policy.Import;
using MsLite.Harness;

namespace MsLite.Filter.Tests.History;

/// <summary>A tree with its editor and history, on a disk and a database of its own; can be ended and begun again on the same.</summary>
/// <param name="other">A node whose tree and database this one shares.</param>
internal sealed class HistoryWorld(HistoryWorld? other = null) : IAsyncDisposable
{
    private ServiceProvider _services = null!;

    public TempTree Tree { get; } = other?.Tree ?? new TempTree();

    /// <summary>What the option Database says.</summary>
    public string Database { get; init; } = "sqlite";

    public PolicyEditor Editor => _services.GetRequiredService<PolicyEditor>();

    public PolicyImport Import => _services.GetRequiredService<PolicyImport>();

    public HistoryWatch Watch => _services.GetRequiredService<HistoryWatch>();

    public HistoryReader Reader => _services.GetRequiredService<HistoryReader>();

    /// <summary>As the program does at its start, but nothing is watched until a test asks for it.</summary>
    public async Task BeginAsync()
    {
        var options = new MsLiteOptions { SrvRoot = Tree.Folder("srv"), SpamRoot = Tree.Folder("spam"), StateRoot = Tree.Folder("state"), Hostname = "mx.example", Database = Database };
        _services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(options).AddLogging().AddFilter().BuildServiceProvider();
        await Watch.LoadAsync(CancellationToken.None);
        await Watch.RescanAsync(CancellationToken.None);
    }

    public async Task EndAsync()
    {
        await Watch.FollowAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    public PolicyEdit Put(string path, PolicyContent? content = null) => Editor.Put(Parse(path), content ?? PolicyContent.Touch, EditCondition.None, "ann");

    public PolicyEdit Restrict(string user, string address) => Editor.Restrict(Parse(user), Parse($"{user}/{address}"), EditCondition.None, "ann");

    public PolicyEdit Delete(string path) => Editor.Delete(Parse(path), EditCondition.None, "ann");

    public static PolicyContent Lines(params (string Key, string? Value)[] lines) => new() { Values = lines.ToDictionary(line => line.Key, line => line.Value) };

    /// <summary>Everything, the oldest first.</summary>
    public async Task<List<HistoryRow>> RowsAsync()
    {
        await Watch.RescanAsync(CancellationToken.None);
        return [.. (await Reader.FindAsync(new HistoryQuestion { Limit = int.MaxValue }, CancellationToken.None)).Reverse()];
    }

    public async Task<PolicyEdit> UndoAsync(HistoryRow row) =>
        (await _services.GetRequiredService<HistoryUndo>().UndoAsync(row, "bea", CancellationToken.None)).Edit;

    /// <summary>Directories, files and links, each with its bytes.</summary>
    public IReadOnlyList<string> Snapshot() =>
        [.. new DirectoryInfo(Tree.Path("srv")).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => $"{Path.GetRelativePath(Tree.Root, entry.FullName)} {entry.LinkTarget ?? (entry is FileInfo ? Convert.ToHexString(File.ReadAllBytes(entry.FullName)) : "directory")}")
            .Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (other is null)
        {
            Tree.Dispose();
        }
    }

    private PolicyPath Parse(string path)
    {
        var names = path.Split('/');
        return Editor.TryParse(names[0], names[1..], out var parsed, out var fault) ? parsed : throw new ArgumentException(fault, nameof(path));
    }
}
