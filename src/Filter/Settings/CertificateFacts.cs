namespace MsLite.Filter.Settings;

/// <summary>A certificate in use: whose it is, and until when.</summary>
/// <param name="Use">What it is shown for: "SMTP", "the panel".</param>
/// <param name="Path">The file, as the option names it, or our own.</param>
/// <param name="Names">DNS names and addresses it is made out to.</param>
/// <param name="IsSelfSigned">Nobody but itself vouches for it.</param>
public sealed record CertificateFacts(
    string Use, string Path, IReadOnlyList<string> Names, string Issuer, DateTimeOffset From, DateTimeOffset Until, bool IsSelfSigned);

/// <summary>The certificates that the program shows to others.</summary>
public interface ICertificates
{
    /// <summary>As they are in use at this moment; a renewed file counts at once.</summary>
    IReadOnlyList<CertificateFacts> All { get; }
}
