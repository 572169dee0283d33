using System.Globalization;
using System.Net;

namespace MsLite.Benchmarks;

/// <summary>What asking DNS costs: the same signed mail without the checks that ask, with all its answers known, and with none of them.</summary>
internal static class DnsBenchmark
{
    private const int Size = 1024;

    private static readonly TimeSpan s_answer = TimeSpan.FromMilliseconds(2);

    // Nobody has asked about a client or sender with a number that was not used before.
    private static int s_used;

    public static int Run(int rounds)
    {
        using var mail = new SignedMail();
        using var dns = new SlowNameServer(s_answer, mail.KeyRecord);
        using var world = new BenchmarkWorld();
        using var sink = Server.StartSink();
        using var program = Server.StartProgram(world.Root, sink.Port, dns.Address, "--MsLite:Smtp:TrustedProxies=127.0.0.0/8");
        var bench = new Bench(mail, dns, world, program);
        bench.Measure("warm", sessions: 20, per: 20, 4000);

        Console.WriteLine("| sessions | per connection | DNS | messages/s | of without | CPU ms/message | questions/message | p50 ms | p99 ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        Compare(bench, (20, 20, 10000), rounds, "without", "warm");
        Compare(bench, (20, 1, 4000), rounds, "without", "warm", "cold");
        Compare(bench, (1, 1, 500), rounds, "without", "warm", "cold");
        return 0;
    }

    private static void Compare(Bench bench, (int Sessions, int Per, int Messages) load, int rounds, params string[] kinds)
    {
        var samples = kinds.ToDictionary(kind => kind, _ => new List<Sample>());
        for (var i = 0; i < rounds; i++)
        {
            foreach (var kind in kinds)
            {
                samples[kind].Add(bench.Measure(kind, load.Sessions, load.Per, load.Messages));
            }
        }

        var without = Median(samples["without"]).Load.Rate;
        foreach (var kind in kinds)
        {
            Print($"{load.Sessions} | {load.Per} | {kind}", Median(samples[kind]), without);
        }
    }

    private static Sample Median(List<Sample> samples) => samples.OrderBy(sample => sample.Load.Rate).ElementAt(samples.Count / 2);

    private static void Print(string what, Sample sample, double without) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {sample.Load.Rate:F0} | {sample.Load.Rate / without:F2} | {sample.CpuMs:F3} | {sample.Questions:F2} | {sample.Load.P50:F2} | {sample.Load.P99:F2} |"));

    /// <param name="Questions">To DNS, a message.</param>
    private sealed record Sample(LoadResult Load, double CpuMs, double Questions);

    private sealed record Bench(SignedMail Mail, SlowNameServer Dns, BenchmarkWorld World, Server Program)
    {
        private readonly Mail _known = new("ann@client.example", Mail.Write("client.example", Size));

        public Sample Measure(string kind, int sessions, int per, int messages)
        {
            World.AskDns(kind != "without");
            var load = kind == "cold" ? Cold(sessions, messages) : new SmtpLoad(Program.Port, sessions, messages, Size, per)
            {
                Mails = _ => _known,
                Clients = _ => IPAddress.Parse("10.255.255.1"),
            };
            var (cpu, questions) = (Program.Cpu, Dns.Questions);
            var result = load.Run();
            if (result.Accepted < messages)
            {
                Console.WriteLine(FormattableString.Invariant($"Of {messages} messages {result.Refused} were refused and {result.Deferred} deferred; the next figures are not comparable."));
            }

            return new Sample(result, (Program.Cpu - cpu) * 1000 / messages, (double)(Dns.Questions - questions) / messages);
        }

        // Each message brings a client and a sender that nobody has seen: one to a connection.
        private SmtpLoad Cold(int sessions, int messages)
        {
            var first = s_used;
            s_used += messages;
            var mails = Enumerable.Range(first, messages).Select(Stranger).ToArray();
            return new SmtpLoad(Program.Port, sessions, messages, Size, perConnection: 1)
            {
                Mails = number => mails[number],
                Clients = number => new IPAddress([10, (byte)((first + number) >> 16), (byte)((first + number) >> 8), (byte)(first + number)]),
            };
        }

        private Mail Stranger(int number)
        {
            var domain = FormattableString.Invariant($"d{number}.client.example");
            return new Mail("ann@" + domain, Mail.Write(domain, Size));
        }
    }
}
