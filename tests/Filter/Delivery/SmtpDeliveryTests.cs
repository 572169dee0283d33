using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Delivery;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Delivery;

public sealed class SmtpDeliveryTests : IAsyncDisposable
{
    private const string Message = "Subject: hello\r\nX-HELO: forged\r\n\r\n.body\r\n";

    private readonly DeliveryWorld _world = new();
    private readonly FakeNextHop _hop = new();
    private readonly SyncLanes _lanes = new();
    private readonly DeliveryCatalogue _catalogue;

    public SmtpDeliveryTests() => _catalogue = new DeliveryCatalogue(DeliveryWorld.Hostname, TimeProvider.System, _lanes, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        _catalogue.Dispose();
        await _hop.DisposeAsync();
        _lanes.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task The_next_hop_gets_the_stamped_message()
    {
        var transaction = await _world.ReceiveAsync(Message);
        var request = _world.Request(transaction, "bob@example.com");

        var reply = Assert.Single(await Delivery().DeliverAsync(request, partial: false, CancellationToken.None));

        Assert.Equal("250 2.0.0 Queued by the next hop", reply.ToString());
        var arrived = System.Text.Encoding.Latin1.GetString(Assert.Single(_hop.Messages).Content);
        Assert.Equal(await DeliveryWorld.TextAsync(request.Stamp(request.Recipients)), arrived);
        Assert.EndsWith("X-LOCALPART: bob\r\nSubject: hello\r\n\r\n.body\r\n", arrived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipients_that_the_next_hop_answers_differently_are_kept_apart_the_next_time()
    {
        RefuseGone();
        var delivery = Delivery();
        var transaction = await _world.ReceiveAsync(Message);
        Assert.Null(delivery.KnownAnswer(DeliveryWorld.To("gone@example.com")));

        var replies = await delivery.DeliverAsync(_world.Request(transaction, "bob@example.com", "gone@example.com"), partial: false, CancellationToken.None);

        Assert.All(replies, reply => Assert.StartsWith("451 4.5.3", reply.ToString(), StringComparison.Ordinal));
        Assert.Empty(_hop.Messages);
        Assert.Equal("550 5.1.1 Gone", delivery.KnownAnswer(DeliveryWorld.To("Gone@Example.com"))!.ToString());
        Assert.Null(delivery.KnownAnswer(DeliveryWorld.To("bob@example.com")));

        var alone = await delivery.DeliverAsync(_world.Request(transaction, "gone@example.com"), partial: false, CancellationToken.None);
        Assert.Equal("550 5.1.1 Gone", alone[0].ToString());
        var other = await delivery.DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None);
        Assert.True(other[0].IsPositive);
    }

    [Fact]
    public async Task A_recipient_that_is_accepted_again_is_forgotten()
    {
        RefuseGone();
        var delivery = Delivery();
        var transaction = await _world.ReceiveAsync(Message);
        await delivery.DeliverAsync(_world.Request(transaction, "bob@example.com", "gone@example.com"), partial: false, CancellationToken.None);
        _hop.Answer = (_, _) => null;

        await delivery.DeliverAsync(_world.Request(transaction, "gone@example.com"), partial: false, CancellationToken.None);

        Assert.Null(delivery.KnownAnswer(DeliveryWorld.To("gone@example.com")));
    }

    [Fact]
    public async Task A_next_hop_that_is_down_refuses_nobody_in_particular()
    {
        _hop.Answer = (_, _) => "421 4.3.2 Down";
        var delivery = Delivery();
        var transaction = await _world.ReceiveAsync(Message);

        var replies = await delivery.DeliverAsync(_world.Request(transaction, "a@example.com", "b@example.com"), partial: false, CancellationToken.None);

        Assert.All(replies, reply => Assert.Equal("451 4.3.2 Down", reply.ToString()));
        Assert.Null(delivery.KnownAnswer(DeliveryWorld.To("a@example.com")));
    }

    [Fact]
    public async Task With_PRDR_each_recipient_gets_its_own_answer()
    {
        RefuseGone();
        var transaction = await _world.ReceiveAsync(Message);

        var replies = await Delivery().DeliverAsync(_world.Request(transaction, "gone@example.com", "bob@example.com"), partial: true, CancellationToken.None);

        Assert.Equal([550, 250], replies.Select(reply => reply.Code));
        Assert.Single(_hop.Messages);
    }

    [Theory]
    [InlineData("Subject: hello\r\n\r\n\xc3\xa9\r\n", "250")]
    [InlineData("Subject: \xc3\xa9\r\n\r\nx\r\n", "550 5.6.7")]
    public async Task Only_a_header_that_needs_SMTPUTF8_is_kept_from_a_next_hop_without_it(string message, string reply)
    {
        _hop.Extensions = ["PIPELINING"];
        var transaction = await _world.ReceiveAsync(message, parameters: new MailParameters { SmtpUtf8 = true });

        var replies = await Delivery().DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None);

        Assert.StartsWith(reply, replies[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipient_that_the_next_hop_cannot_be_told_of_is_kept_apart_from_the_others()
    {
        _hop.Extensions = ["PIPELINING"];
        var delivery = Delivery();
        var transaction = await _world.ReceiveAsync(Message, parameters: new MailParameters { SmtpUtf8 = true });

        var replies = await delivery.DeliverAsync(
            _world.Request(transaction, "bob@example.com", "b\u00f6b@example.com"), partial: false, CancellationToken.None);

        Assert.All(replies, reply => Assert.StartsWith("451 4.5.3", reply.ToString(), StringComparison.Ordinal));
        Assert.StartsWith("553 5.6.7", delivery.KnownAnswer(DeliveryWorld.To("b\u00f6b@example.com"))!.ToString(), StringComparison.Ordinal);
        Assert.Null(delivery.KnownAnswer(DeliveryWorld.To("bob@example.com")));
        var other = await delivery.DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None);
        Assert.True(other[0].IsPositive);
    }

    [Fact]
    public async Task Learns_by_itself_what_the_next_hop_can_take()
    {
        var delivery = Delivery();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (delivery.Extensions == SmtpExtensions.None)
        {
            await Task.Delay(5, limit.Token);
        }

        Assert.Equal(SmtpExtensions.SmtpUtf8 | SmtpExtensions.Dsn, delivery.Extensions);
        Assert.Empty(_hop.Messages);
    }

    [Fact]
    public async Task A_large_message_goes_through_from_disk()
    {
        var body = string.Concat(Enumerable.Repeat("..dots\r\n.\r\n0123456789abcdef\r\n", 50_000));
        var transaction = await _world.ReceiveAsync($"Subject: large\r\n\r\n{body}");
        Assert.False(transaction.Content.TryGetMemory(out _));

        var replies = await Delivery().DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None);

        Assert.True(replies[0].IsPositive);
        var arrived = System.Text.Encoding.Latin1.GetString(Assert.Single(_hop.Messages).Content);
        Assert.EndsWith($"Subject: large\r\n\r\n{body}", arrived, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_next_hop_has_one_delivery_and_the_oldest_give_way_without_losing_mail()
    {
        var mine = Delivery();
        Assert.Same(mine, Delivery());
        for (var i = 0; i < 300; i++)
        {
            Assert.True(NextHop.TryParse($"maildir:{_world.Tree.Path($"box{i}")}", out var other, out _));
            _catalogue.For(other!);
        }

        Assert.NotSame(mine, Delivery());
        var transaction = await _world.ReceiveAsync(Message);
        var replies = await mine.DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None);
        Assert.True(replies[0].IsPositive);
    }

    private IDelivery Delivery()
    {
        Assert.True(NextHop.TryParse(_hop.Url, out var hop, out var error), error);
        return _catalogue.For(hop!);
    }

    private void RefuseGone() => _hop.Answer = (stage, argument) =>
        stage == NextHopStage.Rcpt && argument.Contains("gone", StringComparison.Ordinal) ? "550 5.1.1 Gone" : null;
}
