using System.Net;
using System.Net.Sockets;

namespace MsLite.Harness;

/// <summary>For programs that cannot be told to take any port.</summary>
public static class FreePort
{
    /// <summary>A port of 127.0.0.1 that was free a moment ago.</summary>
    public static int Take()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Sockets of one port of 127.0.0.1 that is free for both protocols: the system chooses among those free for one.</summary>
    public static (Socket Udp, Socket Tcp) BindBoth(int backlog)
    {
        for (var attempt = 1; ; attempt++)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
            var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                tcp.Bind(udp.LocalEndPoint!);
                tcp.Listen(backlog);
                return (udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < 50)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    /// <summary>Waits until somebody accepts connections there. Throws when nobody does in time.</summary>
    public static async Task WaitForAsync(int port, TimeSpan limit)
    {
        using var clock = new CancellationTokenSource(limit);
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port, clock.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, clock.Token);
            }
        }
    }
}
