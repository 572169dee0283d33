using MsLite.Filter.Auth;
using MsLite.Filter.Spool;
using MsLite.Mail;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>One mail transaction (RFC 5321 §3.3): envelope, message, and what was found about them. RSET drops the object.</summary>
public sealed class Transaction
{
    private readonly Dictionary<Recipient, List<(string Name, string Value)>> _findings = [];
    private Lazy<MessageAuthentication>? _authentication;

    /// <summary>The reference that stands in log line, index line and reply.</summary>
    public required string Id { get; init; }

    public required SmtpClientHost Client { get; init; }

    /// <summary>Null is the null return path.</summary>
    public required EmailAddress? ReturnPath { get; init; }

    public required MailParameters Parameters { get; init; }

    public required DateTimeOffset Received { get; init; }

    /// <summary>Those in force when it began; they count to its end, whatever is changed meanwhile.</summary>
    public required MsLiteOptions Options { get; init; }

    /// <summary>Nobody sends this message: somebody asks what would become of it, and nothing may be remembered of it.</summary>
    public bool IsRehearsal { get; init; }

    public List<Recipient> Recipients { get; } = [];

    /// <summary>The message's bytes; set before the judge is asked.</summary>
    public SpooledMessage Content { get; set; } = null!;

    /// <summary>The message taken apart; set before the judge is asked.</summary>
    public MimeMessage Message { get; set; } = null!;

    /// <summary>The question to DNS for the client's name, under way since MAIL; null when the judge is to ask.</summary>
    public Once<ClientName>? NameQuestion { get; init; }

    /// <summary>What is known of the client's name; the judge waits for the answer.</summary>
    public ClientName ClientName { get; set; } = ClientName.NotKnown;

    /// <summary>The client's reverse name, or null: it has none, or DNS did not say.</summary>
    public string? ReverseName => ClientName.Name;

    /// <summary>SPF, DKIM, ARC and DMARC, for the checks that ask; made when the first does, as the judge said.</summary>
    public MessageAuthentication Authentication => _authentication!.Value;

    /// <summary>The same; null while no check has asked.</summary>
    internal MessageAuthentication? AskedAuthentication => _authentication is { IsValueCreated: true } asked ? asked.Value : null;

    /// <summary>
    /// The verdicts were there before time was up: whoever is still being asked about the message is given up because nobody needs the
    /// answer any more, and not because there was none.
    /// </summary>
    internal bool IsJudgedInTime { get; set; }

    /// <summary>A gateway seems to hide who the client is: what rests on its address is recorded and refuses nobody (<see cref="ClientGuard"/>).</summary>
    public bool ClientIsHidden { get; init; }

    /// <summary>What the authentication checks found, each a resinfo of RFC 8601 §2.2 such as "spf=pass smtp.mailfrom=example.net".</summary>
    public List<string> AuthenticationResults { get; } = [];

    /// <summary>The word for X-DKIM-RESULT; null when no check has verified the signatures.</summary>
    public string? DkimResult { get; set; }

    internal void AuthenticateBy(Func<MessageAuthentication> make) => _authentication = new Lazy<MessageAuthentication>(make);

    /// <summary>Keeps the header fields that a check adds for whoever reads this recipient's mail, each once.</summary>
    internal void Keep(Recipient recipient, IReadOnlyList<(string Name, string Value)> fields)
    {
        if (fields.Count == 0)
        {
            return;
        }

        if (!_findings.TryGetValue(recipient, out var known))
        {
            _findings.Add(recipient, known = []);
        }

        known.AddRange(fields.Except(known));
    }

    /// <summary>
    /// The header fields that checks add to the one copy for these recipients: those that every recipient's checks found. What one domain
    /// wants to read may be what another did not ask for, and a copy for both cannot say it to one of them alone.
    /// </summary>
    internal IEnumerable<(string Name, string Value)> FindingsFor(IReadOnlyList<Recipient> recipients) =>
        FindingsFor(recipients[0]).Where(field => recipients.All(recipient => FindingsFor(recipient).Contains(field)));

    /// <summary>The name HELO gave, or empty.</summary>
    public string HelloName => Client.HelloName ?? "";

    private List<(string Name, string Value)> FindingsFor(Recipient recipient) => _findings.GetValueOrDefault(recipient) ?? [];
}
