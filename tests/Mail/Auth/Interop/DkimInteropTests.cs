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

    private const string Header = "From: ann@signer.example\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\n";

    // No field is repeated: what rspamd 3.4 signs of such fields does not verify with dkimpy and Mail::DKIM either (RFC 6376 §5.4.2).
    private static readonly string[] s_messages =
    [
        Message,
        Header + "\r\nOne line.\r\n",
        Header + "\r\nNo line end",
        Header + "\r\n",
        Header + "\r\n\r\n\r\n",
        Header + "Subject: Gr\u00fc\u00dfe\r\n\r\nGr\u00fc\u00dfe.\r\n..dots\r\n",
        Header + "To: bob@reader.example\r\nX-Other: 1\r\nSubject:\r\n\tbegins on the next line\r\n\r\nText \t with \t\tblanks \r\n \r\n",
        Header + "Subject: long\r\n\r\n" + new string('x', 900) + "\r\n" + string.Concat(Enumerable.Repeat("many lines  of text\r\n", 5000)),
    ];

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

    [DebianFact(PrivateRspamd.Program, PrivateRspamd.Admin)]
    public async Task Verifies_what_rspamd_signs()
    {
        await using var rspamd = await PrivateRspamd.StartAsync("signer.example");
        var dns = new FakeDns();
        foreach (var (selector, record) in rspamd.Records)
        {
            dns[$"{selector}._domainkey.signer.example", DnsType.Txt] = [record];
        }

        foreach (var message in s_messages)
        {
            var signed = await rspamd.SignAsync(Encoding.UTF8.GetBytes(message));

            var results = await VerifyAllAsync(dns, signed);

            Assert.True(results.Count == 2 && results.All(result => result.Result == AuthResult.Pass), $"{string.Join('\n', results)}\n{Encoding.UTF8.GetString(signed)}");
            Assert.Equal(["ed25519-sha256", "rsa-sha256"], results.Select(result => result.Algorithm).Order(StringComparer.Ordinal));
        }
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

    private static async Task<DkimResult> VerifyAsync(FakeDns dns, byte[] message) => Assert.Single(await VerifyAllAsync(dns, message));

    private static async Task<IReadOnlyList<DkimResult>> VerifyAllAsync(FakeDns dns, byte[] message) =>
        await new DkimVerifier(dns, TimeProvider.System).VerifyAsync(new SignedContent(MimeMessage.Parse(message), new MemoryStream(message)));

    private void Prepare()
    {
        File.WriteAllText(KeyPath, _key.ExportRSAPrivateKeyPem() + "\n");
        File.WriteAllText(MessagePath, Message);
    }

    private FakeDns Keys() => new() { ["rsa._domainkey.signer.example", DnsType.Txt] = ["v=DKIM1; k=rsa; p=" + Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo())] };

    private string Signed() => Directory.CreateDirectory(Path.Combine(_folder, "signed")).FullName;

    private static string Script(string name) => RepositoryRoot.Join("tests", "Mail", "Auth", "Interop", name);
}
