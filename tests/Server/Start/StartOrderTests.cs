using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Start;

/// <summary>However much policy and archived mail there is, nobody waits for it to be looked through: the program listens first.</summary>
public sealed partial class StartOrderTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [ToolFact("strace")]
    public async Task Nothing_below_a_domain_is_looked_at_before_mail_is_taken()
    {
        var today = DateTime.Now.DayOfYear;
        var copy = $"spam/{today}/example.com";
        _tree.Touch($"{copy}/new/1.P1M0Q0.mx.example.com", "Recipient: bob@example.com\n");
        _tree.Touch($"{copy}/index", "half a line");
        _tree.Touch("srv/example.com/users/valid/bob");
        var calls = _tree.Path("calls");

        await using var server = await RunningServer.StartAsync(tree: _tree, under: ["strace", "-D", "-f", "-e", "trace=%file,listen,getdents64,flock", "-o", calls]);
        // Both are looked at later: the test would notice.
        await WaitUntilAsync(() => AfterListening(calls).Contains($"{copy}/index", StringComparison.Ordinal) && AfterListening(calls).Contains("srv/example.com", StringComparison.Ordinal));
        await WaitUntilAsync(() => new FileInfo(_tree.Path($"{copy}/index")).Length == 0);

        var lines = File.ReadAllLines(calls);
        Assert.DoesNotContain(lines.Take(Array.FindLastIndex(lines, Listen().IsMatch)), IsBelowADomain);
    }

    private static string AfterListening(string calls)
    {
        var text = File.Exists(calls) ? File.ReadAllText(calls) : "";
        return Listen().Matches(text) is { Count: > 1 } listens ? text[listens[^1].Index..] : "";
    }

    private bool IsBelowADomain(string line) =>
        line.Contains(_tree.Path("spam") + "/", StringComparison.Ordinal) && line.Contains("/example.com", StringComparison.Ordinal)
        || line.Contains(_tree.Path("srv/example.com"), StringComparison.Ordinal);

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!isSo())
        {
            Assert.False(limit.IsCancellationRequested, "It was never looked at.");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    [GeneratedRegex(@"\blisten\(\d+", RegexOptions.None, 1000)]
    private static partial Regex Listen();
}
