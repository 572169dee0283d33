using System.Runtime.Versioning;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Delivery;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Delivery;

[SupportedOSPlatform("linux")]
public sealed class MaildirDeliveryTests : IDisposable
{
    private const string Message = "Subject: hello\r\n\r\n.body\r\n\r\n";

    private readonly DeliveryWorld _world = new();
    private readonly SyncLanes _lanes = new();

    public void Dispose()
    {
        _lanes.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task Puts_the_stamped_message_into_the_users_Maildir_with_LF_line_ends()
    {
        var transaction = await _world.ReceiveAsync(Message);
        var request = _world.Request(transaction, "Bob@Example.COM");

        var reply = Assert.Single(await Delivery().DeliverAsync(request, partial: false, CancellationToken.None));

        Assert.Equal("250 2.0.0 Stored", reply.ToString());
        var file = Assert.Single(_world.Tree.Files("mail"));
        Assert.StartsWith("example.com/bob/Maildir/new/1780660800.P", file, StringComparison.Ordinal);
        Assert.EndsWith(".mx.example.org", file, StringComparison.Ordinal);
        var stamped = await DeliveryWorld.TextAsync(request.Stamp(request.Recipients));
        Assert.Equal(stamped.Replace("\r\n", "\n", StringComparison.Ordinal), _world.Tree.Read($"mail/{file}"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_world.Tree.Path($"mail/{file}")));
        foreach (var folder in new[] { "", "/example.com", "/example.com/bob", "/example.com/bob/Maildir", "/example.com/bob/Maildir/cur", "/example.com/bob/Maildir/tmp" })
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_world.Tree.Path("mail" + folder)));
        }
    }

    [Fact]
    public async Task Gives_each_recipient_a_copy_that_knows_of_no_other()
    {
        var transaction = await _world.ReceiveAsync(Message);

        var replies = await Delivery().DeliverAsync(
            _world.Request(transaction, [.. Enumerable.Range(0, 150).Select(i => $"user{i}@example.com")]), partial: false, CancellationToken.None);

        Assert.All(replies, reply => Assert.True(reply.IsPositive));
        Assert.Equal(150, _world.Tree.Files("mail").Count);
        var copy = _world.Tree.Read("mail/" + Assert.Single(_world.Tree.Files("mail"), file => file.Contains("/user7/", StringComparison.Ordinal)));
        Assert.Contains("X-RCPT-TO: user7@example.com\n", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("user8", copy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b@example.com")]
    [InlineData("../../etc@example.com")]
    [InlineData("..@example.com")]
    [InlineData(".hidden@example.com")]
    [InlineData("*@example.com")]
    [InlineData("a\0b@example.com")]
    [InlineData("bob@_global_")]
    [InlineData("bob@..")]
    [InlineData("bob@a/b")]
    [InlineData("@example.com")]
    public async Task A_name_that_is_no_file_name_gets_no_mailbox(string recipient)
    {
        var transaction = await _world.ReceiveAsync(Message);
        var delivery = Delivery();

        var alone = await delivery.DeliverAsync(_world.Request(transaction, recipient), partial: false, CancellationToken.None);
        var mixed = await delivery.DeliverAsync(_world.Request(transaction, "bob@example.com", recipient), partial: false, CancellationToken.None);
        Assert.Empty(_world.Tree.Files("mail"));
        var partial = await delivery.DeliverAsync(_world.Request(transaction, recipient, "bob@example.com"), partial: true, CancellationToken.None);

        Assert.StartsWith("553 5.1.3", alone[0].ToString(), StringComparison.Ordinal);
        Assert.All(mixed, reply => Assert.StartsWith("451 4.5.3", reply.ToString(), StringComparison.Ordinal));
        Assert.Equal([553, 250], partial.Select(reply => reply.Code));
        Assert.Equal(553, delivery.KnownAnswer(DeliveryWorld.To(recipient))!.Code);
        Assert.Single(_world.Tree.Files("mail"));
    }

    [Fact]
    public async Task What_cannot_be_stored_stays_with_the_client_and_leaves_nothing_behind()
    {
        _world.Tree.Touch("mail/example.com/eve", "a file where the mailbox should be");
        var transaction = await _world.ReceiveAsync(Message);

        var replies = await Delivery().DeliverAsync(_world.Request(transaction, "bob@example.com", "eve@example.com"), partial: false, CancellationToken.None);
        Assert.All(replies, reply => Assert.StartsWith("451 4.3.0", reply.ToString(), StringComparison.Ordinal));
        Assert.Equal(["example.com/eve"], _world.Tree.Files("mail"));

        var partial = await Delivery().DeliverAsync(_world.Request(transaction, "bob@example.com", "eve@example.com"), partial: true, CancellationToken.None);
        Assert.Equal([250, 451], partial.Select(reply => reply.Code));
    }

    [SmallDiskFact]
    public async Task A_full_disk_leaves_the_message_with_the_client()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        var delivery = Delivery(disk.Root);
        var body = string.Concat(Enumerable.Repeat("0123456789abcdef\r\n", 80_000));
        var transaction = await _world.ReceiveAsync($"Subject: large\r\n\r\n{body}");

        var replies = await delivery.DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None);

        Assert.StartsWith("452 4.3.1", replies[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(disk.Root, "*", SearchOption.AllDirectories));
        var small = await _world.ReceiveAsync(Message);
        Assert.True((await delivery.DeliverAsync(_world.Request(small, "bob@example.com"), partial: false, CancellationToken.None))[0].IsPositive);
    }

    [Fact]
    public async Task Many_messages_to_one_mailbox_at_once_all_arrive()
    {
        var delivery = Delivery();
        var transaction = await _world.ReceiveAsync(Message);

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ =>
            delivery.DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None).AsTask()));

        Assert.All(replies, reply => Assert.True(reply[0].IsPositive));
        Assert.Equal(200, _world.Tree.Files("mail/example.com/bob/Maildir/new").Count);
        Assert.Empty(_world.Tree.Files("mail/example.com/bob/Maildir/tmp"));
    }

    [Fact]
    public async Task A_Maildir_that_is_removed_is_made_again()
    {
        var delivery = Delivery();
        var transaction = await _world.ReceiveAsync(Message);
        await delivery.DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None);
        _world.Tree.Delete("mail/example.com");

        Assert.True((await delivery.DeliverAsync(_world.Request(transaction, "bob@example.com"), partial: false, CancellationToken.None))[0].IsPositive);
        Assert.Single(_world.Tree.Files("mail"));
    }

    [Fact]
    public void Line_ends_become_LF_however_the_message_was_split()
    {
        string[] pieces = ["\r\n", "a", "some words", "\r", "\n", "\r\n\r\n", "\0"];
        var messages = Gen.Select(Gen.Elements(pieces).ListOf(), list => string.Concat(list)).ToArbitrary();
        Prop.ForAll(messages, ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<PositiveInt>(), (message, step, times) =>
        {
            var whole = string.Concat(Enumerable.Repeat(message, times.Get * 50));
            var path = _world.Tree.Path($"{Guid.NewGuid():N}");
            using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
            {
                var writer = new MaildirWriter(file);
                foreach (var chunk in Encoding.Latin1.GetBytes(whole).Chunk(step.Get * 7))
                {
                    Assert.True(writer.WriteAsync(chunk, CancellationToken.None).AsTask().IsCompletedSuccessfully);
                }

                writer.Finish();
            }

            return File.ReadAllText(path, Encoding.Latin1) == whole.Replace("\r\n", "\n", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    private MaildirDelivery Delivery(string? root = null) =>
        new(root ?? _world.Tree.Path("mail"), DeliveryWorld.Hostname, _world.Clock, _lanes, NullLogger<MaildirDelivery>.Instance);
}
