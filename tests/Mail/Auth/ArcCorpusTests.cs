using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Arc;

namespace MsLite.Mail.Tests.Auth;

/// <summary>Runs tests/Corpus/arc; the README there explains the files.</summary>
public sealed class ArcCorpusTests
{
    public static TheoryData<string> Names => new(MessageFamilies.Names("arc"));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Comes_to_the_results_of_the_corpus(string name)
    {
        var (content, dns, expected) = MessageFamilies.Read("arc", name);

        var result = await new ArcValidator(dns).ValidateAsync(content);

        Assert.Equal(expected.Single(), string.Join(' ', [result.Result.ToWord(), .. result.Hops.Select(hop => hop.Sealer)]));
        Assert.Equal(result.Result is AuthResult.Fail or AuthResult.TempError, result.Reason.Length > 0);
    }
}
