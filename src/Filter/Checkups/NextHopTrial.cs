using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using MsLite.Filter.Delivery;
using MsLite.Filter.Policy.Editing;
using MsLite.Mail;
using MsLite.Mail.Dns;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Checkups;

/// <summary>
/// Tries a next hop out for somebody who waits: does it answer, does it encrypt, does it take a recipient that exists, and does it
/// refuse one that does not? Nothing is sent.
/// </summary>
public sealed class NextHopTrial : IDisposable
{
    private const int MostWords = 300;
    private const string NotTried = "Only an administrator has that tried out. Name a server of the internet, such as smtp://mail.example.com:25, or ask one.";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    // Whoever presses the button twenty times does not make twenty connections at once.
    private readonly SemaphoreSlim _slots = new(4);
    private readonly MsLiteOptions _options;
    private readonly IDnsResolver _dns;
    private readonly TimeProvider _clock;

    internal NextHopTrial(MsLiteOptions options, IDnsResolver dns, TimeProvider clock) => (_options, _dns, _clock) = (options, dns, clock);

    public void Dispose() => _slots.Dispose();

    /// <param name="text">As the file <c>delivery</c> or the option has it.</param>
    /// <param name="valid">A recipient that the next hop should take; null when none is known.</param>
    /// <param name="domain">Whose unknown recipient is asked about.</param>
    /// <param name="isAdministrator">Others may not have this machine's programs, files, sockets and passwords tried out.</param>
    /// <exception cref="OperationCanceledException">Whoever asked has left.</exception>
    public async Task<IReadOnlyList<CheckupFinding>> RunAsync(string text, EmailAddress? valid, string domain, bool isAdministrator, CancellationToken ct)
    {
        if (!NextHop.TryParse(text, out var nextHop, out var fault))
        {
            return [CheckupFinding.Bad("Next hop", PlainText.Clean(fault, MostWords), "Correct the line; its mail waits with the senders until then.")];
        }

        if (!isAdministrator && ReservedContent.IsOurs(nextHop!))
        {
            return [CheckupFinding.Bad("Next hop", "It names a program, a file or a server of this machine or of the network behind it.", NotTried)];
        }

        if (nextHop!.EndPoints.Count == 0)
        {
            return [nextHop.Kind == NextHopKind.Maildir ? Maildir(nextHop.Path) : Program(nextHop.Path)];
        }

        await _slots.WaitAsync(ct);
        try
        {
            var hosts = await Task.WhenAll(nextHop.EndPoints.Select(async host => (isAdministrator ? host : await FarAsync(nextHop, host, ct)) is { } far
                ? await TryHostAsync(nextHop, far, valid, domain, ct)
                : [CheckupFinding.Bad("Next hop", $"{host} has no address in DNS, or one of this machine or of the network behind it.", NotTried)]));
            return [.. hosts.SelectMany(findings => findings)];
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>A name of the internet may lead anywhere, so where it leads is looked up first, and that address is tried; null when it is a near one, or none.</summary>
    private async Task<EndPoint?> FarAsync(NextHop nextHop, EndPoint host, CancellationToken ct)
    {
        if (host is not DnsEndPoint name)
        {
            return host;
        }

        var v4 = await _dns.AddressesAsync(name.Host, AddressFamily.InterNetwork, ct);
        var v6 = await _dns.AddressesAsync(name.Host, AddressFamily.InterNetworkV6, ct);
        IPAddress[] addresses = [.. v4.Addresses, .. v6.Addresses];
        return addresses.Length == 0 || Array.Exists(addresses, NearHosts.Contains) ? null
            // The certificate must be that of the name, which no neighbour has.
            : nextHop.Security.VerifyCertificate ? host
            : new IPEndPoint(addresses[0], name.Port);
    }

    private static CheckupFinding Maildir(string path) =>
        Directory.Exists(path) && Posix.MayWrite(path)
            ? CheckupFinding.Good("Maildir", $"{path} is there and can be written to.")
            : CheckupFinding.Bad("Maildir", $"{path} is not there, or the program's user may not write to it.", $"Make it: mkdir -p {path}, owned by the user the program runs as.");

    private static CheckupFinding Program(string path) =>
        File.Exists(path)
            ? CheckupFinding.Good("Program", $"{path} is there. It is not run without mail, so nothing more can be told.")
            : CheckupFinding.Bad("Program", $"There is no {path}.", "Install the program, or write the path where it is.");

    private static EmailAddress Nobody(string domain) => new($"nobody-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}", domain);

    private async Task<IReadOnlyList<CheckupFinding>> TryHostAsync(NextHop nextHop, EndPoint host, EmailAddress? valid, string domain, CancellationToken ct)
    {
        var nobody = Nobody(domain);
        EmailAddress[] asked = valid is null ? [nobody] : [valid, nobody];
        var result = await SmtpClientTrial.RunAsync(DeliveryCatalogue.OptionsFor(nextHop, _options.Hostname), host, asked, s_limit, _clock, ct);
        var name = host.ToString() ?? "";
        List<CheckupFinding> findings = [Connection(name, result)];
        if (result.Greeting is not null)
        {
            findings.Add(Security(name, host, result));
        }

        for (var i = 0; i < result.Answers.Count; i++)
        {
            findings.Add(asked[i] == nobody ? Unknown(asked[i], result.Answers[i]) : Valid(asked[i], result.Answers[i]));
        }

        return findings;
    }

    private static CheckupFinding Connection(string host, SmtpTrialResult result) => result switch
    {
        { Fault: { } fault, Greeting: null } => CheckupFinding.Bad(
            "Connection", $"{host}: {PlainText.Clean(fault, MostWords)}.", "Look whether the server runs, listens at this address and port, and lets this machine in (firewall). Mail waits with its senders meanwhile."),
        { Fault: { } fault } => CheckupFinding.Bad(
            "Connection", $"{host} answers, but the conversation ended: {PlainText.Clean(fault, MostWords)}", "The words are the server's own: its log says more. Let it accept mail from this machine without limits for strangers."),
        _ => CheckupFinding.Good("Connection", $"{host} answers: {PlainText.Clean(result.Greeting?.ToString(), MostWords)}"),
    };

    private CheckupFinding Security(string host, EndPoint endPoint, SmtpTrialResult result)
    {
        const string Subject = "Encryption";
        if (result.TlsFault is { } fault)
        {
            return CheckupFinding.Look(Subject, $"{host} offers TLS, but it fails: {PlainText.Clean(fault, MostWords)}", "Mail goes in the clear. Look at the server's certificate and its TLS versions.");
        }

        if (!result.IsEncrypted)
        {
            return IsHere(endPoint)
                ? CheckupFinding.Good(Subject, "None, and none is needed: the mail does not leave this machine.")
                : CheckupFinding.Look(Subject, $"{host} does not offer STARTTLS, so mail crosses the network in the clear.", "Switch STARTTLS on there; then ?tls=require behind the address makes sure of it.");
        }

        var who = PlainText.Clean(result.CertificateName, MostWords);
        var end = result.CertificateEnd ?? DateTimeOffset.MaxValue;
        var until = string.Create(CultureInfo.InvariantCulture, $"{end:yyyy-MM-dd}");
        return end < _clock.GetUtcNow()
            ? CheckupFinding.Look(Subject, $"TLS with {who}, whose certificate ended on {until}.", "Mail goes through all the same, unless ?verify=yes asks for a good certificate. Renew it there.")
            : CheckupFinding.Good(Subject, $"TLS with {who}, until {until}.");
    }

    private static bool IsHere(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        DnsEndPoint dns => dns.Host == "localhost",
        _ => true,
    };

    private static CheckupFinding Valid(EmailAddress recipient, SmtpClientAnswer answer)
    {
        var words = PlainText.Clean(answer.Reply.ToString(), MostWords);
        return answer switch
        {
            { Reply.IsPositive: true } => CheckupFinding.Good("A user of yours", $"{recipient} is taken: {words}"),
            { Reply.IsPermanent: true, IsOfRecipient: true } => CheckupFinding.Bad(
                "A user of yours", $"{recipient} is refused: {words}", "Make the mailbox there, or remove the user here: mail to it would be refused and kept."),
            _ => CheckupFinding.Look("A user of yours", $"{recipient} cannot be said: {words}", "Try again in a while; the server's log says more."),
        };
    }

    private static CheckupFinding Unknown(EmailAddress recipient, SmtpClientAnswer answer)
    {
        var words = PlainText.Clean(answer.Reply.ToString(), MostWords);
        return answer switch
        {
            { Reply.IsPositive: true } => CheckupFinding.Look(
                "Somebody unknown", $"{recipient} is taken, too: {words}", "The next hop takes every name, so list your users here: otherwise mail to guessed names is accepted, and may come back to forged senders."),
            { Reply.IsPermanent: true, IsOfRecipient: true } => CheckupFinding.Good("Somebody unknown", $"{recipient} is refused, so the next hop knows its users: {words}"),
            _ => CheckupFinding.Look("Somebody unknown", $"{recipient} cannot be said: {words}", "Try again in a while; some servers delay unknown recipients."),
        };
    }
}
