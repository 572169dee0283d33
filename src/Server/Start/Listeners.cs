using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MsLite.Filter;

namespace MsLite.Web.Start;

/// <summary>Kestrel's end points: SMTP and the panel. After the start they know the ports that were really taken.</summary>
internal sealed class Listeners
{
    private readonly List<ListenOptions> _smtp = [];
    private readonly List<(ListenOptions Listen, bool IsHttps)> _http = [];

    public IReadOnlyList<IPEndPoint> Smtp => [.. _smtp.Select(listen => listen.IPEndPoint!)];

    /// <summary>As one types them into a browser on this machine.</summary>
    public IReadOnlyList<string> Http =>
        [.. _http.Select(http => $"{(http.IsHttps ? "https" : "http")}://{Reachable(http.Listen.IPEndPoint!)}")];

    public void Open(KestrelServerOptions kestrel, MsLiteOptions options, Action<ListenOptions> speakSmtp, Action<ListenOptions> speakTls)
    {
        foreach (var text in options.Smtp.Listen)
        {
            if (ListenAddress.TryParse(text, out var address))
            {
                Listen(kestrel, address, listen =>
                {
                    speakSmtp(listen);
                    _smtp.Add(listen);
                });
            }
        }

        foreach (var text in options.Http.Listen)
        {
            if (HttpAddress.TryParse(text, out var address))
            {
                Listen(kestrel, address.Listen, listen =>
                {
                    if (address.IsHttps)
                    {
                        speakTls(listen);
                    }

                    _http.Add((listen, address.IsHttps));
                });
            }
        }
    }

    // "Every address" is no address that one can go to.
    private static IPEndPoint Reachable(IPEndPoint endPoint) =>
        endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.Loopback, endPoint.Port) : endPoint;

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address, Action<ListenOptions> configure)
    {
        if (address.Address is null)
        {
            kestrel.ListenAnyIP(address.Port, configure);
        }
        else
        {
            kestrel.Listen(address.Address, address.Port, configure);
        }
    }
}
