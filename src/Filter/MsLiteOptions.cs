namespace MsLite.Filter;

/// <summary>The section <c>MsLite</c> of the configuration (README, Options).</summary>
public sealed class MsLiteOptions
{
    public string SrvRoot { get; set; } = "data/srv";

    public string SpamRoot { get; set; } = "data/spam";

    public string StateRoot { get; set; } = "data/state";

    /// <summary>The name we greet with; the machine's when empty.</summary>
    public string Hostname { get; set; } = "";

    /// <summary>Default next hop.</summary>
    public string Delivery { get; set; } = "maildir:data/mail";

    public SmtpOptions Smtp { get; set; } = new();

    public DnsOptions Dns { get; set; } = new();

    public HttpOptions Http { get; set; } = new();

    public AdminOptions Admin { get; set; } = new();

    /// <summary>"sqlite", or a PostgreSQL connection string.</summary>
    public string Database { get; set; } = "sqlite";

    /// <summary>A file named like the client's address refuses, for every domain. Empty: /etc/blacklist.d if it exists.</summary>
    public string IpBlacklistDirectory { get; set; } = "";
}

/// <summary>Lists are arrays, or one string with commas; binding makes arrays of both.</summary>
public sealed class SmtpOptions
{
    public string[] Listen { get; set; } = [];

    /// <summary>Bytes.</summary>
    public long MaxMessageSize { get; set; } = 52_428_800;

    public int MaxConnections { get; set; } = 5000;

    /// <summary>Not for loopback and trusted proxies.</summary>
    public int MaxConnectionsPerClient { get; set; } = 100;

    public string[] TrustedProxies { get; set; } = [];

    public string[] RelayClients { get; set; } = [];

    public string Certificate { get; set; } = "";
}

public sealed class DnsOptions
{
    public string[] Servers { get; set; } = [];
}

public sealed class HttpOptions
{
    public string[] Listen { get; set; } = [];
}

public sealed class AdminOptions
{
    public string PasswordFile { get; set; } = "";
}
