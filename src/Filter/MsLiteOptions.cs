using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>The section <c>MsLite</c> of the configuration: how the process runs. What decides about mail stands under /srv.</summary>
public sealed class MsLiteOptions
{
    /// <summary>The policy tree.</summary>
    public string SrvRoot { get; set; } = "data/srv";

    /// <summary>The archive of refused mail.</summary>
    public string SpamRoot { get; set; } = "data/spam";

    /// <summary>What the program keeps for itself: certificate, log, database.</summary>
    public string StateRoot { get; set; } = "data/state";

    /// <summary>The name we greet with; the machine's when empty.</summary>
    public string Hostname { get; set; } = "";

    /// <summary>Default next hop; a domain's file <c>delivery</c> overrides it.</summary>
    public string Delivery { get; set; } = "maildir:data/mail";

    public SmtpOptions Smtp { get; set; } = new();

    public DnsOptions Dns { get; set; } = new();

    public HttpOptions Http { get; set; } = new();

    public AdminOptions Admin { get; set; } = new();

    /// <summary>clamd: <c>unix:/path</c> or <c>host:port</c>, or "none".</summary>
    public ScannerOptions Clamav { get; set; } = new() { Server = "unix:/run/clamav/clamd.ctl" };

    /// <summary>rspamd's normal worker: <c>http://host:port</c>, or "none".</summary>
    public ScannerOptions Rspamd { get; set; } = new() { Server = "http://127.0.0.1:11333" };

    /// <summary>spamd: <c>host:port</c> or <c>unix:/path</c>, or "none".</summary>
    public ScannerOptions Spamassassin { get; set; } = new() { Server = "127.0.0.1:783" };

    public LogOptions Log { get; set; } = new();

    public OtlpOptions Otlp { get; set; } = new();

    public JournalOptions Journal { get; set; } = new();

    public QuarantineOptions Quarantine { get; set; } = new();

    /// <summary>"sqlite", or a PostgreSQL connection string.</summary>
    public string Database { get; set; } = "sqlite";

    /// <summary>Whether the database is a file of this node's own; otherwise other nodes may share it, and then /srv and /spam too.</summary>
    public bool IsAlone => Database == State.StateDatabase.Sqlite;

    /// <summary>A file named like the client's address refuses, for every domain. Empty: /etc/blacklist.d if it exists.</summary>
    public string IpBlacklistDirectory { get; set; } = "";
}

/// <summary>How mail comes in. An address list holds what <see cref="ListenAddress"/> or <see cref="ClientNetwork"/> can read.</summary>
public sealed class SmtpOptions
{
    public string[] Listen { get; set; } = ["0.0.0.0:2525"];

    /// <summary>Bytes; 50 MiB, the size most providers have settled near.</summary>
    public long MaxMessageSize { get; set; } = 52_428_800;

    public int MaxConnections { get; set; } = 5000;

    /// <summary>Not for loopback and trusted proxies.</summary>
    public int MaxConnectionsPerClient { get; set; } = 100;

    /// <summary>New clients are turned away (421) while the load average of one minute, for each processor, is above it; 0 is no limit.</summary>
    public int MaxLoad { get; set; }

    /// <summary>Who may speak PROXY or XCLIENT.</summary>
    public string[] TrustedProxies
    {
        get;
        set => (field, TrustedNetworks) = (value, Read(value));
    } = [];

    /// <summary>Who may send to any domain.</summary>
    public string[] RelayClients
    {
        get;
        set => (field, RelayNetworks) = (value, Read(value));
    } = [];

    /// <summary><see cref="TrustedProxies"/>, as far as they can be read.</summary>
    public NetworkSet TrustedNetworks { get; private set; } = NetworkSet.Empty;

    /// <summary><see cref="RelayClients"/>, as far as they can be read.</summary>
    public NetworkSet RelayNetworks { get; private set; } = NetworkSet.Empty;

    /// <summary>A PEM or PFX file; a self-signed one is made when empty.</summary>
    public string Certificate { get; set; } = "";

    // The validator says what cannot be read.
    private static NetworkSet Read(string[] texts)
    {
        _ = NetworkSet.TryParse(texts, out var networks, out _);
        return networks;
    }
}

public sealed class DnsOptions
{
    /// <summary>Address, or address and port; those of /etc/resolv.conf when empty.</summary>
    public string[] Servers { get; set; } = [];
}

/// <summary>A daemon that looks at whole messages, for the checks whose body does not name one.</summary>
public sealed class ScannerOptions
{
    public string Server { get; set; } = "";
}

/// <summary>How long it is remembered what became of each message.</summary>
public sealed class JournalOptions
{
    /// <summary>Days; 0 keeps no journal.</summary>
    public int Days { get; set; } = 30;

    /// <summary>Rows, one for each message and recipient, of about two KiB; beyond them the oldest go.</summary>
    public long MaxRows { get; set; } = 1_000_000;
}

/// <summary>How long and how much refused mail is kept where the policy says nothing else, and how long one may think again.</summary>
public sealed class QuarantineOptions
{
    public int Days { get; set; } = 30;

    /// <summary>MiB of all domains together, beyond which the oldest messages go; 0 is no limit.</summary>
    public int Megabytes { get; set; }

    /// <summary>Seconds in which a release or a deletion that was wanted in the panel can be taken back; nothing is done before they are over.</summary>
    public int UndoSeconds { get; set; } = 8;
}

public sealed class HttpOptions
{
    public string[] Listen { get; set; } = ["http://127.0.0.1:8080"];

    /// <summary>For https: a PEM or PFX file; that of SMTP when empty.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Whose X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    public string[] TrustedProxies { get; set; } = [];
}

/// <summary>How the program speaks on its standard output.</summary>
public sealed class LogOptions
{
    public const string Text = "text";
    public const string Json = "json";

    /// <summary>Lines for people, or a JSON object a line.</summary>
    public string Format { get; set; } = Text;
}

/// <summary>Who collects traces and metrics.</summary>
public sealed class OtlpOptions
{
    /// <summary>An OpenTelemetry collector's address, such as http://127.0.0.1:4318; nothing is sent when empty.</summary>
    public string Endpoint { get; set; } = "";
}

public sealed class AdminOptions
{
    /// <summary>Sets the first administrator's password head-less.</summary>
    public string PasswordFile { get; set; } = "";
}
