using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace MsLite.Benchmarks;

/// <summary>
/// What twenty open pages of the panel cost the mail. Each round measures with none, with the live page and with the overview, in an order
/// of its own, and only what one round says is compared: whatever else happens to the machine concerns its three measurements alike.
/// </summary>
internal static partial class PanelsBenchmark
{
    private const int Panels = 20;
    private const int Messages = 10_000;
    private const int WarmUps = 4;
    private const string Password = "correct horse battery";

    private static readonly string[] s_pages = ["/live", "/"];

    private static readonly string[][] s_orders = [["", "/live", "/"], ["/", "", "/live"], ["/live", "/", ""], ["", "/", "/live"], ["/live", "", "/"], ["/", "/live", ""]];

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
        // Until the compiler has done its work, each measurement is faster than the one before.
        for (var i = 0; i < WarmUps; i++)
        {
            Measure(program);
            await MeasureOpenAsync(program, client, cookies, s_pages[i % s_pages.Length]);
        }

        var samples = s_pages.Prepend("").ToDictionary(page => page, _ => new List<Sample>());
        for (var i = 0; i < rounds; i++)
        {
            foreach (var page in s_orders[i % s_orders.Length])
            {
                samples[page].Add(page.Length == 0 ? Measure(program) : await MeasureOpenAsync(program, client, cookies, page));
            }
        }

        Console.WriteLine("| open | messages/s | of none | CPU ms/message | of none |");
        Print("no page", samples[""], samples[""]);
        Print($"{Panels} times `/live`", samples["/live"], samples[""]);
        Print($"{Panels} times the overview", samples["/"], samples[""]);
        return 0;
    }

    private static async Task<Sample> MeasureOpenAsync(Server program, HttpClient client, CookieContainer cookies, string path)
    {
        var panels = new List<OpenPanel>();
        for (var i = 0; i < Panels; i++)
        {
            panels.Add(await OpenPanel.OpenAsync(client, cookies, path));
        }

        await Task.WhenAll(panels.Select(panel => panel.WaitUntilDrawnAsync()));
        var (frames, bytes) = (panels.Sum(panel => panel.Frames), panels.Sum(panel => panel.Bytes));
        var result = await Task.Run(() => Measure(program));
        (frames, bytes) = (panels.Sum(panel => panel.Frames) - frames, panels.Sum(panel => panel.Bytes) - bytes);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {result.Rate:F0}/s, {frames} frames of {bytes / Math.Max(1, frames) / 1024.0:F1} KiB, {frames / (Messages / result.Rate) / Panels:F2} a second and page, memory {program.Memory:F0} MB"));
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

    private static Sample Measure(Server program)
    {
        var before = program.Cpu;
        var result = new SmtpLoad(program.Port, 20, Messages, 1024, 20).Run();
        return new Sample(result.Rate, (program.Cpu - before) * 1000 / Messages);
    }

    private static void Print(string what, List<Sample> samples, List<Sample> without) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {Median(samples.Select(one => one.Rate)):F0} | {Ratios(samples, without, one => one.Rate)} | {Median(samples.Select(one => one.Cpu)):F3} | {Ratios(samples, without, one => one.Cpu)} |"));

    /// <summary>The median of what each round says, and its quarters.</summary>
    private static string Ratios(List<Sample> samples, List<Sample> without, Func<Sample, double> value)
    {
        var ratios = samples.Zip(without, (one, none) => value(one) / value(none)).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{Median(ratios):F3} ({ratios[ratios.Count / 4]:F3} to {ratios[ratios.Count * 3 / 4]:F3})");
    }

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

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<value>[^\"]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    /// <param name="Rate">Messages a second.</param>
    /// <param name="Cpu">The program's processor time for a message, in milliseconds.</param>
    private sealed record Sample(double Rate, double Cpu);
}
