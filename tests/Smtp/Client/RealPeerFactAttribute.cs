namespace MsLite.Smtp.Tests.Client;

/// <summary>A test against Postfix's own programs, left out where they are not installed or where we may not start them.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealPeerFactAttribute : FactAttribute
{
    public RealPeerFactAttribute()
    {
        if (!RealPeer.IsHere)
        {
            Skip = RealPeer.Missing;
        }
    }
}

/// <summary>The same, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealPeerTheoryAttribute : TheoryAttribute
{
    public RealPeerTheoryAttribute()
    {
        if (!RealPeer.IsHere)
        {
            Skip = RealPeer.Missing;
        }
    }
}

internal static class RealPeer
{
    public const string Missing = "Needs Debian's package postfix, and root to start it.";

    public static bool IsHere => File.Exists("/usr/sbin/postfix") && File.Exists("/usr/sbin/smtp-sink") && Environment.UserName == "root";

    /// <summary>A port that was free a moment ago: neither program can choose one by itself.</summary>
    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task WaitForPortAsync(int port)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync(System.Net.IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }
}
