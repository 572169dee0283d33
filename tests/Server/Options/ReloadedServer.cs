using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Options;

/// <summary>The running program with a file of options that a test rewrites. What the harness sets itself it sets on the command line, which wins.</summary>
internal sealed partial class ReloadedServer(RunningServer server) : IAsyncDisposable
{
    public const string FileName = "appsettings.json";

    public RunningServer Running => server;

    /// <param name="options">Empty values leave the option to the file.</param>
    public static async Task<ReloadedServer> StartAsync(
        string? file = null, IReadOnlyDictionary<string, string>? environment = null, params IEnumerable<(string Key, string Value)> options)
    {
        var tree = new TempTree();
        if (file is not null)
        {
            tree.Touch(FileName, file);
        }

        tree.Touch("srv/example.com/users/valid/bob");
        return new ReloadedServer(await RunningServer.StartAsync(options, tree, environment: environment));
    }

    /// <summary>As an editor does that saves whole files: under another name, then renamed.</summary>
    public void Write(string file) => File.Move(server.Tree.Touch("appsettings.new", file), server.Tree.Path(FileName), overwrite: true);

    /// <summary>Waits until it has printed this.</summary>
    public Task PrintsAsync(string text) => server.Process.WaitForOutputAsync(log => log.Contains(text, StringComparison.Ordinal), TimeSpan.FromSeconds(30));

    /// <summary>Writes the file, and waits until it has printed this.</summary>
    public async Task WriteAsync(string file, string printed)
    {
        Write(file);
        await PrintsAsync(printed);
    }

    /// <summary>A session behind EHLO.</summary>
    public async Task<(SmtpTestClient Client, long Size)> GreetAsync()
    {
        var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        return (client, await SizeAsync(client));
    }

    public static async Task<long> SizeAsync(SmtpTestClient client) =>
        long.Parse(Size().Match(string.Join('\n', (await client.CommandAsync("EHLO mx.example.net")).Lines)).Groups["size"].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The size that a new session is told.</summary>
    public async Task<long> AnnouncedSizeAsync()
    {
        var (client, size) = await GreetAsync();
        await using (client)
        {
            return size;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        server.Tree.Dispose();
    }

    [GeneratedRegex(@"[- ]SIZE (?<size>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Size();
}
