using System.Globalization;
using System.Net;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Checkups;

/// <summary>Speaks to our own listener as a stranger would: the port, the greeting, the certificate.</summary>
internal sealed class ListenerPart(MsLiteOptions options, TimeProvider clock) : ICheckupPart
{
    private const int MailPort = 25;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(14);

    public string Subject => "Port and TLS certificate";

    public async Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct)
    {
        var findings = new List<CheckupFinding>();
        foreach (var text in options.Smtp.Listen)
        {
            if (ListenAddress.TryParse(text, out var listen))
            {
                findings.AddRange(await LookAsync(Nearest(listen), ct));
            }
        }

        return findings;
    }

    private static IPEndPoint Nearest(ListenAddress listen) => listen.Address switch
    {
        null => new IPEndPoint(IPAddress.Loopback, listen.Port),
        var any when any.Equals(IPAddress.Any) => new IPEndPoint(IPAddress.Loopback, listen.Port),
        var any when any.Equals(IPAddress.IPv6Any) => new IPEndPoint(IPAddress.IPv6Loopback, listen.Port),
        var one => new IPEndPoint(one, listen.Port),
    };

    private async Task<IReadOnlyList<CheckupFinding>> LookAsync(IPEndPoint endPoint, CancellationToken ct)
    {
        var result = await SmtpClientTrial.RunAsync(
            new SmtpClientOptions { EndPoints = [endPoint], HelloName = options.Hostname }, endPoint, [], s_limit, clock, ct);
        var subject = $"Port {endPoint.Port}";
        if (result.Fault is { } fault)
        {
            return [CheckupFinding.Bad(subject, $"{endPoint} does not answer as it should: {PlainText.Clean(fault)}", "Look into the server's log, and whether another program holds the port.")];
        }

        return [Port(subject, endPoint), Certificate(result)];
    }

    private CheckupFinding Port(string subject, IPEndPoint endPoint)
    {
        const string FromOutside = "Whether the world gets through cannot be told from here. On another machine try:";
        var command = $"swaks --server {options.Hostname}:{MailPort} --quit-after EHLO";
        return endPoint.Port != MailPort
            ? CheckupFinding.Look(subject, $"{endPoint} answers, but the world sends to port {MailPort}.", $"Lead port {MailPort} here (docker run -p {MailPort}:{endPoint.Port}, or the firewall). {FromOutside} {command}")
            : CheckupFinding.Look(subject, $"{endPoint} answers.", $"{FromOutside} {command}");
    }

    private CheckupFinding Certificate(SmtpTrialResult result)
    {
        const string Name = "TLS certificate";
        const string Renew = "Put a new one where MsLite:Smtp:Certificate points to; it is taken without a restart.";
        if (result.CertificateEnd is not { } end)
        {
            return CheckupFinding.Bad(Name, $"STARTTLS does not work: {PlainText.Clean(result.TlsFault ?? "it is not offered")}", "Look into the server's log; the certificate may not fit its key.");
        }

        var (who, until) = (PlainText.Clean(result.CertificateName), string.Create(CultureInfo.InvariantCulture, $"{end:yyyy-MM-dd}"));
        var now = clock.GetUtcNow();
        return end < now ? CheckupFinding.Bad(Name, $"{who} ended on {until}.", Renew)
            : end < now + s_soon ? CheckupFinding.Look(Name, $"{who} ends on {until}.", Renew)
            : result.CertificateName == result.CertificateIssuer ? CheckupFinding.Look(Name, $"{who}, self-signed, until {until}.", "Mail is encrypted, but senders that ask for a good certificate (DANE, MTA-STS) turn away. Set MsLite:Smtp:Certificate to one from Let's Encrypt, for instance.")
            : CheckupFinding.Good(Name, $"{who} by {PlainText.Clean(result.CertificateIssuer)}, until {until}.");
    }
}
