using MsLite.Filter.Remedies;
using MsLite.Filter.Tests.Replay;

namespace MsLite.Filter.Tests.Remedies;

/// <summary>Whom each kind of remedy would have concerned, found out by judging the mail of the last days once more.</summary>
public sealed class BlastRadiusTests : IAsyncLifetime
{
    private const string Mail = "From: Ann <ann@example.net>\nDate: x\nSubject: hello\n\nHello.\n";

    private readonly ReplayWorld _world = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_whitelist_lets_in_whoever_has_that_identity_whatever_else_speaks_against_him()
    {
        _world.Tree.Touch("srv/example.com/checks/helo");
        _world.Tree.Touch("srv/example.com/checks/date");
        await _world.SendAsync(Mail, helo: "localhost");
        await _world.SendAsync("From: x@y.example\n\nno date\n", helo: "localhost");
        await _world.SendAsync(Mail, from: "carol@example.net", helo: "localhost", ip: "192.0.2.8");
        await _world.SendAsync(Mail, from: "dave@example.org", helo: "localhost");
        await _world.SendAsync(Mail);

        Assert.Equal(
            ["senders/ann@example.net 2 of 3", "domains/example.net 3 of 4", "ips/192.0.2.7 3 of 4", "checks/helo 3 of 5"],
            await CountAsync("checks/helo", "example.com/checks/helo"));
    }

    [Fact]
    public async Task An_entry_that_is_taken_away_lets_in_those_only_against_whom_nothing_else_speaks()
    {
        _world.Tree.Touch("srv/example.com/blacklisted/senders/ann@example.net");
        _world.Tree.Touch("srv/example.com/checks/helo");
        await _world.SendAsync(Mail);
        await _world.SendAsync(Mail, helo: "localhost");
        await _world.SendAsync(Mail, from: "carol@example.net");

        Assert.Contains("senders/ann@example.net 1 of 2", await CountAsync("blacklisted/senders", "example.com/blacklisted/senders/ann@example.net"));
    }

    [Fact]
    public async Task A_recipient_who_is_made_known_gets_what_was_for_him()
    {
        await _world.SendAsync(Mail, to: "erin@example.com");
        await _world.SendAsync(Mail, to: "frank@example.com");

        Assert.Contains("valid/erin 1 of 1", await CountAsync("users", file: null, to: "erin@example.com"));
    }

    private async Task<IEnumerable<string>> CountAsync(string blocker, string? file, string to = "bob@example.com")
    {
        var entry = RemedyWorld.Entry(blocker, file) with { Recipient = to };
        var counts = new List<string>();
        foreach (var remedy in _world.Get<RemedyList>().For(entry))
        {
            var count = await _world.Get<BlastRadius>().CountAsync(remedy, "example.com", CancellationToken.None);
            Assert.Equal(0, count.CannotSay);
            counts.Add($"{string.Join('/', remedy.Path.Text.Split('/')[^2..])} {count.LetThrough} of {count.Messages}");
        }

        return counts;
    }
}
