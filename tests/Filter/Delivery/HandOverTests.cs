using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Delivery;
using MsLite.Filter.Health;
using MsLite.Filter.Policy;
using MsLite.Filter.State;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Delivery;

/// <summary>LMTP answers for each recipient, our client hears one reply: what was delivered is not delivered again.</summary>
public sealed class HandOverTests : IAsyncDisposable
{
    private const string Message = "Subject: hello\r\n\r\nbody\r\n";

    private readonly DeliveryWorld _world = new();
    private readonly FakeNextHop _hop = new();
    private readonly SyncLanes _lanes = new();
    private readonly DeliveryCatalogue _catalogue;
    private readonly MsLiteOptions _options;
    private readonly NextHops _nextHops;
    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly FilterMetrics _metrics = new(TimeProvider.System);
    private HandOver _handOver;
    private DeliveredMemory _memory = null!;

    public HandOverTests()
    {
        _catalogue = new DeliveryCatalogue(DeliveryWorld.Hostname, TimeProvider.System, _lanes, NullLoggerFactory.Instance);
        _options = new MsLiteOptions { Delivery = _hop.LmtpUrl, SrvRoot = _world.Tree.Folder("srv") };
        _nextHops = new NextHops(new SrvTree(_options.SrvRoot, TimeProvider.System), _catalogue);
        _database = StateDatabase.OfFile(_world.Tree.Path("state.db"));
        _writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
        _handOver = NewHandOver();
        _hop.Answer = (stage, recipient) =>
            stage == NextHopStage.Content && recipient.StartsWith("full", StringComparison.Ordinal) ? "452 4.2.2 Full" : null;
    }

    public async ValueTask DisposeAsync()
    {
        _catalogue.Dispose();
        await _hop.DisposeAsync();
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        _lanes.Dispose();
        _metrics.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task A_retry_goes_only_to_those_who_do_not_have_the_message()
    {
        Assert.Equal([451, 451, 451], await SendAsync(Message, "bob@example.com", "full@example.com", "eve@example.com"));
        Assert.Equal([451, 451, 451], await SendAsync(Message, "bob@example.com", "full@example.com", "eve@example.com"));
        _hop.Answer = (_, _) => null;
        Assert.Equal([250, 250, 250], await SendAsync(Message, "bob@example.com", "full@example.com", "eve@example.com"));

        Assert.Equal(["bob@example.com", "eve@example.com", "full@example.com"], Delivered());
    }

    [Fact]
    public async Task A_recipient_who_has_the_message_may_come_alone()
    {
        await SendAsync(Message, "bob@example.com", "full@example.com");

        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        Assert.Equal([452], await SendAsync(Message, "full@example.com"));
        Assert.Equal(["bob@example.com"], Delivered());
    }

    [Fact]
    public async Task The_same_bytes_after_the_retry_was_taken_are_another_message()
    {
        await SendAsync(Message, "bob@example.com", "full@example.com");
        await SendAsync(Message, "bob@example.com", "full@example.com");
        _hop.Answer = (_, _) => null;
        Assert.Equal([250, 250], await SendAsync(Message, "bob@example.com", "full@example.com"));

        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        Assert.Equal(["bob@example.com", "bob@example.com", "full@example.com"], Delivered());
    }

    [Fact]
    public async Task The_same_bytes_after_the_retry_was_taken_are_another_message_on_another_node_and_after_a_restart_too()
    {
        var there = NewHandOver();
        var memoryThere = _memory;
        await SendAsync(Message, "bob@example.com", "full@example.com");
        await ReadAgainUntilAsync(memoryThere, knows: true);
        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        await ReadAgainUntilAsync(memoryThere, knows: false);

        _handOver = there;
        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        _handOver = NewHandOver();
        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        Assert.Equal(["bob@example.com", "bob@example.com", "bob@example.com"], Delivered());
    }

    [Fact]
    public async Task Who_has_to_come_again_for_others_gets_it_once()
    {
        Assert.Equal([451], await SendAsync(Message, ["bob@example.com"], MailParameters.None, comesAgain: true));
        Assert.Equal([451], await SendAsync(Message, ["bob@example.com"], MailParameters.None, comesAgain: true));
        Assert.Equal([250, 250], await SendAsync(Message, "bob@example.com", "eve@example.com"));

        Assert.Equal(["bob@example.com", "eve@example.com"], Delivered());
    }

    [Fact]
    public async Task Another_message_is_another_message()
    {
        await SendAsync(Message, "bob@example.com", "full@example.com");

        Assert.Equal([250], await SendAsync(Message + "more\r\n", "bob@example.com"));
        Assert.Equal([250], await SendAsync(Message, ["bob@example.com"], MailParameters.None, from: "carl@example.net"));
        Assert.Equal([250], await SendAsync(Message, "Bob@example.com"));
        Assert.Equal(4, Delivered().Count);
    }

    [Fact]
    public async Task The_memory_outlives_the_program()
    {
        await SendAsync(Message, "bob@example.com", "full@example.com");
        _handOver = NewHandOver();
        _hop.Answer = (_, _) => null;

        Assert.Equal([250, 250], await SendAsync(Message, "bob@example.com", "full@example.com"));
        Assert.Equal(["bob@example.com", "full@example.com"], Delivered());
    }

    [Fact]
    public async Task Another_node_learns_of_it_after_a_minute()
    {
        var (here, there) = (_handOver, NewHandOver());
        _handOver = there;
        await SendAsync(Message + "earlier\r\n", "bob@example.com");
        _handOver = here;
        await SendAsync(Message, "bob@example.com", "full@example.com");
        _handOver = there;
        _world.Clock.Advance(TimeSpan.FromSeconds(61));

        // Reading goes on behind the mail's back: the first message after a minute only begins it.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await KnowsAsync(Message, "bob@example.com"))
        {
            await Task.Delay(5, limit.Token);
        }

        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        Assert.Equal(2, Delivered().Count);
    }

    [Fact]
    public async Task What_is_too_old_is_removed_from_the_database()
    {
        await SendAsync(Message, "bob@example.com", "full@example.com");
        _world.Clock.Advance(TimeSpan.FromHours(13));
        await SendAsync(Message, "eve@example.com", "full@example.com");

        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command("SELECT COUNT(*) FROM delivered");
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_database_that_fails_keeps_nobody_from_the_reply()
    {
        await using (var connection = await _database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("DROP TABLE delivered", CancellationToken.None);
        }

        Assert.Equal([451, 451], await SendAsync(Message, "bob@example.com", "full@example.com"));
        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        Assert.Equal(["bob@example.com"], Delivered());
    }

    [Fact]
    public async Task The_memory_ends_after_some_hours()
    {
        await SendAsync(Message, "bob@example.com", "full@example.com");
        _world.Clock.Advance(TimeSpan.FromHours(13));

        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        Assert.Equal(2, Delivered().Count);
    }

    [Fact]
    public async Task A_large_message_is_known_again()
    {
        var large = Message + string.Concat(Enumerable.Repeat($"{new string('x', 70)}\r\n", 8000));
        await SendAsync(large, "bob@example.com", "full@example.com");

        Assert.Equal([250], await SendAsync(large, "bob@example.com"));
        Assert.Single(Delivered());
    }

    [Fact]
    public async Task What_all_of_them_got_is_not_remembered()
    {
        await SendAsync(Message, "bob@example.com", "eve@example.com");
        await SendAsync(Message, "bob@example.com", "eve@example.com");

        Assert.Equal(4, Delivered().Count);
    }

    [Fact]
    public async Task With_PRDR_each_hears_its_own_reply()
    {
        Assert.Equal([250, 452], await SendAsync(Message, ["bob@example.com", "full@example.com"], new MailParameters { Prdr = true }));
        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        Assert.Equal(2, Delivered().Count);
    }

    [Fact]
    public async Task A_refused_recipient_is_kept_apart_the_next_time()
    {
        _hop.Answer = (stage, recipient) =>
            stage == NextHopStage.Content && recipient.StartsWith("full", StringComparison.Ordinal) ? "550 5.1.1 Gone" : null;
        Assert.Equal([451, 451], await SendAsync(Message, "bob@example.com", "full@example.com"));

        Assert.Equal([550], await SendAsync(Message, "full@example.com"));
        Assert.Equal([250], await SendAsync(Message, "bob@example.com"));
        Assert.Equal(["bob@example.com"], Delivered());
    }

    [Fact]
    public async Task A_refused_recipient_is_kept_apart_too_when_the_client_comes_back_after_a_restart()
    {
        _hop.Answer = (stage, recipient) =>
            stage == NextHopStage.Content && recipient.StartsWith("full", StringComparison.Ordinal) ? "550 5.1.1 Gone" : null;
        await SendAsync(Message, "bob@example.com", "full@example.com");
        using var catalogue = new DeliveryCatalogue(DeliveryWorld.Hostname, TimeProvider.System, _lanes, NullLoggerFactory.Instance);
        var nextHops = new NextHops(new SrvTree(_options.SrvRoot, TimeProvider.System), catalogue);
        _handOver = NewHandOver(nextHops);
        Assert.Equal("", nextHops.KnownAnswer(DeliveryWorld.To("full@example.com"), _options));

        Assert.Equal([451, 451], await SendAsync(Message, "bob@example.com", "full@example.com"));

        Assert.Equal("5", nextHops.KnownAnswer(DeliveryWorld.To("full@example.com"), _options));
        Assert.Equal(["bob@example.com"], Delivered());
    }

    private HandOver NewHandOver(NextHops? nextHops = null)
    {
        var table = new DeliveredTable(_writer, _database, _world.Clock);
        _memory = new DeliveredMemory(table, _world.Clock, NullLogger<DeliveredMemory>.Instance);
        return new HandOver(nextHops ?? _nextHops, _world.Stamp, _memory, _metrics, new NextHopWatch(new CurrentOptions(new MsLiteOptions()), TimeProvider.System), NullLogger<HandOver>.Instance);
    }

    /// <summary>Reading goes on behind the mail's back: the first message after a minute only begins it.</summary>
    private async Task ReadAgainUntilAsync(DeliveredMemory memory, bool knows)
    {
        var transaction = await _world.ReceiveAsync(Message);
        var hash = await DeliveredMemory.HashAsync(transaction, CancellationToken.None);
        await memory.ReadyAsync();
        _world.Clock.Advance(TimeSpan.FromSeconds(61));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (memory.Find(transaction, DeliveryWorld.To("bob@example.com"), hash) is not null != knows)
        {
            await memory.ReadyAsync();
            await Task.Delay(5, limit.Token);
        }
    }

    private async Task<bool> KnowsAsync(string message, string recipient)
    {
        await _memory.ReadyAsync();
        return _memory.MayKnow(await _world.ReceiveAsync(message), DeliveryWorld.To(recipient));
    }

    private List<string> Delivered() =>
        [.. _hop.Messages.Where(message => message.Accepted).Select(message => message.Recipients[0].Address).Order(StringComparer.Ordinal)];

    private Task<IEnumerable<int>> SendAsync(string message, params string[] recipients) => SendAsync(message, recipients, MailParameters.None);

    private async Task<IEnumerable<int>> SendAsync(string message, string[] recipients, MailParameters parameters, string from = "ann@example.net", bool comesAgain = false)
    {
        var transaction = await _world.ReceiveAsync(message, from, parameters);
        var replies = await _handOver.RunAsync(transaction, _hop.LmtpUrl, [.. recipients.Select(DeliveryWorld.To)], comesAgain, CancellationToken.None);
        return replies.Select(reply => reply.Code);
    }
}
