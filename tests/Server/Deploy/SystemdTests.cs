using System.Net.Sockets;
using System.Text;
using MsLite.Harness;

namespace MsLite.Web.Tests.Deploy;

public sealed class SystemdTests
{
    private static readonly string s_unit = RepositoryRoot.Join("deploy", "systemd", "mslite.service");

    [ToolFact("systemd-analyze")]
    public async Task The_unit_has_no_fault()
    {
        using var tree = new TempTree();
        // Where dotnet is depends on the machine.
        var unit = tree.Touch("mslite.service", (await File.ReadAllTextAsync(s_unit)).Replace("/usr/bin/dotnet", Tool.Find("dotnet"), StringComparison.Ordinal));
        await using var verify = await ChildProcess.StartAsync(Tool.Find("systemd-analyze")!, ["verify", "--man=no", unit], tree.Root);

        await verify.WaitForExitAsync();

        Assert.Equal((0, ""), (verify.ExitCode, verify.Output));
    }

    [ToolFact("systemd-analyze")]
    public async Task The_unit_leaves_the_program_next_to_nothing_to_harm_the_system_with()
    {
        using var tree = new TempTree();
        // Exposure from 0 (none) to 100 (all that root can): it takes connections from everywhere and opens port 25.
        await using var security = await ChildProcess.StartAsync(Tool.Find("systemd-analyze")!, ["security", "--offline=true", "--threshold=20", s_unit], tree.Root);

        await security.WaitForExitAsync();

        Assert.True(security.ExitCode == 0, security.Output);
        Assert.Contains("Overall exposure level", security.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Systemd_is_told_when_mail_is_taken_and_when_it_stops()
    {
        using var tree = new TempTree();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(tree.Path("notify")));
        // The program knows systemd by the name of its parent.
        var parent = tree.Touch("systemd", $"""
            #!/bin/sh
            NOTIFY_SOCKET='{tree.Path("notify")}' dotnet '{RunningServer.ProgramFile}' --MsLite:Smtp:Listen=127.0.0.1:0 --MsLite:Http:Listen=http://127.0.0.1:0 &
            trap 'kill -TERM $!' TERM
            while kill -0 $! 2>/dev/null; do wait $!; code=$?; done
            exit $code
            """);
        tree.Permit("systemd", (UnixFileMode)0b111_101_101);
        await using var program = await ChildProcess.StartAsync(parent, [], tree.Root);

        Assert.Equal("READY=1", await HearAsync(systemd));
        await program.SignalAsync("TERM");
        Assert.Equal("STOPPING=1", await HearAsync(systemd));
        await program.WaitForExitAsync();
        Assert.Equal(0, program.ExitCode);
    }

    [Fact]
    public async Task A_reload_sends_the_signal_that_the_program_reads_its_options_at()
    {
        var reload = (await File.ReadAllLinesAsync(s_unit)).Single(line => line.StartsWith("ExecReload=", StringComparison.Ordinal));
        await using var server = await RunningServer.StartAsync();
        // What systemd puts in.
        await using var kill = await ChildProcess.StartAsync("sh", ["-c", reload["ExecReload=".Length..].Replace("$MAINPID", $"{server.Process.Id}", StringComparison.Ordinal)]);

        await kill.WaitForExitAsync();

        Assert.Equal((0, ""), (kill.ExitCode, kill.Output));
        await server.Process.WaitForOutputAsync(log => log.Contains("The options were read again", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    private static async Task<string> HearAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[1024];
        var length = await socket.ReceiveAsync(buffer, limit.Token);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
