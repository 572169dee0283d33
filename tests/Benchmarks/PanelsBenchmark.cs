using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace MsLite.Benchmarks;

/// <summary>What twenty open pages of the panel cost the mail.</summary>
internal static partial class PanelsBenchmark
{
    private const int Panels = 20;
    private const int Messages = 6_000;
    private const string Password = "correct horse battery";

    public static async Task<int> RunAsync(int rounds)
    {
        using var sink = Server.StartSink();
        using var dns = new SlowNameServer(TimeSpan.Zero);
        using var world = new BenchmarkWorld();
        var file = Path.Combine(world.Root, "password");
        await File.WriteAllTextAsync(file, Password);
        var http = Server.FreePort();
        using var program = Server.StartProgram(world.Root, sink.Port, dns.Address, $"--MsLite:Admin:PasswordFile={file}", http);
        var cookies = new CookieContainer();
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
        await SignInAsync(client);
        // Until the compiler has done its work, each round is faster than the one before.
        for (var i = 0; i < 3; i++)
        {
            Measure(program);
        }

        List<(double Rate, double Cpu)> without = [], live = [], overview = [];
        for (var i = 0; i < rounds; i++)
        {
            without.Add(Measure(program));
            live.Add(await MeasureOpenAsync(program, client, cookies, "/live"));
            overview.Add(await MeasureOpenAsync(program, client, cookies, "/"));
        }

        var yardstick = Median(without.Select(one => one.Rate));
        Print("no page open", without, yardstick);
        Print($"{Panels} times /live", live, yardstick);
        Print($"{Panels} times the overview", overview, yardstick);
        return 0;
    }

    private static async Task<(double Rate, double Cpu)> MeasureOpenAsync(Server program, HttpClient client, CookieContainer cookies, string path)
    {
        var panels = new List<OpenPanel>();
        for (var i = 0; i < Panels; i++)
        {
            panels.Add(await OpenPanel.OpenAsync(client, cookies, path));
        }

        await Task.Delay(TimeSpan.FromSeconds(2));
        var result = await Task.Run(() => Measure(program));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{path}: {panels.Sum(panel => panel.Frames)} frames, {panels.Sum(panel => panel.Bytes) / 1024} KiB, memory {program.Memory:F0} MB"));
        if (panels.Exists(panel => panel.Frames < 2))
        {
            throw new InvalidOperationException("A page was not followed, so nothing was measured.");
        }

        foreach (var panel in panels)
        {
            await panel.DisposeAsync();
        }

        return result;
    }

    private static (double Rate, double Cpu) Measure(Server program)
    {
        var before = program.Cpu;
        var result = new SmtpLoad(program.Port, 20, Messages, 1024, 20).Run();
        return (result.Rate, (program.Cpu - before) * 1000 / Messages);
    }

    private static void Print(string what, List<(double Rate, double Cpu)> samples, double yardstick) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {Median(samples.Select(one => one.Rate)):F0} | {Median(samples.Select(one => one.Rate)) / yardstick:F3} | {Median(samples.Select(one => one.Cpu)):F3} |"));

    private static async Task SignInAsync(HttpClient client)
    {
        var path = new Uri("/sign-in", UriKind.Relative);
        var html = await client.GetStringAsync(path);
        using var form = new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"), new("__RequestVerificationToken", Token().Match(html).Groups["value"].Value),
            new("Typed.Name", "admin"), new("Typed.Password", Password),
        ]);
        using var answer = await client.PostAsync(path, form);
        if (answer.StatusCode != HttpStatusCode.Found)
        {
            throw new InvalidOperationException($"The sign-in answered {answer.StatusCode}.");
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<value>[^\"]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
