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
