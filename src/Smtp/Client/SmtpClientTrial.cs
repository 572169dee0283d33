using System.Net;
using MsLite.Mail;

namespace MsLite.Smtp.Client;

/// <summary>Tries a next hop out on a connection of its own: greeting, TLS, and what it says of some recipients. No message is sent.</summary>
public static class SmtpClientTrial
{
    /// <param name="endPoint">One host of the next hop.</param>
    /// <param name="limit">For all of it: somebody is waiting.</param>
    /// <exception cref="OperationCanceledException">Whoever asked has left.</exception>
    public static async Task<SmtpTrialResult> RunAsync(
        SmtpClientOptions options, EndPoint endPoint, IReadOnlyList<EmailAddress> recipients, TimeSpan limit, TimeProvider clock, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        var peer = new SmtpClientPeer(endPoint, clock);
        var result = await TryAsync(options, peer, tryTls: true, recipients, clock, either.Token);
        if (result is { TlsFault: { } fault } && !options.ImplicitTls && !options.RequireTls)
        {
            // As for mail: rather in the clear than not at all.
            result = await TryAsync(options, peer, tryTls: false, recipients, clock, either.Token) with { TlsFault = fault };
        }

        ct.ThrowIfCancellationRequested();
        return late.IsCancellationRequested && result.Fault is not null
            ? result with { Fault = FormattableString.Invariant($"No answer within {limit.TotalSeconds:0.#} s") }
            : result;
    }

    private static async Task<SmtpTrialResult> TryAsync(
        SmtpClientOptions options, SmtpClientPeer peer, bool tryTls, IReadOnlyList<EmailAddress> recipients, TimeProvider clock, CancellationToken ct)
    {
        using var connection = new SmtpClientConnection(options, peer, clock);
        var answers = new List<SmtpClientAnswer>();
        string? fault = null;
        var isTlsFault = false;
        try
        {
            await connection.OpenAsync(tryTls, ct);
            using var abort = connection.AbortOn(ct);
            foreach (var recipient in recipients)
            {
                answers.Add(await new SmtpClientQuestion(connection, recipient).RunAsync());
            }
        }
        catch (SmtpClientException trouble)
        {
            (fault, isTlsFault) = (trouble.Message, trouble.IsTls);
        }

        var certificate = connection.IsEncrypted ? connection.Channel.PeerCertificate : null;
        var result = new SmtpTrialResult
        {
            Fault = fault,
            TlsFault = isTlsFault ? fault : null,
            Greeting = connection.Greeting,
            IsEncrypted = connection.IsEncrypted,
            CertificateName = certificate?.Subject ?? "",
            CertificateIssuer = certificate?.Issuer ?? "",
            CertificateEnd = certificate?.NotAfter.ToUniversalTime(),
            Answers = answers,
        };
        if (fault is null)
        {
            await connection.QuitAsync();
        }

        return result;
    }
}

/// <summary>What a next hop showed when it was tried out. Its texts are the next hop's own.</summary>
public sealed record SmtpTrialResult
{
    /// <summary>Why it went no further; null when it went to the end.</summary>
    public string? Fault { get; init; }

    /// <summary>Why there is no TLS although it was offered; null otherwise.</summary>
    public string? TlsFault { get; init; }

    /// <summary>Null when it did not come to that.</summary>
    public SmtpReply? Greeting { get; init; }

    public bool IsEncrypted { get; init; }

    public string CertificateName { get; init; } = "";

    public string CertificateIssuer { get; init; } = "";

    /// <summary>Null without TLS.</summary>
    public DateTimeOffset? CertificateEnd { get; init; }

    /// <summary>To the recipients, in their order, as far as it came.</summary>
    public IReadOnlyList<SmtpClientAnswer> Answers { get; init; } = [];
}
