using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Filter.Scanners;

/// <summary>A daemon that looks at whole messages: how its address is written, and what to tell the operator when it is not there.</summary>
/// <param name="Check">The check that asks it, and its place in the options.</param>
/// <param name="Program">What the operator knows it by.</param>
/// <param name="Port">Where an address without a port is meant.</param>
/// <param name="Prefix">What its addresses begin with; empty for a protocol without one.</param>
/// <param name="Package">Debian's package with the program.</param>
internal sealed record ScannerKind(string Check, string Program, int Port, string Prefix, string Package)
{
    /// <summary>The address that says: there is none here, on purpose.</summary>
    public const string None = "none";

    private const string SocketPrefix = "unix:";

    /// <summary>sockaddr_un holds 108 bytes, the last of them NUL.</summary>
    private const int MostPath = 107;

    public static readonly ScannerKind Clamav = new("clamav", "clamd", 3310, "", "clamav-daemon");

    public static readonly ScannerKind Rspamd = new("rspamd", "rspamd", 11333, "http://", "rspamd");

    public static readonly ScannerKind Spamassassin = new("spamassassin", "spamd", 783, "", "spamd");

    public static readonly IReadOnlyList<ScannerKind> All = [Clamav, Rspamd, Spamassassin];

    public string OptionKey => $"{char.ToUpperInvariant(Check[0])}{Check[1..]}:Server";

    public string Remedy =>
        $"Start {Program} (Debian's {Package}), or say where it is: MsLite:{OptionKey}, or server: in the file checks/{Check}. MsLite:{OptionKey}={None} says that there is none.";

    /// <summary>Understands an address; otherwise gives a sentence.</summary>
    public bool TryParse(string text, [NotNullWhen(true)] out EndPoint? endPoint, out string fault)
    {
        var rest = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..].TrimEnd('/') : text;
        if (Prefix.Length == 0 && SocketPath(rest) is { } path)
        {
            fault = IsSocketPath(path) ? "" : $"Behind unix: comes a socket's absolute path of at most {MostPath} bytes.";
            endPoint = fault.Length == 0 ? new UnixDomainSocketEndPoint(path) : null;
        }
        else if (!HostPort.TryParse(rest, Port, out endPoint, out var clause))
        {
            fault = $"It is not understood: {clause}. {Example}";
        }
        else
        {
            fault = "";
        }

        return endPoint is not null;
    }

    private string Example => Prefix.Length > 0 ? $"Write {Prefix}127.0.0.1:{Port}." : $"Write unix:/path/to/socket or 127.0.0.1:{Port}.";

    private static string? SocketPath(string text) =>
        text.StartsWith(SocketPrefix, StringComparison.OrdinalIgnoreCase) ? text[SocketPrefix.Length..]
        : text.StartsWith('/') ? text
        : null;

    private static bool IsSocketPath(string path) =>
        path.StartsWith('/') && !path.Any(char.IsControl) && Encoding.UTF8.GetByteCount(path) <= MostPath;
}
