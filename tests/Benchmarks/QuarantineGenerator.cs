using System.Text;
using System.Text.Json;

namespace MsLite.Benchmarks;

/// <summary>Writes a quarantine of any size: few domains get most of the mail, few words are in most of the subjects, as in life.</summary>
internal static class QuarantineGenerator
{
    public const int Words = 20_000;
    public const int Senders = 100_000;

    private static readonly string[] s_blockers = ["checks/helo", "checks/rdns4", "checks/dnsbl", "checks/spf", "users", "blacklisted/ips", "checks/date", "checks/dmarc"];

    public static string DomainName(int number) => $"domain{number}.example";

    public static string Word(int number) => $"{"lorem ipsum dolor amet"[(number % 4 * 6)..][..Math.Min(4, 22 - (number % 4 * 6))].Trim()}{number}";

    public static string Sender(int number) => $"sender{number}@host{number % 5000}.example.net";

    /// <summary>The latest day is today.</summary>
    public static void Write(string root, int copies, int days, int domains)
    {
        var random = new Random(1);
        var now = DateTimeOffset.Now;
        var number = 0;
        for (var day = 0; day < days; day++)
        {
            var noon = now.AddDays(-day);
            var perDomain = Shares(random, copies / days, domains);
            for (var domain = 0; domain < domains; domain++)
            {
                number = WriteDirectory(Path.Combine(root, $"{noon.DayOfYear}", DomainName(domain)), DomainName(domain), perDomain[domain], noon, number, random);
            }
        }
    }

    private static int[] Shares(Random random, int copies, int domains)
    {
        var shares = new int[domains];
        for (var i = 0; i < copies; i++)
        {
            shares[(int)(domains * Math.Pow(random.NextDouble(), 2))]++;
        }

        return shares;
    }

    private static int WriteDirectory(string path, string domain, int copies, DateTimeOffset day, int number, Random random)
    {
        foreach (var part in new[] { "new", "cur", "tmp" })
        {
            Directory.CreateDirectory(Path.Combine(path, part));
        }

        using var index = File.Create(Path.Combine(path, "index"));
        for (var i = 0; i < copies; i++, number++)
        {
            var time = day.Date.AddSeconds(86_400.0 * i / copies);
            var name = $"{new DateTimeOffset(time).ToUnixTimeSeconds()}.P1M{number}Q1.mx.{domain}";
            File.WriteAllText(Path.Combine(path, "new", name), "Recipient: x\n");
            index.Write(Line(domain, name, new DateTimeOffset(time), number, random));
            index.WriteByte((byte)'\n');
        }

        return number;
    }

    private static byte[] Line(string domain, string name, DateTimeOffset time, int number, Random random)
    {
        var subject = new StringBuilder();
        for (var i = 0; i < 6; i++)
        {
            subject.Append(Word((int)(Words * Math.Pow(random.NextDouble(), 3)))).Append(' ');
        }

        var sender = random.Next(Senders);
        var blocker = s_blockers[(int)(s_blockers.Length * Math.Pow(random.NextDouble(), 2))];
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["from"] = Sender(sender),
            ["ip"] = $"198.51.{sender % 256}.{sender / 256 % 256}",
            ["host"] = $"host{sender % 5000}.example.net",
            ["helo"] = $"host{sender % 5000}.example.net",
            ["reason"] = $"Refused by {blocker}",
            ["subject"] = subject.ToString(),
            ["recipient"] = $"user{random.Next(50)}@{domain}",
            ["filename"] = name,
            ["message-id"] = $"<{number}.{sender}@example.net>",
            ["id"] = $"{number:x16}",
            ["time"] = time,
            ["blocker"] = blocker,
            ["file"] = $"{domain}/{blocker}",
            ["size"] = random.Next(1000, 100_000),
            ["offset"] = 13,
            ["sha256"] = new string('0', 64),
            ["trace"] = Enumerable.Range(0, 12).Select(i => new { rung = $"checks/c{i}", value = "value", file = (string?)null, result = "pass", detail = "", ms = 0.1 }),
        });
    }
}
