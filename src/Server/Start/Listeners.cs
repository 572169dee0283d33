using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MsLite.Filter;

namespace MsLite.Web.Start;

/// <summary>Kestrel's end points: SMTP and the panel. After the start they know the ports that were really taken.</summary>
internal sealed class Listeners
{
    private readonly List<ListenOptions> _smtp = [];
    private readonly List<ListenOptions> _http = [];

    public IReadOnlyList<IPEndPoint> Smtp => [.. _smtp.Select(listen => listen.IPEndPoint!)];

    public IReadOnlyList<IPEndPoint> Http => [.. _http.Select(listen => listen.IPEndPoint!)];

    public void Open(KestrelServerOptions kestrel, MsLiteOptions options, Action<ListenOptions> speakSmtp)
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
                Listen(kestrel, address, _http.Add);
            }
        }
    }

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
