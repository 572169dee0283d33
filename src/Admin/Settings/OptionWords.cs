namespace MsLite.Admin.Settings;

/// <summary>What each option is for, in a line; keys of the panel's words.</summary>
internal static class OptionWords
{
    private static readonly Dictionary<string, string> s_words = new(StringComparer.Ordinal)
    {
        ["SrvRoot"] = "The policy tree.",
        ["SpamRoot"] = "The archive of refused mail.",
        ["StateRoot"] = "The program's own: accounts, journal, history, certificate, log.",
        ["Hostname"] = "The name it greets with; the machine's when none is given.",
        ["Smtp:Listen"] = "Where it takes mail.",
        ["Smtp:MaxMessageSize"] = "Bytes of the largest message it takes.",
        ["Smtp:MaxConnections"] = "Clients at a time.",
        ["Smtp:MaxConnectionsPerClient"] = "Connections of one client at a time.",
        ["Smtp:MaxLoad"] = "Load average for each of the machine's processors above which new clients are asked to come again; 0 is no limit.",
        ["Smtp:TrustedProxies"] = "Who may speak PROXY or XCLIENT, and so name other clients.",
        ["Smtp:RelayClients"] = "Who may send to any domain.",
        ["Smtp:Certificate"] = "For STARTTLS; a self-signed one is made when none is given.",
        ["Delivery"] = "The next hop of domains that name none of their own.",
        ["Dns:Servers"] = "The name servers; those of the machine when none are given.",
        ["Http:Listen"] = "Where this panel and the REST interface are reached.",
        ["Http:Certificate"] = "For https; that of SMTP when none is given.",
        ["Http:TrustedProxies"] = "Reverse proxies whose X-Forwarded-For is believed.",
        ["Clamav:Server"] = "clamd, for checks/clamav.",
        ["Rspamd:Server"] = "rspamd, for checks/rspamd.",
        ["Spamassassin:Server"] = "spamd, for checks/spamassassin.",
        ["Admin:PasswordFile"] = "Holds the password of the first administrator, for a set-up without a browser.",
        ["Log:Format"] = "What is written on standard output: text for people, json for programs.",
        ["Otlp:Endpoint"] = "The OpenTelemetry collector that gets traces and metrics.",
        ["Journal:Days"] = "How long it is remembered what became of each message.",
        ["Journal:MaxRows"] = "How much of it is remembered, in rows.",
        ["Quarantine:Days"] = "How long refused mail is kept where the policy says nothing else.",
        ["Quarantine:Megabytes"] = "How much of it is kept, in MiB; 0 is no limit.",
        ["Quarantine:UndoSeconds"] = "How long a release or a deletion waits, and can be taken back, in seconds.",
        ["Database"] = "sqlite, in StateRoot; or a PostgreSQL connection string.",
        ["IpBlacklistDirectory"] = "A file in it named like a client's address refuses that client, for every domain.",
    };

    /// <summary>Empty for an option that has none.</summary>
    public static string Of(string key) => s_words.GetValueOrDefault(key, "");
}
