using System.Net;
using System.Net.Sockets;

namespace MsLite.Filter.Delivery;

/// <summary>Where delivered mail goes: the option <c>Delivery</c> or a domain's file <c>delivery</c>, parsed.</summary>
/// <param name="Text">As written.</param>
public sealed record NextHop(string Text)
{
    private const int MaxHosts = 8;

    // The longer before the one it begins with.
    private static readonly string[] s_schemes = ["smtps", "smtp", "lmtp", "maildir", "bsmtp"];

    public NextHopKind Kind { get; private init; }

    /// <summary>It can be asked whether it takes mail for a recipient, without any mail.</summary>
    public bool AnswersCallouts => Kind is NextHopKind.Smtp or NextHopKind.Smtps or NextHopKind.Lmtp;

    /// <summary>Of a server, the first to be tried first; empty for a Maildir or a program.</summary>
    public IReadOnlyList<EndPoint> EndPoints { get; private init; } = [];

    /// <summary>What a server must show and is shown.</summary>
    public NextHopSecurity Security { get; private init; } = NextHopSecurity.None;

    /// <summary>The directory of the Maildirs, or the program's file; empty for a server.</summary>
    public string Path { get; private init; } = "";

    /// <summary>
    /// Understands <c>smtp://host:port</c>, <c>smtps://host:port</c>, <c>lmtp://host:port</c>, <c>lmtp:/path/to/socket</c>,
    /// <c>bsmtp:/path/to/rsmtp</c> and <c>maildir:/path</c>; otherwise gives a sentence that says what is wrong. A host may be a list,
    /// <c>a:25,b:25</c>, and after a <c>?</c> there may be what <see cref="NextHopSecurity"/> understands.
    /// </summary>
    public static bool TryParse(string text, out NextHop? nextHop, out string error)
    {
        var trimmed = text.Trim();
        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : trimmed[..colon].ToLowerInvariant();
        var rest = trimmed[(colon + 1)..];
        (nextHop, error) = scheme switch
        {
            "smtp" => Server(text, rest, NextHopKind.Smtp, 25),
            "smtps" => Server(text, rest, NextHopKind.Smtps, 465),
            "lmtp" when !rest.StartsWith("//", StringComparison.Ordinal) => Socket(text, rest),
            "lmtp" => Server(text, rest, NextHopKind.Lmtp, 24),
            "maildir" => Maildir(text, rest),
            "bsmtp" => Program(text, rest),
            _ => Wrong(text, "write smtp://host:port, smtps://host:port, lmtp://host:port, lmtp:/path/to/socket, bsmtp:/path/to/rsmtp or maildir:/path"),
        };
        return nextHop is not null;
    }

    /// <summary>The word before the colon of a text that was understood, for counters.</summary>
    internal static string Scheme(string text) => Array.Find(s_schemes, scheme => text.TrimStart().StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) ?? "none";

    private static (NextHop?, string) Maildir(string text, string path) =>
        IsPath(path)
            ? (new NextHop(text) { Kind = NextHopKind.Maildir, Path = System.IO.Path.GetFullPath(path) }, "")
            : Wrong(text, "behind maildir: comes the directory that holds DOMAIN/USER/Maildir, such as maildir:/var/mail");

    private static (NextHop?, string) Program(string text, string path) =>
        IsPath(path) && path[0] == '/' && path[^1] != '/' && !path.Contains(' ', StringComparison.Ordinal)
            ? (new NextHop(text) { Kind = NextHopKind.Bsmtp, Path = path }, "")
            : Wrong(text, "behind bsmtp: comes the absolute path of a program without arguments, such as bsmtp:/usr/sbin/rsmtp");

    private static (NextHop?, string) Socket(string text, string path)
    {
        // sockaddr_un holds 108 bytes, the last of them NUL.
        if (!IsPath(path) || path[0] != '/' || System.Text.Encoding.UTF8.GetByteCount(path) > 107)
        {
            return Wrong(text, "behind lmtp: comes a socket's absolute path of at most 107 bytes, such as lmtp:/run/dovecot/lmtp, or //host:port");
        }

        return (new NextHop(text) { Kind = NextHopKind.Lmtp, EndPoints = [new UnixDomainSocketEndPoint(path)] }, "");
    }

    private static (NextHop?, string) Server(string text, string rest, NextHopKind kind, int defaultPort)
    {
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            return Wrong(text, "two slashes and a host are missing, as in smtp://mail.example.com:25");
        }

        var query = rest.IndexOf('?', StringComparison.Ordinal);
        var hosts = query < 0 ? rest[2..] : rest[2..query];
        var fault = "";
        if (!NextHopSecurity.TryParse(query < 0 ? "" : rest[(query + 1)..], kind == NextHopKind.Smtps, out var security, ref fault)
            || !TryHosts(hosts.TrimEnd('/'), defaultPort, out var endPoints, ref fault))
        {
            return Wrong(text, fault);
        }

        return (new NextHop(text) { Kind = kind, EndPoints = endPoints, Security = security }, "");
    }

    private static bool TryHosts(string hosts, int defaultPort, out IReadOnlyList<EndPoint> endPoints, ref string fault)
    {
        var found = new List<EndPoint>();
        endPoints = found;
        foreach (var host in hosts.Split(','))
        {
            if (!HostPort.TryParse(host.Trim(), defaultPort, out var endPoint, out fault))
            {
                return false;
            }

            found.Add(endPoint);
        }

        fault = found.Count > MaxHosts ? $"more than {MaxHosts} hosts would keep a client waiting too long" : "";
        return fault.Length == 0;
    }

    private static bool IsPath(string path) => path.Length > 0 && !path.Any(char.IsControl);

    private static (NextHop?, string) Wrong(string text, string what) => (null, $"The next hop \"{text}\" is not understood: {what}.");
}

public enum NextHopKind
{
    Maildir,
    Smtp,

    /// <summary>SMTP, with TLS from the first byte.</summary>
    Smtps,

    /// <summary>RFC 2033.</summary>
    Lmtp,

    /// <summary>RFC 2442, on a program's standard input.</summary>
    Bsmtp,
}
