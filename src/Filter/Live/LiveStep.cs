using System.Net;
using MsLite.Filter.Access;

namespace MsLite.Filter.Live;

/// <summary>
/// One step of a session as it happens. What a client wrote is shown only where it was understood as a name or an address, never a
/// line as it came: that may be part of a message, or a password. Texts are cleaned of control characters and cut to a length.
/// </summary>
public sealed record LiveStep
{
    /// <summary>The same for all steps of one connection.</summary>
    public required string Session { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required LiveStepKind Kind { get; init; }

    public required IPAddress Client { get; init; }

    /// <summary>The client's reverse name; empty while it is not known.</summary>
    public required string ClientName { get; init; }

    /// <summary>The name of the last HELO or EHLO; empty before it.</summary>
    public required string Helo { get; init; }

    /// <summary>Such as "TLSv1.3 TLS_AES_256_GCM_SHA384"; empty on a plain connection.</summary>
    public required string Tls { get; init; }

    /// <summary>The envelope sender of the transaction; "&lt;&gt;" is the null return path, empty is none yet.</summary>
    public required string From { get; init; }

    /// <summary>Such as "RCPT"; "?" for what is no command; empty when there was none.</summary>
    public required string Command { get; init; }

    /// <summary>The name or address behind the command, or the recipients of a verdict; empty when there is none.</summary>
    public required string Argument { get; init; }

    /// <summary>What the client was told; empty when nothing.</summary>
    public required string Reply { get; init; }

    /// <summary>The domains that this is about: a recipient's, or those of all recipients.</summary>
    public required IReadOnlyCollection<string> Domains { get; init; }

    /// <summary>What became of the message; null for other steps.</summary>
    public Activity? Verdict { get; init; }

    internal static LiveStep Of(Activity activity, Transaction transaction, IReadOnlyList<Fate> fates, DateTimeOffset now) => new()
    {
        Session = activity.SessionId,
        Time = now,
        Kind = LiveStepKind.Verdict,
        Client = transaction.Client.Address,
        ClientName = activity.ClientName,
        Helo = activity.HelloName,
        Tls = transaction.Client.Tls ?? "",
        From = activity.From.Length > 0 ? activity.From : "<>",
        Command = "",
        Argument = string.Join(", ", activity.To),
        Reply = activity.Reply,
        Domains = [.. fates.Select(fate => fate.Recipient.Domain).Distinct()],
        Verdict = activity,
    };

    /// <summary>Whether it is about domains that they may see, and about nothing else.</summary>
    public bool IsVisibleTo(Caller caller) => caller.SeesEverything || (Domains.Count > 0 && Domains.All(caller.MaySee));
}
