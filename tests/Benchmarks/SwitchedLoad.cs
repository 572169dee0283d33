using System.Globalization;

namespace MsLite.Benchmarks;

/// <summary>
/// A load without end for one server that does with something and without it in turn: what does it cost? Two processes, or a minute between two
/// measurements, differ by more than a few per cent for reasons of their own, so both are parts of the same few seconds of the same process.
/// </summary>
/// <param name="load">What is sent, for the report.</param>
/// <param name="what">What is there one time and the other not.</param>
/// <param name="set">Has the server do with it, or without it, from now on.</param>
internal sealed class SwitchedLoad(string load, string what, Server server, Action<bool> set)
{
    private const int Sessions = 20;

    /// <summary>Until the just-in-time compiler has nothing left to do, with and without.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(20);

    /// <summary>What was under way, and what waits to be written, belongs to the time before.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);

    /// <summary>Messages in a connection: 20 is what a busy forwarder brings, most others bring one.</summary>
    public int Together { get; init; } = 20;

    public void Run(int rounds)
    {
        var sending = new SmtpLoad(server.Port, Sessions, int.MaxValue, 1024, Together);
        var thread = new Thread(() => sending.Run());
        thread.Start();
        foreach (var isOn in new[] { true, false, true, false })
        {
            set(isOn);
            Thread.Sleep(s_warmUp / 2);
        }

        // A b b a, so that a machine that becomes slower or faster does so for both.
        Report([.. Enumerable.Range(0, rounds).Select(round => round % 2 == 0
            ? (On: Measure(sending, isOn: true), Off: Measure(sending, isOn: false))
            : Reversed(Measure(sending, isOn: false), Measure(sending, isOn: true)))]);
        sending.End();
        thread.Join();
    }

    private static (Sample On, Sample Off) Reversed(Sample off, Sample on) => (on, off);

    private Sample Measure(SmtpLoad sending, bool isOn)
    {
        set(isOn);
        Thread.Sleep(s_settling);
        var (begun, messages, cpu) = (Environment.TickCount64, sending.Answered, server.Cpu);
        Thread.Sleep(s_window);
        messages = sending.Answered - messages;
        return new Sample(messages * 1000.0 / (Environment.TickCount64 - begun), (server.Cpu - cpu) * 1000 / messages);
    }

    private void Report(List<(Sample On, Sample Off)> rounds)
    {
        var ratios = rounds.Select(round => round.On.Rate / round.Off.Rate).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{load}, {Together} a connection: {rounds.Average(round => round.Off.Rate):F0}/s without {what}, {rounds.Average(round => round.On.Rate):F0}/s with it ({rounds.Sum(round => round.On.Rate) / rounds.Sum(round => round.Off.Rate):F3}); of {rounds.Count} pairs the median is {ratios[ratios.Count / 2]:F3}, the quarters {ratios[ratios.Count / 4]:F3} and {ratios[ratios.Count * 3 / 4]:F3}; CPU {rounds.Average(round => round.Off.Cpu):F3} and {rounds.Average(round => round.On.Cpu):F3} ms a message"));
    }

    /// <param name="Rate">Messages per second.</param>
    /// <param name="Cpu">Milliseconds of the server's processor time for each message.</param>
    private sealed record Sample(double Rate, double Cpu);
}
