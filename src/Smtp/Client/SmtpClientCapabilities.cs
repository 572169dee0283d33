using System.Collections.Frozen;

namespace MsLite.Smtp.Client;

/// <summary>What a next hop offered in its last EHLO or LHLO reply.</summary>
internal sealed class SmtpClientCapabilities
{
    /// <summary>A next hop that knows HELO only.</summary>
    public static readonly SmtpClientCapabilities None = new();

    public bool Pipelining { get; private set; }

    public bool Size { get; private set; }

    public bool EightBitMime { get; private set; }

    public bool SmtpUtf8 { get; private set; }

    public bool Dsn { get; private set; }

    public bool StartTls { get; private set; }

    /// <summary>The mechanisms of AUTH.</summary>
    public IReadOnlySet<string> Authentication { get; private set; } = FrozenSet<string>.Empty;

    /// <summary>The attributes that XCLIENT takes; empty when it is not offered to us.</summary>
    public IReadOnlySet<string> XClient { get; private set; } = FrozenSet<string>.Empty;

    public IReadOnlySet<string> XForward { get; private set; } = FrozenSet<string>.Empty;

    public SmtpExtensions Extensions =>
        (SmtpUtf8 ? SmtpExtensions.SmtpUtf8 : SmtpExtensions.None) | (Dsn ? SmtpExtensions.Dsn : SmtpExtensions.None);

    /// <summary>RFC 5321 §4.1.1.1: the first line is a greeting, each other a keyword with its parameters.</summary>
    public static SmtpClientCapabilities Parse(SmtpReply reply)
    {
        var offered = new SmtpClientCapabilities();
        foreach (var line in reply.Lines.Skip(1))
        {
            offered.Add(line.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return offered;
    }

    /// <summary>XCLIENT begins the session anew, and who had authenticated then has not.</summary>
    public void ForgetXClient() => XClient = FrozenSet<string>.Empty;

    public void KeepXClient(SmtpClientCapabilities before, bool isPresented)
    {
        if (isPresented && XClient.Count == 0)
        {
            XClient = before.XClient;
        }
    }

    private void Add(string[] words)
    {
        switch (words.FirstOrDefault())
        {
            case "PIPELINING":
                Pipelining = true;
                break;
            case "SIZE":
                Size = true;
                break;
            case "8BITMIME":
                EightBitMime = true;
                break;
            case "SMTPUTF8":
                SmtpUtf8 = true;
                break;
            case "DSN":
                Dsn = true;
                break;
            case "STARTTLS":
                StartTls = true;
                break;
            case "AUTH":
                Authentication = words.Skip(1).ToFrozenSet();
                break;
            case "XCLIENT":
                XClient = words.Skip(1).ToFrozenSet();
                break;
            case "XFORWARD":
                XForward = words.Skip(1).ToFrozenSet();
                break;
        }
    }
}
