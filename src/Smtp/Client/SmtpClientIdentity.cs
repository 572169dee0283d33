using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Smtp.Client;

/// <summary>The client whose mail we pass on, as XCLIENT and XFORWARD name it (Postfix's XCLIENT_README and XFORWARD_README).</summary>
/// <param name="ReverseName">Null when it has none.</param>
/// <param name="HelloName">Empty when it gave none.</param>
/// <param name="Extended">It said EHLO.</param>
public sealed record SmtpClientIdentity(IPEndPoint EndPoint, string? ReverseName, string HelloName, bool Extended)
{
    private const string Unavailable = "[UNAVAILABLE]";

    // A command line is 512 bytes; two values of this length in xtext fit with the rest.
    private const int MaxValue = 120;

    /// <summary>For XFORWARD, which goes with each message.</summary>
    internal string ForMessage(IReadOnlySet<string> offered) => Attributes(offered, withPort: true);

    /// <summary>
    /// For XCLIENT, which holds until the next one and costs two exchanges. So it leaves out the port: one host's many connections
    /// are one client.
    /// </summary>
    internal string ForConnection(IReadOnlySet<string> offered) => Attributes(offered, withPort: false);

    /// <summary>The attributes among <paramref name="offered"/>, such as <c>NAME=a.example ADDR=192.0.2.1</c>.</summary>
    private string Attributes(IReadOnlySet<string> offered, bool withPort)
    {
        var text = new StringBuilder();
        Add("NAME", ReverseName);
        Add("ADDR", Address());
        if (withPort)
        {
            Add("PORT", EndPoint.Port.ToString(CultureInfo.InvariantCulture));
        }

        Add("PROTO", Extended ? "ESMTP" : "SMTP");
        Add("HELO", HelloName);
        return text.ToString().TrimStart(' ');

        void Add(string name, string? value)
        {
            if (offered.Contains(name))
            {
                text.Append(' ').Append(name).Append('=').Append(string.IsNullOrEmpty(value) ? Unavailable : Xtext(value));
            }
        }
    }

    /// <summary>The HELO name when it can be said again in an EHLO of ours; otherwise null.</summary>
    internal string? SpeakableHelloName =>
        HelloName.Length is > 0 and <= 255 && !HelloName.AsSpan().ContainsAnyExceptInRange('!', '~') ? HelloName : null;

    private string Address() =>
        EndPoint.AddressFamily == AddressFamily.InterNetworkV6 ? $"IPV6:{EndPoint.Address}" : EndPoint.Address.ToString();

    /// <summary>RFC 3461 §4: "+", "=" and what is not printable ASCII as "+" and two hexadecimal digits.</summary>
    private static string Xtext(string value)
    {
        var text = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(value.Length <= MaxValue ? value : value[..MaxValue]))
        {
            if (b is > (byte)' ' and <= (byte)'~' and not (byte)'+' and not (byte)'=')
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('+').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
