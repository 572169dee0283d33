using System.Globalization;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.KillTests;

/// <summary>
/// kill -9 leaves the page cache alone, so it cannot show a sync that is missing. The system calls of the real program can: what was
/// promised was on stable storage before the reply went out.
/// </summary>
public sealed partial class StableStorageTests
{
    [StraceFact]
    public async Task A_refusal_is_told_after_copy_directory_and_index_line_are_synced()
    {
        await using var world = await LoadedServer.StartAsync();
        await SendAsync(world, "bob@refused.example");
        var calls = await TraceAsync(world, () => SendAsync(world, "bob@refused.example"));

        var content = Single(calls, "fdatasync", "/refused.example/tmp/");
        var link = Single(calls, "link", "/refused.example/new/");
        var line = Single(calls, "write", "/refused.example/index>");
        var names = Single(calls, "fsync", "/refused.example/new>");
        var index = Single(calls, "fdatasync", "/refused.example/index>");
        var reply = Single(calls, "send", "550 5.7.1");
        AssertOrder(content, link, line, names, reply);
        AssertOrder(line, index, reply);
    }

    [StraceFact]
    public async Task A_delivery_to_the_Maildir_is_told_after_file_and_directory_are_synced()
    {
        await using var world = await LoadedServer.StartAsync();
        await SendAsync(world, "bob@kept.example");
        var calls = await TraceAsync(world, () => SendAsync(world, "bob@kept.example"));

        var content = Single(calls, "sync", "/Maildir/tmp/");
        var name = calls.Single(call => call.Name is "link" or "rename" && call.Text.Contains("/Maildir/new/", StringComparison.Ordinal));
        var names = Single(calls, "fsync", "/Maildir/new>");
        AssertOrder(content, name, names, Single(calls, "send", "250 2."));
    }

    private static async Task SendAsync(LoadedServer world, string recipient)
    {
        var results = await LoadGenerator.RunAsync(world.Server.Smtp, new LoadPlan { Sessions = 1, Messages = 1, To = _ => recipient });
        Assert.False(Assert.Single(results).Reply is null or { IsTransient: true });
    }

    /// <summary>What the program's threads asked of the system meanwhile.</summary>
    private static async Task<List<Call>> TraceAsync(LoadedServer world, Func<Task> act)
    {
        var prefix = Path.Combine(world.Server.Tree.Folder("trace"), "t");
        string[] arguments =
            ["-ff", "-ttt", "-T", "-y", "-s", "100", "-o", prefix, "-e", "trace=fsync,fdatasync,link,linkat,rename,write,sendto,sendmsg", "-p", $"{world.Server.Process.Id}"];
        await using (var strace = await ChildProcess.StartAsync("strace", arguments))
        {
            await strace.WaitForOutputAsync(output => output.Contains(" attached", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
            await act();
            await strace.SignalAsync("INT");
            await strace.WaitForExitAsync();
        }

        return [.. Directory.EnumerateFiles(Path.GetDirectoryName(prefix)!).SelectMany(File.ReadLines).Select(Call.TryParse).OfType<Call>().OrderBy(call => call.Start)];
    }

    private static Call Single(List<Call> calls, string name, string text)
    {
        var found = calls.Where(call => call.Name.Contains(name, StringComparison.Ordinal) && call.Text.Contains(text, StringComparison.Ordinal)).ToList();
        // A message's last reply comes last: RCPT is answered 250 too.
        Assert.True(found.Count > 0, $"No {name} of {text} among:\n{string.Join('\n', calls)}");
        return name == "send" ? found.Last(call => !call.Text.Contains("2.1.", StringComparison.Ordinal) && !call.Text.Contains("2.0.0 Reset", StringComparison.Ordinal)) : Assert.Single(found);
    }

    private static void AssertOrder(params Call[] calls)
    {
        for (var i = 1; i < calls.Length; i++)
        {
            Assert.True(calls[i - 1].End <= calls[i].Start, $"{calls[i - 1]} had not ended before {calls[i]}");
        }
    }

    private sealed partial record Call(string Name, string Text, double Start, double End)
    {
        public static Call? TryParse(string line) =>
            Pattern().Match(line) is { Success: true } match
                ? new Call(match.Groups["name"].Value, match.Groups["text"].Value, Seconds(match, "start"), Seconds(match, "start") + Seconds(match, "took"))
                : null;

        private static double Seconds(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

        [GeneratedRegex(@"^(?<start>[\d.]+) (?<name>\w+)\((?<text>.*)\)\s+= \d+ <(?<took>[\d.]+)>$", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Pattern();
    }
}

/// <summary>A test that watches system calls, and is skipped where strace is not installed or not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StraceFactAttribute : FactAttribute
{
    private static readonly string? s_skip = File.Exists("/usr/bin/strace") && Environment.UserName == "root"
        ? null
        : "strace is not installed, or another user's processes cannot be watched: apt-get install strace, and run the tests as root.";

    public StraceFactAttribute() => Skip = s_skip;
}
