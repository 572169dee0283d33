using System.Net;
using MsLite.Filter;

namespace MsLite.Web.Commands;

/// <summary>Asks the running program whether it is ready: for images and scripts that have no other HTTP client.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Prints what the program says, and gives the exit code.</summary>
    public static async Task<int> RunAsync(MsLiteOptions options)
    {
        if (!HttpAddress.TryParse(options.Http.Listen[0], out var address))
        {
            await Console.Error.WriteLineAsync($"MsLite:Http:Listen is \"{options.Http.Listen[0]}\", so there is nobody to ask.");
            return ExitCode.Found;
        }

        var readiness = new Uri($"{(address.IsHttps ? "https" : "http")}://{Reachable(address.Listen)}/readyz");
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } }) { Timeout = s_patience };
            using var answer = await client.GetAsync(readiness);
            await Console.Out.WriteAsync(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.Found;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"Nobody answers at {readiness}: {fault.GetBaseException().Message}");
            return ExitCode.Found;
        }
    }

    // Ourselves, so the certificate need not be for this name.
    private static IPEndPoint Reachable(ListenAddress listen) =>
        new(listen.Address is null || listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : listen.Address, listen.Port);
}
