using System.Security.Cryptography;
using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Dkim;

namespace MsLite.Mail.Tests.Auth;

/// <summary>Runs tests/Corpus/dkim; the README there explains the files.</summary>
public sealed class DkimCorpusTests
{
    public static TheoryData<string> Names => new(MessageFamilies.Names("dkim"));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Comes_to_the_results_of_the_corpus(string name)
    {
        var (content, dns, expected) = MessageFamilies.Read("dkim", name);

        var results = await new DkimVerifier(dns, new ManualClock()).VerifyAsync(content);

        Assert.Equal(expected, results.Select(Line));
    }

    [Fact]
    public async Task The_body_is_hashed_once_for_all_signatures_that_share_its_form()
    {
        var (content, dns, _) = MessageFamilies.Read("dkim", MessageFamilies.Names("dkim").Single(name => name.EndsWith("-six-signatures", StringComparison.Ordinal)));
        var request = new BodyHashRequest(true, null, HashAlgorithmName.SHA256);
        await new DkimVerifier(dns, new ManualClock()).VerifyAsync(content);

        var bodies = await content.HashBodyAsync([request], default);

        Assert.Single(bodies!);
    }

    private static string Line(DkimResult result) =>
        $"{result.Result.ToWord()} {(result.Domain.Length == 0 ? "-" : result.Domain)} {result.Reason}".TrimEnd() + (result.IsTesting ? " testing" : "");
}
