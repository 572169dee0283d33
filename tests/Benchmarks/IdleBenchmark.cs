using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MsLite.Benchmarks;

/// <summary>What 2,000 clients that say EHLO and then nothing cost in memory.</summary>
internal static class IdleBenchmark
{
    private const int Connections = 2000;

    public static int Run()
    {
        using var world = new BenchmarkWorld();
        using var sink = Server.StartSink();
        using var dns = new SlowNameServer(TimeSpan.Zero);
        using var program = Server.StartProgram(world.Root, sink.Port, dns.Address);
        _ = new SmtpLoad(program.Port, 20, 4000, 1024, 20).Run();
        var before = program.Memory;
        var sockets = Enumerable.Range(0, Connections).Select(_ => Connect(program.Port)).ToList();
        var during = program.Memory;
        sockets.ForEach(socket => socket.Dispose());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Connections} idle connections: {during - before:F1} MB over {before:F1} MB, {(during - before) * 1024 / Connections:F1} KB each"));
        return 0;
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        var buffer = new byte[2048];
        socket.Receive(buffer);
        socket.Send("EHLO idle.example\r\n"u8);
        socket.Receive(buffer);
        return socket;
    }
}
