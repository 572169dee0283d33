using Microsoft.Win32.SafeHandles;
using MsLite.Filter;
using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.NextHops;

/// <summary>Files that somebody's script has locked (flock(1)) while the program reads them: locks are for those who write.</summary>
public sealed class LockedFilesTests : IAsyncLifetime
{
    private const string Switch = "srv/example.com/blacklisted/senders/ann@example.net";

    private readonly FakeNextHop _global = new();
    private readonly FakeNextHop _own = new();
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync([("Delivery", _global.Url)]);
        _server.Tree.Touch("srv/example.com/users/valid/*");
        _server.Tree.Touch("srv/example.com/delivery", _own.Url);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _own.DisposeAsync();
        await _global.DisposeAsync();
    }

    [Fact]
    public async Task What_a_locked_file_says_holds()
    {
        _server.Tree.Touch(Switch, "note: was a nuisance\nuntil: 2020-01-01\n");
        using var delivery = Locked(_server.Tree.Path("srv/example.com/delivery"));
        using var expired = Locked(_server.Tree.Path(Switch));

        var reply = await OneMessage.SendAsync(_server, OneMessage.Content("to its own next hop"), "bob@example.com");

        Assert.Equal(250, reply.Code);
        Assert.Single(_own.Messages);
        Assert.Empty(_global.Messages);
    }

    [Fact]
    public async Task A_locked_copy_is_released()
    {
        _server.Tree.Touch(Switch);
        var archive = new ArchiveView(_server.Tree);
        var content = OneMessage.Content("refused");
        Assert.Equal(550, (await OneMessage.SendAsync(_server, content, "bob@example.com")).Code);
        var archived = Assert.Single(archive.Read());
        using var copy = Locked(_server.Tree.Path($"spam/today/example.com/new/{archived.Value("filename")}"));

        var (code, output) = await _server.RunVerbAsync("release", archived.Value("id"));

        Assert.True(code == 0, output);
        Assert.Equal(content, Assert.Single(_own.Messages).Content[^content.Length..]);
    }

    private static SafeFileHandle Locked(string path)
    {
        var file = Posix.Open(path, PosixOpen.ReadWrite);
        Posix.Lock(file);
        return file;
    }
}
