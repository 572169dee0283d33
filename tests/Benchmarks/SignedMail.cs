using System.Security.Cryptography;
using System.Text;

namespace MsLite.Benchmarks;

/// <summary>Messages with a valid DKIM signature (RFC 6376, simple/simple), ready for DATA.</summary>
internal sealed class SignedMail : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public string KeyRecord => "v=DKIM1; k=rsa; p=" + Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    /// <param name="size">Bytes, roughly; all of them ASCII, and no line begins with a dot.</param>
    public byte[] Write(string domain, int size)
    {
        var from = $"From: Ann <ann@{domain}>\r\n";
        var body = new StringBuilder();
        while (body.Length < size)
        {
            body.Append("The quick brown fox jumps over the lazy dog, and then once more.\r\n");
        }

        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(body.ToString())));
        var field = $"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=key; h=from; bh={hash}; b=";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(from + field), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Encoding.ASCII.GetBytes(
            $"{field}{Convert.ToBase64String(signature)}\r\n{from}To: bob@example.com\r\nSubject: benchmark\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
            + $"Message-ID: <1@{domain}>\r\n\r\n{body}.\r\n");
    }

    public void Dispose() => _key.Dispose();
}
