using System.Globalization;
using System.Net;
using System.Text;

namespace MsLite.Mail.Auth.Spf;

/// <summary>What the macro letters stand for (RFC 7208 §7.2) while one domain's record is read.</summary>
/// <param name="ReverseName">The client's validated reverse name, or "unknown" where no macro asked for it.</param>
internal sealed record SpfMacroValues(SpfQuestion Question, string Domain, string ReverseName, DateTimeOffset Now)
{
    public string Of(char letter) => letter switch
    {
        's' => Question.Sender,
        'l' => LocalPart,
        'o' => Question.Sender[(Question.Sender.LastIndexOf('@') + 1)..],
        'd' => Domain,
        'i' => Dotted(Question.Client),
        'p' => ReverseName,
        'v' => Question.Client.GetAddressBytes().Length == 4 ? "in-addr" : "ip6",
        'h' => Question.Helo,
        'c' => Question.Client.ToString(),
        'r' => Question.Receiver,
        _ => Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
    };

    private string LocalPart
    {
        get
        {
            var at = Question.Sender.LastIndexOf('@');
            return at <= 0 ? "postmaster" : Question.Sender[..at];
        }
    }

    // RFC 7208 §7.3: an IPv6 address is its 32 hexadecimal digits with dots between; upper case, as the suite for that RFC has it.
    private static string Dotted(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 4)
        {
            return address.ToString();
        }

        var digits = new StringBuilder(63);
        foreach (var digit in Convert.ToHexString(bytes))
        {
            digits.Append(digits.Length == 0 ? "" : ".").Append(digit);
        }

        return digits.ToString();
    }
}
