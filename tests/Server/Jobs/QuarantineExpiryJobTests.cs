using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter;
using MsLite.Filter.Policy;
using MsLite.Filter.Quarantine;
using MsLite.Harness;
using MsLite.Web.Jobs;

namespace MsLite.Web.Tests.Jobs;

/// <summary>The job that expires the archive, on an archive with a fault in it.</summary>
public sealed class QuarantineExpiryJobTests : IDisposable
{
    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task What_is_too_old_goes_also_where_the_archive_cannot_be_tidied_up()
    {
        var old = _tree.Touch("spam/100/example.com/index", "{}\n");
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 4, 10, 12, 0, 0, DateTimeKind.Utc));
        // Yesterday's directory is a link to itself, which no disk can list.
        _tree.Link("spam/165", "165");

        await RunAsync(() => !Directory.Exists(_tree.Path("spam/100")));

        Assert.False(File.Exists(old));
    }

    /// <summary>Lets time go by until the job, on a thread of its own, has brought this about.</summary>
    private async Task RunAsync(Func<bool> until)
    {
        var options = new MsLiteOptions { SrvRoot = _tree.Folder("srv"), SpamRoot = _tree.Path("spam"), Hostname = "mx.example.org" };
        await using var store = new QuarantineStore(options, _clock, NullLogger<QuarantineStore>.Instance);
        using var expiry = new QuarantineExpiry(store, new SrvTree(options.SrvRoot, _clock), new CurrentOptions(options), NullLogger<QuarantineExpiry>.Instance);
        using var job = new QuarantineExpiryJob(store, expiry, new Life(), _clock, NullLogger<QuarantineExpiryJob>.Instance);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        await job.StartAsync(limit.Token);
        while (!until())
        {
            await Task.Delay(5, limit.Token);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await job.StopAsync(CancellationToken.None);
    }

    /// <summary>A program that has started, and does not end.</summary>
    private sealed class Life : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
