using System.Text;
using MsLite.Filter.Policy.Editing;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Policy;

/// <summary>The command that the panel shows, run by a real shell, does what the panel does.</summary>
public sealed class TreeCommandTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("mode: shadow\n")]
    [InlineData("# 100 %\nnote: it's \\n \"quoted\" $HOME `id`\n\tpeer\u0001\n")]
    [InlineData("no end of line")]
    [InlineData("Grüße ☃\n")]
    [InlineData("-n\n")]
    [InlineData("")]
    public async Task A_shell_writes_the_very_bytes(string text)
    {
        await RunAsync(TreeCommand.Write(_tree.Root, "example.com/checks/it's $(id)", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(text, await File.ReadAllTextAsync(_tree.Path("example.com/checks/it's $(id)")));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_survive()
    {
        byte[] bytes = [0x6e, 0x3a, 0xff, 0xfe, 0x0a];
        await RunAsync(TreeCommand.Write(_tree.Root, "example.com/zones", bytes));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_tree.Path("example.com/zones")));
    }

    [Fact]
    public async Task Lines_that_were_not_asked_for_stay()
    {
        var content = new PolicyContent { Values = new Dictionary<string, string?> { ["mode"] = "shadow" } };
        await RunAsync(TreeCommand.Put(_tree.Root, "example.com/checks/helo", content, "# why\r\nscore: 5\n"u8.ToArray()));

        Assert.Equal("# why\r\nscore: 5\nmode: shadow\n", await File.ReadAllTextAsync(_tree.Path("example.com/checks/helo")));
    }

    [Fact]
    public async Task An_entry_is_touched_and_removed()
    {
        await RunAsync(TreeCommand.Touch(_tree.Root, "example.com/users/valid/*"));
        Assert.True(File.Exists(_tree.Path("example.com/users/valid/*")));

        await RunAsync(TreeCommand.Touch(_tree.Root, "example.com/users/valid/ann"));
        await RunAsync(TreeCommand.Remove(_tree.Root, "example.com/users/valid/*"));
        Assert.Equal(["ann"], Directory.GetFiles(_tree.Path("example.com/users/valid")).Select(Path.GetFileName));

        await RunAsync(TreeCommand.Remove(_tree.Root, "example.com", isDirectory: true));
        Assert.False(Directory.Exists(_tree.Path("example.com")));
    }

    [Fact]
    public async Task A_user_gets_mail_from_one_address_alone()
    {
        await RunAsync(TreeCommand.Touch(_tree.Root, "example.com/users/valid/ann's"));

        await RunAsync(TreeCommand.Restrict(_tree.Root, "example.com/users/valid/ann's", "192.0.2.0_24"));

        Assert.Equal(["ann's"], Directory.GetFileSystemEntries(_tree.Path("example.com/users/valid")).Select(Path.GetFileName));
        Assert.True(File.Exists(_tree.Path("example.com/users/valid/ann's/192.0.2.0_24")));
    }

    [Fact]
    public void Where_the_directory_is_there_nothing_is_made()
    {
        Directory.CreateDirectory(_tree.Path("example.com/checks"));

        Assert.Equal($"touch {_tree.Root}/example.com/checks/helo", TreeCommand.Touch(_tree.Root, "example.com/checks/helo"));
    }

    private async Task RunAsync(string command)
    {
        await using var shell = await ChildProcess.StartAsync("sh", ["-ec", command], _tree.Root);
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{command}\n{shell.Output}");
    }
}
