using System.Diagnostics.CodeAnalysis;
using System.Net;
using MsLite.Mail;

namespace MsLite.Filter.Explain;

/// <summary>Who would send a message to whom: what the wire would have told.</summary>
/// <param name="From">Null is the null return path.</param>
public sealed record ExplainQuestion(EmailAddress? From, EmailAddress To, IPAddress Ip, string Helo)
{
    /// <summary>Takes the words of a command line or form; otherwise gives a sentence that says which of them is wrong.</summary>
    /// <param name="from">An address, with or without angle brackets; empty or "&lt;&gt;" for a bounce.</param>
    public static bool TryParse(string from, string to, string ip, string helo, [NotNullWhen(true)] out ExplainQuestion? question, out string fault)
    {
        question = null;
        var sender = AddressText.WithoutBrackets(from);
        var returnPath = AddressText.Parse(sender);
        var recipient = AddressText.Parse(to);
        fault = sender.Length > 0 && returnPath is null ? $"The sender \"{from}\" is no address: write ann@example.net, or <> for a bounce."
            : recipient is null ? $"The recipient \"{to}\" is no address: write bob@example.com."
            : !IPAddress.TryParse(ip, out _) ? $"The client's address \"{ip}\" is none: write 192.0.2.7 or 2001:db8::7."
            : "";
        if (fault.Length > 0)
        {
            return false;
        }

        question = new ExplainQuestion(returnPath, recipient!, IPAddress.Parse(ip), helo.Trim());
        return true;
    }
}
