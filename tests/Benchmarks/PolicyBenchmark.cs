using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter;
using MsLite.Mail;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Benchmarks;

/// <summary>What the ladder costs for one message and one recipient, in a tree of 10,000 domains, on one thread.</summary>
internal static class PolicyBenchmark
{
    private const int Domains = 10_000;
    private const int Messages = 20_000;

    private static readonly byte[] s_message = "From: Ann <ann@example.net>\r\nDate: Mon, 15 Jun 2026 12:00:00 +0000\r\nSubject: hello\r\n\r\nhello\r\n"u8.ToArray();

    public static async Task<int> RunAsync()
    {
        var root = Directory.CreateTempSubdirectory("mslite-policy-").FullName;
        try
        {
            await MeasureAsync("users/valid only", root, _ => { });
            await MeasureAsync("+ checks/all", root, domain => Touch(domain, "checks", "all"));
            await MeasureAsync("+ lists of the domain", root, AddLists);
            AddLists(Path.Combine(root, "_global_"));
            await MeasureAsync("+ global lists", root, _ => { });
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        return 0;
    }

    private static void AddLists(string domain)
    {
        Touch(domain, "whitelisted/ips", "198.51.100.0_24");
        Touch(domain, "whitelisted/senders", "bob@example.org");
        Touch(domain, "blacklisted/ips", "203.0.113.7");
        Touch(domain, "blacklisted/senders", "spam@example.org");
        Touch(domain, "blacklisted/domains", "example.org");
    }

    private static async Task MeasureAsync(string what, string root, Action<string> prepare)
    {
        for (var i = 0; i < Domains; i++)
        {
            var domain = Path.Combine(root, Name(i));
            Touch(domain, "users/valid", "bob");
            prepare(domain);
        }

        // Directories just changed are not listed yet; this measures the steady state.
        await Task.Delay(TimeSpan.FromSeconds(4));
        await using var filter = NewFilter(root);
        var judge = filter.GetRequiredService<Judge>();
        await JudgeAsync(judge, Messages);
        var (allocated, cpu) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
        await JudgeAsync(judge, Messages);
        var microseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Messages;
        var bytes = (GC.GetTotalAllocatedBytes() - allocated) / Messages;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-24} {microseconds,6:F1} µs CPU  {bytes,6} bytes allocated for a message"));
    }

    private static async Task JudgeAsync(Judge judge, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            var verdicts = await judge.JudgeAsync(Mail(i), CancellationToken.None);
            if (verdicts[0].Kind != VerdictKind.Deliver)
            {
                throw new InvalidOperationException(verdicts[0].Reason);
            }
        }
    }

    private static ServiceProvider NewFilter(string root) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(new MsLiteOptions { SrvRoot = root, StateRoot = root + ".state", Clamav = new() { Server = "none" } })
        .AddSingleton(TimeProvider.System)
        .AddFilter()
        .AddSingleton<IDnsResolver, KnownDns>()
        .BuildServiceProvider();

    private static Transaction Mail(int i)
    {
        var transaction = new Transaction
        {
            Id = "benchmark",
            Client = new SmtpClientHost
            {
                SessionId = "benchmark",
                EndPoint = new IPEndPoint(new IPAddress([192, 0, 2, (byte)i]), 40000),
                LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 25),
                HelloName = "mail.example.net",
                GivenName = "mail.example.net",
            },
            ReturnPath = new EmailAddress("ann", "example.net"),
            Parameters = MailParameters.None,
            Received = DateTimeOffset.UnixEpoch,
            Options = new MsLiteOptions(),
            Message = MimeMessage.Parse(s_message),
        };
        transaction.Recipients.Add(new Recipient(new EmailAddress("bob", Name(i * 7919 % Domains)), RcptParameters.None));
        return transaction;
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"domain{i}.example");

    private static void Touch(string domain, string directory, string name)
    {
        var path = Directory.CreateDirectory(Path.Combine(domain, directory)).FullName;
        File.Create(Path.Combine(path, name)).Dispose();
    }

    /// <summary>Every client has a reverse name, and nothing else is there: the ladder's own cost shows, not the network's.</summary>
    private sealed class KnownDns : IDnsResolver
    {
        public ValueTask<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default) =>
            new(type == DnsType.Ptr ? DnsAnswer.Found(new NameRecord("mail.example.net")) : DnsAnswer.NoSuchName);
    }
}
