using System.Diagnostics;
using System.Globalization;
using System.Net;
using MsLite.Harness;
using MsLite.Mail.Dns;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Dns.Interop;

/// <summary>The resolver against dnsmasq, and against unbound that forwards to it.</summary>
public sealed class RealServersTests(ITestOutputHelper output)
{
    [ToolFact("dnsmasq", "unbound")]
    public async Task Agrees_with_dnsmasq_and_unbound()
    {
        await using var servers = await RealServers.StartAsync();
        foreach (var address in new[] { servers.Dnsmasq, servers.Unbound })
        {
            using var dns = new DnsResolver(new DnsResolverSettings { Servers = [address], AttemptTime = TimeSpan.FromSeconds(10), QuestionTime = TimeSpan.FromSeconds(30) });
            Assert.Equal("192.0.2.1", (await dns.QueryAsync("a.mail.test", DnsType.A)).Addresses.Single().ToString());
            Assert.Equal("2001:db8::1", (await dns.QueryAsync("a.mail.test", DnsType.Aaaa)).Addresses.Single().ToString());
            Assert.Equal("10 a.mail.test", (await dns.QueryAsync("mail.test", DnsType.Mx)).Records.Single().ToString());
            Assert.Equal("a.mail.test", (await dns.ReverseAsync(IPAddress.Parse("192.0.2.1"))).Names.Single());
            Assert.Equal("192.0.2.1", (await dns.QueryAsync("one.mail.test", DnsType.A)).Addresses.Single().ToString());
            Assert.Equal(DnsStatus.NoData, (await dns.QueryAsync("txt.mail.test", DnsType.Mx)).Status);
            Assert.Equal(DnsStatus.NoSuchName, (await dns.QueryAsync("gone.mail.test", DnsType.A)).Status);

            // dnsmasq knows no other zones and says REFUSED; unbound makes SERVFAIL of it.
            Assert.Equal(DnsStatus.TemporaryFailure, (await dns.QueryAsync("mail.other.example", DnsType.A)).Status);

            // 30 records of 200 octets do not fit into a datagram.
            Assert.Equal(30, (await dns.QueryAsync("long.mail.test", DnsType.Txt)).Texts.Count());
        }
    }

    [ToolFact("dnsmasq", "unbound")]
    public async Task Loses_none_of_100_000_questions_and_leaks_nothing()
    {
        const int Questions = 100_000;
        await using var servers = await RealServers.StartAsync();
        using var dns = new DnsResolver(new DnsResolverSettings
        {
            Servers = [servers.Dnsmasq],
            AttemptTime = TimeSpan.FromSeconds(10),
            QuestionTime = TimeSpan.FromSeconds(60),
            MaxInFlight = 64,
            CacheSize = 1 << 20,
        });
        var started = Stopwatch.GetTimestamp();
        var lost = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, Questions), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, ct) =>
        {
            var answer = await dns.QueryAsync(string.Create(CultureInfo.InvariantCulture, $"n{i}.many.test"), DnsType.A, ct);
            if (!answer.IsFound)
            {
                Interlocked.Increment(ref lost);
            }
        });

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        output.WriteLine($"{Questions} questions in {seconds:0.0} s, {Questions / seconds:0} a second, {lost} lost");
        Assert.Equal(0, lost);
        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 1, 400);
    }
}
