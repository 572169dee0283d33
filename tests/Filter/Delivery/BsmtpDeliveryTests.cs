using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Delivery;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Delivery;

public sealed class BsmtpDeliveryTests : IDisposable
{
    private const string Message = "Subject: hello\r\n\r\n.dot\r\n..\r\nend\r\n";
    private const string RefusesGone = """
        n=0
        while read -r line; do
          n=$((n + 1))
          case $line in
            *gone*) echo "550 5.1.1 Gone"; echo "Transaction started in line 1"; echo "Error detected in line $n"; exit 2;;
          esac
        done
        """;

    private readonly DeliveryWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task The_program_gets_the_stamped_message_with_its_dots_doubled()
    {
        var got = _world.Tree.Path("got");
        var request = _world.Request(await _world.ReceiveAsync(Message), "bob@example.com");

        var reply = Assert.Single(await SendAsync($"cat >{got}; echo \"$*\" >{got}.arguments", request));

        Assert.Equal("250 2.0.0 Accepted", reply.ToString());
        Assert.Equal("-bS\n", _world.Tree.Read("got.arguments"));
        var stamped = await DeliveryWorld.TextAsync(request.Stamp(request.Recipients));
        var dotted = stamped.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        Assert.Equal(
            $"HELO {DeliveryWorld.Hostname}\r\nMAIL FROM:<ann@example.net>\r\nRCPT TO:<bob@example.com>\r\nDATA\r\n{dotted}.\r\nQUIT\r\n", _world.Tree.Read("got"));
    }

    [Theory]
    [InlineData("exit 0", "250 2.0.0")]
    [InlineData("exit 1", "451 4.3.0")]
    [InlineData("echo 550 No; exit 2", "550 No")]
    [InlineData("echo '  550 No' >&2; exit 2", "550 No")]
    [InlineData("echo 451 Later; exit 2", "451 Later")]
    [InlineData("echo 421 Closing; exit 2", "451 Closing")]
    [InlineData("echo 550 No; exit 1", "451 4.3.0")]
    [InlineData("echo 550 No; exit 0", "451 4.3.0")]
    [InlineData("echo 550-No; echo 551 Yes; exit 2", "451 4.3.0")]
    [InlineData("echo 2026-11-22 warning >&2; exit 0", "250 2.0.0")]
    [InlineData("kill -9 $$", "451 4.3.0")]
    public async Task Only_what_the_program_has_said_is_passed_on(string end, string said)
    {
        var request = _world.Request(await _world.ReceiveAsync(Message), "bob@example.com");

        var reply = Assert.Single(await SendAsync($"cat >/dev/null\n{end}", request));

        Assert.StartsWith(said, reply.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", "451 4.3.0")]
    [InlineData("echo 550 5.1.7 No; exit 2", "550 5.1.7 No")]
    public async Task A_program_that_does_not_read_the_whole_message_does_not_have_it(string end, string said)
    {
        var request = _world.Request(await _world.ReceiveAsync($"Subject: long\r\n\r\n{new string('x', 700)}\r\n{Lines(4000)}"), "bob@example.com");

        var reply = Assert.Single(await SendAsync($"read -r hello\n{end}", request));

        Assert.Equal(said, reply.ToString()[..said.Length]);
    }

    [Fact]
    public async Task A_program_that_hangs_is_stopped_in_time()
    {
        var request = _world.Request(await _world.ReceiveAsync($"Subject: long\r\n\r\n{Lines(4000)}"), "bob@example.com");

        var begun = Stopwatch.GetTimestamp();
        var reply = Assert.Single(await SendAsync("sleep 60", request, TimeSpan.FromMilliseconds(300)));

        Assert.StartsWith("451", reply.ToString(), StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Processes_that_the_program_leaves_behind_are_neither_waited_for_nor_broken()
    {
        var request = _world.Request(await _world.ReceiveAsync(Message), "bob@example.com");
        var done = _world.Tree.Path("done");

        // What is left behind lives until the test has seen the reply, so a delivery that waited for it would never end.
        var go = _world.Tree.Path("go");
        var reply = Assert.Single(await SendAsync(
            $"cat >/dev/null\n( until [ -e {go} ]; do sleep 0.1; done; echo late >&2 && touch {done} ) &\nexit 0", request));

        Assert.True(reply.IsPositive);
        Assert.False(_world.Tree.Exists("done"));
        _world.Tree.Touch("go");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!_world.Tree.Exists("done"))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_no_reason_to_lose_mail()
    {
        var request = _world.Request(await _world.ReceiveAsync(Message), "bob@example.com");

        var replies = await Delivery(_world.Tree.Path("nowhere")).DeliverAsync(request, partial: false, CancellationToken.None);

        Assert.StartsWith("451 4.3.0", Assert.Single(replies).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_own_environment_stays_with_us()
    {
        Environment.SetEnvironmentVariable("MsLite__Secret", "hunter2");
        var request = _world.Request(await _world.ReceiveAsync(Message), "bob@example.com");

        await SendAsync($"cat >/dev/null; env >{_world.Tree.Path("env")}", request);

        Assert.Contains("PATH=", _world.Tree.Read("env"), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _world.Tree.Read("env"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_refused_recipient_of_several_is_kept_apart_the_next_time()
    {
        var request = _world.Request(await _world.ReceiveAsync(Message), "bob@example.com", "gone@example.com", "eve@example.com");
        var delivery = Delivery(Script(RefusesGone));

        var replies = await delivery.DeliverAsync(request, partial: false, CancellationToken.None);

        Assert.All(replies, reply => Assert.StartsWith("451 4.5.3", reply.ToString(), StringComparison.Ordinal));
        Assert.Equal("550 5.1.1 Gone", delivery.KnownAnswer(DeliveryWorld.To("gone@example.com"))!.ToString());
        Assert.Null(delivery.KnownAnswer(DeliveryWorld.To("bob@example.com")));
    }

    [Fact]
    public async Task With_PRDR_the_others_get_the_message()
    {
        var request = _world.Request(await _world.ReceiveAsync(Message), "bob@example.com", "gone@example.com", "eve@example.com");

        var replies = await Delivery(Script(RefusesGone)).DeliverAsync(request, partial: true, CancellationToken.None);

        Assert.Equal([250, 550, 250], replies.Select(reply => reply.Code));
    }

    [Fact]
    public async Task UTF8_has_no_way_through()
    {
        var utf8 = new MailParameters { SmtpUtf8 = true };
        var header = _world.Request(await _world.ReceiveAsync("Subject: \xc3\xa9\r\n\r\nx\r\n", parameters: utf8), "bob@example.com");
        var address = _world.Request(await _world.ReceiveAsync(Message, parameters: utf8), "b\u00f6b@example.com");

        Assert.StartsWith("550 5.6.7", Assert.Single(await SendAsync("cat >/dev/null", header)).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("553 5.6.7", Assert.Single(await SendAsync("cat >/dev/null", address)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipient_with_UTF8_is_kept_apart_from_the_others()
    {
        var utf8 = new MailParameters { SmtpUtf8 = true };
        var request = _world.Request(await _world.ReceiveAsync(Message, parameters: utf8), "bob@example.com", "b\u00f6b@example.com");
        var delivery = Delivery(Script("cat >/dev/null"));

        var all = await delivery.DeliverAsync(request, partial: false, CancellationToken.None);
        var each = await delivery.DeliverAsync(request, partial: true, CancellationToken.None);

        Assert.All(all, reply => Assert.StartsWith("451 4.5.3", reply.ToString(), StringComparison.Ordinal));
        Assert.Equal(["250 2.0.0", "553 5.6.7"], each.Select(reply => $"{reply.Code} {reply.Enhanced}"));
        Assert.StartsWith("553 5.6.7", delivery.KnownAnswer(request.Recipients[1])!.ToString(), StringComparison.Ordinal);
        Assert.Null(delivery.KnownAnswer(request.Recipients[0]));
    }

    private static string Lines(int count) => string.Concat(Enumerable.Repeat($"{new string('x', 70)}\r\n", count));

    private async Task<IReadOnlyList<SmtpReply>> SendAsync(string script, DeliveryRequest request, TimeSpan? limit = null)
    {
        using var delivery = Delivery(Script(script), limit);
        return await delivery.DeliverAsync(request, partial: false, CancellationToken.None);
    }

    private string Script(string body)
    {
        var name = $"rsmtp{Guid.NewGuid():N}";
        var path = _world.Tree.Touch(name, $"#!/bin/sh\n{body}\n");
        _world.Tree.Permit(name, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static BsmtpDelivery Delivery(string program, TimeSpan? limit = null) =>
        new(program, DeliveryWorld.Hostname, limit ?? TimeSpan.FromSeconds(60), TimeProvider.System, NullLogger<BsmtpDelivery>.Instance);
}
