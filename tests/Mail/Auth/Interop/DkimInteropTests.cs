using System.Security.Cryptography;
using System.Text;
using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Auth.Interop;

/// <summary>Messages signed by other programs verify.</summary>
public sealed class DkimInteropTests : IDisposable
{
    private const string Message =
        "From: Ann <ann@signer.example>\r\nTo: Bob <bob@reader.example>\r\nSubject: A  folded\r\n\t and   spaced subject \r\n"
        + "Date: Mon, 1 Jun 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n\r\n two  spaces \t\r\n\r\n.\r\nlast line\t\r\n\r\n\r\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("dkim-interop").FullName;
    private readonly RSA _key = RSA.Create(2048);

    private string KeyPath => Path.Combine(_folder, "key.pem");

    private string MessagePath => Path.Combine(_folder, "message");

    [DebianFact(OtherProgram.Python, OtherProgram.PythonDkim, OtherProgram.PythonNacl)]
    public async Task Verifies_what_dkimpy_signs()
    {
        Prepare();
        var ed25519 = (await OtherProgram.RunAsync("", OtherProgram.Python, Script("dkim_sign.py"), KeyPath, MessagePath, Signed())).Trim();
        var dns = Keys();
        dns["ed._domainkey.signer.example", DnsType.Txt] = ["v=DKIM1; k=ed25519; p=" + ed25519];

        Assert.Equal(16, await AssertAllPassAsync(dns));
    }

    [DebianFact(OtherProgram.Perl, OtherProgram.PerlDkim)]
    public async Task Verifies_what_Mail_DKIM_signs()
    {
        Prepare();
        await OtherProgram.RunAsync("", OtherProgram.Perl, Script("dkim_sign.pl"), KeyPath, MessagePath, Signed());

        Assert.Equal(6, await AssertAllPassAsync(Keys()));
    }

    [DebianFact(OtherProgram.OpenDkim)]
    public async Task Finds_the_signature_of_opendkim_testmsg_right_but_historic()
    {
        Prepare();
        var signed = await OtherProgram.RunAsync(Message, OtherProgram.OpenDkim, "-C", "-d", "signer.example", "-s", "rsa", "-k", KeyPath);

        var result = await VerifyAsync(Keys(), Encoding.ASCII.GetBytes(signed));

        // It signs with rsa-sha1 only, which RFC 8301 §3.1 does not let pass.
        Assert.Equal((AuthResult.Policy, "rsa-sha1 is historic"), (result.Result, result.Reason));
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _key.Dispose();
    }

    private async Task<int> AssertAllPassAsync(FakeDns dns)
    {
        var paths = Directory.GetFiles(Signed());
        foreach (var path in paths)
        {
            var result = await VerifyAsync(dns, await File.ReadAllBytesAsync(path));
            Assert.True(result.Result == AuthResult.Pass, $"{Path.GetFileName(path)}: {result}");
        }

        return paths.Length;
    }

    private static async Task<DkimResult> VerifyAsync(FakeDns dns, byte[] message)
    {
        var content = new SignedContent(MimeMessage.Parse(message), new MemoryStream(message));
        return Assert.Single(await new DkimVerifier(dns, TimeProvider.System).VerifyAsync(content));
    }

    private void Prepare()
    {
        File.WriteAllText(KeyPath, _key.ExportRSAPrivateKeyPem() + "\n");
        File.WriteAllText(MessagePath, Message);
    }

    private FakeDns Keys() => new() { ["rsa._domainkey.signer.example", DnsType.Txt] = ["v=DKIM1; k=rsa; p=" + Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo())] };

    private string Signed() => Directory.CreateDirectory(Path.Combine(_folder, "signed")).FullName;

    private static string Script(string name) => RepositoryRoot.Join("tests", "Mail", "Auth", "Interop", name);
}
