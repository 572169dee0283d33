using System.Diagnostics;

namespace MsLite.Harness;

/// <summary>A PostgreSQL server of a test's own, on a free port of 127.0.0.1, its files in a temporary folder.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    // It will not run as root; Debian's package makes this user.
    private static readonly string[] s_otherUser = Environment.UserName == "root"
        ? ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
        : [];

    private readonly TempTree _tree;
    private readonly ChildProcess _process;

    private PrivatePostgres(TempTree tree, ChildProcess process, int port)
    {
        (_tree, _process) = (tree, process);
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=mslite;Database=postgres";
    }

    /// <summary>For the option Database.</summary>
    public string ConnectionString { get; }

    public static async Task<PrivatePostgres> StartAsync()
    {
        var tree = new TempTree();
        await Process.Start("chmod", ["0777", tree.Root]).WaitForExitAsync();
        await using (var initdb = await StartAsync("initdb", ["-D", tree.Path("data"), "-U", "mslite", "-A", "trust", "-E", "UTF8", "--no-sync"]))
        {
            await initdb.WaitForExitAsync();
            if (initdb.ExitCode != 0)
            {
                throw new InvalidOperationException(initdb.Output);
            }
        }

        var port = FreePort.Take();
        var server = await StartAsync(
            "postgres", ["-D", tree.Path("data"), "-h", "127.0.0.1", "-p", $"{port}", "-c", "unix_socket_directories=", "-c", "fsync=off"]);
        await server.WaitForOutputAsync(text => text.Contains("ready to accept connections", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        return new PrivatePostgres(tree, server, port);
    }

    public async ValueTask DisposeAsync()
    {
        // "Fast" shutdown: open connections are ended.
        await _process.SignalAsync("INT");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await _process.DisposeAsync();
        _tree.Dispose();
    }

    private static Task<ChildProcess> StartAsync(string program, string[] arguments) => ChildProcess.StartAsync(
        "setpriv", [.. s_otherUser, "--pdeathsig", "KILL", Tool.Find(program)!, .. arguments], "/");
}
