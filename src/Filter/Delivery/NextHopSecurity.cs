using System.Text;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Delivery;

/// <summary>
/// What follows the <c>?</c> of a server's address: <c>tls=require</c>, <c>verify=yes</c>, <c>user=NAME&amp;password-file=PATH</c>.
/// </summary>
public sealed record NextHopSecurity
{
    public static readonly NextHopSecurity None = new();

    private const int MaxUser = 255;

    /// <summary>No TLS, no mail. <c>verify=yes</c> and <c>user=</c> imply it.</summary>
    public bool RequireTls { get; private init; }

    /// <summary>The certificate must be signed by someone the system trusts, for the host's name.</summary>
    public bool VerifyCertificate { get; private init; }

    /// <summary>Null: we do not authenticate.</summary>
    public string? User { get; private init; }

    /// <summary>Its first line is the password. An absolute path; empty without a user.</summary>
    public string PasswordFile { get; private init; } = "";

    /// <summary>Understands the options, which are separated by <c>&amp;</c>, a character that is part of a value being written <c>%26</c>.</summary>
    internal static bool TryParse(string query, bool isTls, out NextHopSecurity security, ref string fault)
    {
        security = new NextHopSecurity { RequireTls = isTls };
        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? "" : Uri.UnescapeDataString(option[(equals + 1)..]);
            if (security.With(equals < 0 ? option : option[..equals], value) is not { } next)
            {
                fault = $"\"{option}\" is none of tls=require, tls=offered, verify=yes, verify=no, user=NAME, password-file=/PATH";
                return false;
            }

            security = next;
        }

        fault = (security.User is null) != (security.PasswordFile.Length == 0) ? "user and password-file only make sense together" : "";
        security = security with { RequireTls = isTls || security.RequireTls || security.VerifyCertificate || security.User is not null };
        return fault.Length == 0;
    }

    /// <exception cref="IOException">The file cannot be read, or does not begin with a password.</exception>
    /// <exception cref="UnauthorizedAccessException">It is not ours to read.</exception>
    internal string ReadPassword()
    {
        using var reader = new StreamReader(PasswordFile, Encoding.UTF8);
        var buffer = new char[SmtpClientCredentials.MaxPassword + 2];
        var text = buffer.AsSpan(0, reader.ReadBlock(buffer));
        var end = text.IndexOfAny('\r', '\n');
        var password = (end < 0 ? text : text[..end]).ToString();
        return password.Length > 0 && Encoding.UTF8.GetByteCount(password) <= SmtpClientCredentials.MaxPassword
            ? password
            : throw new IOException($"{PasswordFile} must have a password of 1 to {SmtpClientCredentials.MaxPassword} bytes in its first line.");
    }

    private NextHopSecurity? With(string name, string value) => (name, value) switch
    {
        ("tls", "require") => this with { RequireTls = true },
        ("tls", "offered") => this,
        ("verify", "yes") => this with { VerifyCertificate = true },
        ("verify", "no") => this,
        ("user", _) when value.Length > 0 && Encoding.UTF8.GetByteCount(value) <= MaxUser && !value.Any(char.IsControl) => this with { User = value },
        ("password-file", ['/', ..]) when !value.Any(char.IsControl) => this with { PasswordFile = value },
        _ => null,
    };
}
