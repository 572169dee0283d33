using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Smtp.Protocol;

/// <summary>A proxy's XCLIENT: whom it speaks for (Postfix's XCLIENT_README). What it does not mention stays as it was.</summary>
internal static class XclientCommand
{
    /// <summary>As EHLO offers it.</summary>
    public const string Keyword = "XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT";

    /// <summary>The client as it is now known; null when the attributes are malformed.</summary>
    /// <param name="argument">What follows XCLIENT.</param>
    /// <param name="before">The client as it was known.</param>
    public static SmtpClientHost? Apply(ReadOnlySpan<byte> argument, SmtpClientHost before)
    {
        var said = new Attributes(before);
        var walk = new ParameterParser(argument);
        var any = false;
        while (walk.MoveNext())
        {
            any = true;
            if (!walk.HasValue || Xtext.Decode(walk.Value) is not { } value || !said.TrySet(walk.Keyword, value))
            {
                return null;
            }
        }

        return any && !walk.Malformed ? said.ToClient(before) : null;
    }

    private sealed class Attributes(SmtpClientHost before)
    {
        private IPAddress _address = before.Address;
        private int _port = before.EndPoint.Port;
        private IPAddress _ownAddress = before.LocalEndPoint.Address;
        private int _ownPort = before.LocalEndPoint.Port;
        private string? _name = before.GivenName;
        private bool _nameless = before.GivenNameUnavailable;
        private string? _hello = before.HelloName;
        private bool _extended = before.Extended;

        public bool TrySet(ReadOnlySpan<byte> keyword, string value)
        {
            var given = value is not ("[UNAVAILABLE]" or "[TEMPUNAVAIL]");
            switch (Encoding.ASCII.GetString(keyword).ToUpperInvariant())
            {
                case "NAME":
                    // [TEMPUNAVAIL]: the proxy's look-up failed for now, so ours may still succeed.
                    _name = given ? value : null;
                    _nameless = value == "[UNAVAILABLE]";
                    return IsWord(value);
                case "ADDR":
                    return !given || TryAddress(value, ref _address);
                case "PORT":
                    return !given || TryPort(value, ref _port);
                case "DESTADDR":
                    return !given || TryAddress(value, ref _ownAddress);
                case "DESTPORT":
                    return !given || TryPort(value, ref _ownPort);
                case "HELO":
                    _hello = given ? value : null;
                    return IsWord(value);
                case "PROTO":
                    _extended = value.Equals("ESMTP", StringComparison.OrdinalIgnoreCase);
                    return !given || _extended || value.Equals("SMTP", StringComparison.OrdinalIgnoreCase);
                case "LOGIN":
                    return true;
                default:
                    return false;
            }
        }

        public SmtpClientHost ToClient(SmtpClientHost client) => new()
        {
            SessionId = client.SessionId,
            EndPoint = new IPEndPoint(_address, _port),
            LocalEndPoint = new IPEndPoint(_ownAddress, _ownPort),
            Proxied = true,
            GivenName = _name,
            GivenNameUnavailable = _nameless,
            HelloName = _hello,
            Extended = _extended,
            Tls = client.Tls,
        };

        private static bool IsWord(string text) => text.Length is > 0 and <= 255 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

        private static bool TryAddress(string text, ref IPAddress address)
        {
            var six = text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase);
            var family = six ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
            if (!IPAddress.TryParse(six ? text.AsSpan(5) : text, out var parsed)
                || parsed.AddressFamily != family || (!six && text.Count('.') != 3))
            {
                return false;
            }

            address = NetworkSet.Normalise(parsed);
            return true;
        }

        private static bool TryPort(string text, ref int port)
        {
            if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            port = number;
            return true;
        }
    }
}
