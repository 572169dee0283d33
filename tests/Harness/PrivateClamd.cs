using System.Text;

namespace MsLite.Harness;

/// <summary>
/// A ClamAV daemon of a test's own, on a socket and on a free port, that knows two signatures and nothing else: EICAR's test file, which
/// is made for this, and whatever <see cref="LearnAsync"/> adds.
/// </summary>
public sealed class PrivateClamd : PrivateDaemon
{
    public const string Program = "clamd";

    /// <summary>What it calls EICAR's test file: signatures that do not come from ClamAV's own have this ending.</summary>
    public const string EicarName = "Eicar-Test-Signature.UNOFFICIAL";

    private readonly int _port = FreePort.Take();

    private PrivateClamd()
    {
        Sign("Eicar-Test-Signature", Eicar);
        Tree.Touch("clamd.conf", $"""
            DatabaseDirectory {Tree.Path("db")}
            LocalSocket {Tree.Path("clamd.ctl")}
            TCPSocket {_port}
            TCPAddr 127.0.0.1
            TemporaryDirectory {Tree.Folder("tmp")}
            Foreground yes
            StreamMaxLength 1M
            MaxThreads 4

            """);
    }

    /// <summary>EICAR's test file. In two pieces, so that no virus scanner finds this source file.</summary>
    public static string Eicar { get; } = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    /// <summary>Its socket, as an address.</summary>
    public string Socket => $"unix:{Tree.Path("clamd.ctl")}";

    /// <summary>Its port, as an address.</summary>
    public string Address => $"127.0.0.1:{_port}";

    public static Task<PrivateClamd> StartAsync() => StartedAsync(new PrivateClamd());

    /// <summary>Adds a signature and waits until the daemon has read it.</summary>
    public async Task LearnAsync(string name, string pattern)
    {
        Sign(name, pattern);
        var before = Process.Output.Length;
        await Process.SignalAsync("USR2");
        await Process.WaitForOutputAsync(log => log[before..].Contains("Activating the newly loaded database", StringComparison.Ordinal), StartLimit);
    }

    protected override async Task<ChildProcess> RunAsync()
    {
        var process = await ChildProcess.StartAsync(Tool.Find(Program)!, ["-c", Tree.Path("clamd.conf")], Tree.Root);
        await process.WaitForOutputAsync(log => log.Contains("Self checking every", StringComparison.Ordinal), StartLimit);
        await FreePort.WaitForAsync(_port, StartLimit);
        return process;
    }

    /// <summary>An "extended signature": name, any kind of file, any offset, the bytes in hexadecimal.</summary>
    private void Sign(string name, string pattern) =>
        Tree.Touch($"db/{name}.ndb", $"{name}:0:*:{Convert.ToHexStringLower(Encoding.ASCII.GetBytes(pattern))}\n");
}
