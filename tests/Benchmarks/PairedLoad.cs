using System.Globalization;

namespace MsLite.Benchmarks;

/// <summary>The same load for two servers in turn, one of them with something that the other does without: what does it cost?</summary>
/// <param name="load">What is sent, for the report.</param>
/// <param name="what">What <paramref name="on"/> has and <paramref name="off"/> has not.</param>
internal sealed class PairedLoad(string load, string what, Server on, Server off)
{
    private const int Messages = 10_000;
    private const int Sessions = 20;

    /// <summary>Rounds until the just-in-time compiler has nothing left to do: before, a third of the processor time is its.</summary>
    public int WarmUps { get; init; } = 12;

    /// <summary>Messages in a connection: 20 is what a busy forwarder brings, most others bring one.</summary>
    public int Together { get; init; } = 20;

    public void Run(int rounds)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            _ = (Measure(on), Measure(off));
        }

        Report([.. Enumerable.Range(0, rounds).Select(round => Said(MeasureBoth(isOnFirst: round % 2 == 0)))]);
    }

    /// <summary>In turn, because what the first has not written to the disk yet costs the second.</summary>
    private (Sample On, Sample Off) MeasureBoth(bool isOnFirst)
    {
        if (isOnFirst)
        {
            var first = Measure(on);
            return (first, Measure(off));
        }

        var other = Measure(off);
        return (Measure(on), other);
    }

    private static (Sample On, Sample Off) Said((Sample On, Sample Off) round)
    {
        var (with, without) = round;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {without.Rate:F0}/s without, {with.Rate:F0}/s with ({with.Rate / without.Rate:F3}); CPU {without.Cpu:F3} and {with.Cpu:F3} ms"));
        return round;
    }

    private void Report(List<(Sample On, Sample Off)> rounds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{load}, {Together} a connection: {Median(rounds.Select(round => round.Off.Rate)):F0}/s without {what}, {Median(rounds.Select(round => round.On.Rate)):F0}/s with it, median of the pairs {Median(rounds.Select(round => round.On.Rate / round.Off.Rate)):F3}; CPU {Median(rounds.Select(round => round.Off.Cpu)):F3} and {Median(rounds.Select(round => round.On.Cpu)):F3} ms a message"));

    private Sample Measure(Server server)
    {
        var before = server.Cpu;
        var result = new SmtpLoad(server.Port, Sessions, Messages, 1024, Together).Run();
        return new Sample(result.Rate, (server.Cpu - before) * 1000 / Messages);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    /// <param name="Rate">Messages per second.</param>
    /// <param name="Cpu">Milliseconds of the server's processor time for each message.</param>
    private sealed record Sample(double Rate, double Cpu);
}
