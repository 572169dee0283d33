using System.Text;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Commands;

/// <summary>A message that was refused is delivered after all, while the program runs, by its reference.</summary>
public sealed partial class ReleaseTests : IAsyncLifetime
{
    private const string Content = "From: Ann <ann@example.net>\r\nSubject: offer\r\nMessage-ID: <1@example.net>\r\n\r\n.dot\r\nbody\r\n";

    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _server.Tree.Touch("srv/example.com/users/valid/bob");
        _server.Tree.Touch("srv/example.com/users/valid/eve");
        _server.Tree.Touch("srv/example.com/blacklisted/senders/ann@example.net");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_copy_is_delivered_as_it_was_received_and_marked_once()
    {
        var reference = await RefuseAsync("bob@example.com", "eve@example.com");

        var (code, output) = await _server.RunVerbAsync("release", reference);

        Assert.Equal(0, code);
        Assert.Contains("bob@example.com: Released to maildir:", output, StringComparison.Ordinal);
        var delivered = Delivered();
        Assert.Equal(["example.com/bob/Maildir/new", "example.com/eve/Maildir/new"], delivered.Select(Path.GetDirectoryName));
        Assert.All(delivered, file => Assert.EndsWith(Content.ReplaceLineEndings("\n"), Text(file), StringComparison.Ordinal));
        Assert.All(delivered, file => Assert.Contains($"id {reference}", Text(file), StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, _server.Tree.Files("spam").Count(file => file.EndsWith(":2,P", StringComparison.Ordinal) && file.Contains("/cur/", StringComparison.Ordinal)));

        var again = await _server.RunVerbAsync("release", reference);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("It was released at ", again.Output, StringComparison.Ordinal);
        Assert.Equal(2, Delivered().Count);

        Assert.Equal(0, (await _server.RunVerbAsync("release", reference, "--again")).ExitCode);
        Assert.Equal(4, Delivered().Count);
    }

    [Fact]
    public async Task A_next_hop_that_does_not_take_it_leaves_it_in_the_archive()
    {
        var reference = await RefuseAsync("bob@example.com");
        _server.Tree.Touch("srv/example.com/delivery", "smtp://127.0.0.1:9\n");

        var refused = await _server.RunVerbAsync("release", reference);
        _server.Tree.Delete("srv/example.com/delivery");
        var taken = await _server.RunVerbAsync("release", reference);

        Assert.Equal((1, 0), (refused.ExitCode, taken.ExitCode));
        Assert.Contains("The next hop smtp://127.0.0.1:9 did not take it: 4", refused.Output, StringComparison.Ordinal);
        Assert.Single(Delivered());
    }

    [Fact]
    public async Task A_retry_that_got_through_meanwhile_is_told()
    {
        var reference = await RefuseAsync("bob@example.com");
        _server.Tree.Delete("srv/example.com/blacklisted/senders/ann@example.net");
        Assert.Equal(250, (await SendAsync("bob@example.com")).Code);
        await _server.StopAsync();

        var (code, output) = await _server.RunVerbAsync("release", reference);

        Assert.Equal(0, code);
        Assert.Contains("The sender had tried again meanwhile: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_that_nobody_has_is_told()
    {
        var (code, output) = await _server.RunVerbAsync("release", "01hzzzzzzzzzzzzz");

        Assert.Equal(1, code);
        Assert.Contains("holds no message with the reference 01hzzzzzzzzzzzzz", output, StringComparison.Ordinal);
    }

    private async Task<string> RefuseAsync(params string[] to)
    {
        var reply = await SendAsync(to);
        Assert.Equal(550, reply.Code);
        return ReferenceInReply().Match(reply.ToString()).Groups["id"].Value;
    }

    private async Task<SmtpTestReply> SendAsync(params string[] to)
    {
        await using var client = await _server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO mail.example.net");
        return await client.SendMessageAsync("ann@example.net", to, Encoding.Latin1.GetBytes(Content));
    }

    private List<string> Delivered() => [.. _server.Tree.Files("mail")];

    private string Text(string file) => _server.Tree.Read("mail/" + file).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\[ref (?<id>[0-9a-z]+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReferenceInReply();
}
