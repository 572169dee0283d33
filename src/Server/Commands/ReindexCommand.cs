using System.Diagnostics;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Web.Commands;

/// <summary><c>quarantine reindex</c>: makes the search index anew, and says on standard error how far it is.</summary>
internal sealed class ReindexCommand(SearchKeeper keeper) : IProgress<SearchProgress>
{
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(1);

    private readonly long _begin = Stopwatch.GetTimestamp();
    private long _said = Stopwatch.GetTimestamp();

    public async Task<int> RunAsync()
    {
        var copies = await keeper.ReindexAsync(this, CancellationToken.None);
        Console.Out.WriteLine(FormattableString.Invariant($"{copies} copies can be searched; it took {Stopwatch.GetElapsedTime(_begin).TotalSeconds:F1} s."));
        return ExitCode.Done;
    }

    public void Report(SearchProgress value)
    {
        if (Stopwatch.GetElapsedTime(_said) >= s_betweenLines)
        {
            _said = Stopwatch.GetTimestamp();
            Console.Error.WriteLine(FormattableString.Invariant($"{value.Directories} of {value.OfDirectories} directories, {value.Copies} copies"));
        }
    }
}
