using System.Net;
using System.Text;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Arc;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Dmarc;
using MsLite.Mail.Auth.Spf;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>A DNS in which every name has the same text, address, exchanger and reverse name: the attacker's, whoever is asked.</summary>
internal sealed class HostileDns(string text) : IDnsResolver
{
    public ValueTask<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default) => ValueTask.FromResult(type switch
    {
        DnsType.Txt => DnsAnswer.Found(new TextRecord(text)),
        DnsType.A => DnsAnswer.Found(new AddressRecord(IPAddress.Parse("192.0.2.99"))),
        DnsType.Mx => DnsAnswer.Found(new MxRecord(1, name), new MxRecord(2, "x." + name)),
        DnsType.Ptr => DnsAnswer.Found(new NameRecord("a.test"), new NameRecord("b." + name)),
        _ => DnsAnswer.NoData,
    });

    /// <summary>The result of work that only asks this DNS, and so never waits.</summary>
#pragma warning disable VSTHRD002 // It is complete.
    public static T Done<T>(ValueTask<T> work) => work.IsCompletedSuccessfully ? work.Result : throw new InvalidOperationException("It waited, or failed.", work.AsTask().Exception);
#pragma warning restore VSTHRD002
}

/// <summary>SPF records, in which every include and redirect leads back to the same text.</summary>
public sealed class SpfRecordTarget : IFuzzTarget
{
    public string Name => "spf-record";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "v=spf1 ip4:192.0.2.0/24 a:%{d}/24//64 mx ptr:a.test exists:%{ir}.%{v}.%{l1r-}.test -all exp=why.%{d}",
        "v=spf1 include:%{l}.%{d2} redirect=%{d1r}.test",
        "v=spf1 ip6:2001:db8::/32 ?include:a.test ~all x-y=%%%_%-");

    public void Run(ReadOnlySpan<byte> data)
    {
        var question = new SpfQuestion(IPAddress.Parse("192.0.2.1"), "a.test", "a-b.c@a.test", "h.test");
        _ = HostileDns.Done(new SpfEvaluator(new HostileDns(Encoding.Latin1.GetString(data)), TimeProvider.System).CheckHostAsync(question));
    }
}

/// <summary>DMARC records, found at every name of the walk.</summary>
public sealed class DmarcRecordTarget : IFuzzTarget
{
    public string Name => "dmarc-record";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "v=DMARC1; p=reject; sp=none; np=quarantine; psd=y; t=y; adkim=s; aspf=r; rua=mailto:a@b.test,https://c.test", "v = DMARC1;p=none");

    public void Run(ReadOnlySpan<byte> data)
    {
        var dkim = new DkimResult { Result = AuthResult.Pass, Domain = "m.a.test" };
        _ = HostileDns.Done(new DmarcEvaluator(new HostileDns(Encoding.Latin1.GetString(data))).EvaluateAsync(["x.y.a.test"], null, [dkim]));
    }
}

/// <summary>Key records, for a signature that looks good.</summary>
public sealed class DkimKeyTarget : IFuzzTarget
{
    private static readonly byte[] s_message =
        [.. "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed; d=a.test; s=s; h=from; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=AAAA\r\n"u8,
         .. "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed; d=a.test; s=s; h=from; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=AAAA\r\nFrom: a@a.test\r\n\r\n"u8];

    public string Name => "dkim-key";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "v=DKIM1; k=rsa; h=sha1:sha256; s=email:*; t=y:s; n=note; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALgSoqXVSEmfcIsOzw7oRuCCOwsmtX/SJnTWxYyj2leFxfS/AVJ+dYfY+hXqMsT7l+MZvvh/R1WzN4MO/kI/7XsCAwEAAQ==",
        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    public void Run(ReadOnlySpan<byte> data)
    {
        var content = new SignedContent(MimeMessage.Parse(s_message), new MemoryStream(s_message));
        _ = HostileDns.Done(new DkimVerifier(new HostileDns(Encoding.Latin1.GetString(data)), TimeProvider.System).VerifyAsync(content));
    }
}

/// <summary>Whole messages with signatures and ARC sets.</summary>
public sealed class SignedMessageTarget : IFuzzTarget
{
    public string Name => "signed-message";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=a.test; s=s; i=x=20y@b.a.test; l=3; t=1; x=9999999999; q=dns/txt; h=From:to:to;\r\n\tbh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=AA\r\n\tAA\r\nFrom: a@a.test\r\nTo: b@b.test\r\n\r\nbody \t\r\n\r\n\r\n",
        "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=a.test; s=s; b=AAAA\r\nARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=a.test; s=s; h=from; bh=AAAA; b=AAAA\r\nARC-Authentication-Results: i=1; a.test; dkim=pass\r\nFrom: a@a.test\r\n\r\n");

    public void Run(ReadOnlySpan<byte> data)
    {
        var bytes = data.ToArray();
        var content = new SignedContent(MimeMessage.Parse(bytes), new MemoryStream(bytes));
        var dns = new HostileDns("v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALgSoqXVSEmfcIsOzw7oRuCCOwsmtX/SJnTWxYyj2leFxfS/AVJ+dYfY+hXqMsT7l+MZvvh/R1WzN4MO/kI/7XsCAwEAAQ==");
        foreach (var result in HostileDns.Done(new DkimVerifier(dns, TimeProvider.System).VerifyAsync(content)))
        {
            AssertOneLine(ResInfoWriter.Write(result));
        }

        AssertOneLine(ResInfoWriter.Write(HostileDns.Done(new ArcValidator(dns).ValidateAsync(content))));
        AssertOneLine(ResInfoWriter.Write(HostileDns.Done(new DmarcEvaluator(dns).EvaluateAsync(AuthorDomains.Of(content.Headers), null, []))));
    }

    private static void AssertOneLine(string text)
    {
        if (text.Length > 1000 || text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new InvalidOperationException("A result cannot stand in a header: " + text);
        }
    }
}

/// <summary>Authentication-Results fields.</summary>
public sealed class AuthenticationResultsTarget : IFuzzTarget
{
    public string Name => "authentication-results";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzCorpus.Texts(
        "mx.a.test 1; spf=pass (it (nested) matched) smtp.mailfrom=\"a b\"@a.test; DKIM/1 = Fail reason=\"x\\\"y\" header . d = a.test",
        "(c) \"quoted id\"; none");

    public void Run(ReadOnlySpan<byte> data)
    {
        var text = Encoding.Latin1.GetString(data);
        var field = AuthenticationResults.Parse(text);
        if (AuthenticationResults.TryParseAuthservId(text, out var id) && id != field.AuthservId)
        {
            throw new InvalidOperationException($"Two readings of one id: {id}, {field.AuthservId}");
        }
    }
}
