using System.Diagnostics;
using System.Globalization;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Benchmarks;

/// <summary>How long the panel's pages over the policy tree wait for what they show: many domains, and one with many users.</summary>
internal static class PagesBenchmark
{
    private const int Domains = 2_000;
    private const int Users = 10_000;
    private const int Questions = 100;
    private const int PageSize = 50;

    public static int Run()
    {
        var root = Directory.CreateTempSubdirectory("mslite-pages-");
        try
        {
            PolicyGenerator.Write(root.FullName, Domains, Users);
            var tree = new SrvTree(root.FullName, TimeProvider.System);
            var browser = new PolicyBrowser(tree);
            var users = new PolicyItem("domain0.example/users/valid", IsDirectory: true, default, "");
            Time($"the names of {Domains} domains", i => tree.Domains().Count == Domains);
            Time($"{PageSize} of {Domains} domains, with what each holds", i =>
                tree.Domains().Skip(i * 7 % (Domains - PageSize)).Take(PageSize).Sum(name => browser.List(new PolicyItem(name, IsDirectory: true, default, ""), after: null, 20).Count) >= PageSize);
            Time($"first {PageSize} of {Users} users", i => browser.List(users, after: null, PageSize).Count == PageSize);
            Time($"{PageSize} of {Users} users, somewhere", i => browser.List(users, PolicyGenerator.UserName(i * 97 % (Users - PageSize)), PageSize).Count == PageSize);
            Time($"all {Users} users", i => browser.List(users, after: null, int.MaxValue).Count == Users);
            return 0;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static void Time(string what, Func<int, bool> isAnswered)
    {
        var times = new List<double>();
        for (var i = 0; i < Questions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (!isAnswered(i))
            {
                throw new InvalidOperationException($"{what}: something else was found, so nothing was measured.");
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: p50 {times[Questions / 2]:F1} ms, p95 {times[Questions * 95 / 100]:F1} ms"));
    }
}
