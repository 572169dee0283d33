using System.Text;
using MsLite.Filter.Delivery;

namespace MsLite.Filter.Policy.Editing;

/// <summary>
/// What only administrators may write into a domain's files: whatever makes this machine run a program, read or write a file, or talk to a daemon
/// of its own or of its neighbourhood (<see cref="NearHosts"/>). Whoever is trusted with a domain is not trusted with the machine.
/// </summary>
internal static class ReservedContent
{
    /// <param name="before">What stands there; it may stay when other lines change.</param>
    /// <returns>A sentence; null when everybody who may change the file may write this.</returns>
    public static string? Fault(PolicyPath path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) =>
        Find(path, after) is { } reserved && reserved != Find(path, before)
            ? $"\"{PlainText.Clean(reserved)}\" names a program, a file or a daemon of this machine or of the network behind it: only an administrator may write that. Name a server of the internet, such as smtp://mail.example.com:25, or ask one."
            : null;

    private static string? Find(PolicyPath path, ReadOnlySpan<byte> content)
    {
        var body = PolicyBody.Parse(Encoding.UTF8.GetString(content));
        return path.Place!.Role switch
        {
            "delivery" => DomainPolicy.FirstLine(body.Text) is { } text && NextHop.TryParse(text, out var hop, out _) && IsOurs(hop!) ? text : null,
            "checks" => body["server"],
            _ => null,
        };
    }

    /// <summary>The next hop is a program, a file or a socket of this machine, stands beside it, or is shown a password of it.</summary>
    internal static bool IsOurs(NextHop hop) =>
        hop.Path.Length > 0 || hop.Security.PasswordFile.Length > 0 || hop.EndPoints.Any(NearHosts.Contains);
}
