using System.Net;
using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Spf;

namespace MsLite.Mail.Tests.Auth;

/// <summary>Runs tests/Corpus/spf/*.cases; the README there explains the lines.</summary>
public sealed class SpfCorpusTests
{
    private static readonly Dictionary<string, List<string>> s_scenarios = Scenarios.Read("spf");

    public static TheoryData<string> Titles => new(s_scenarios.Keys);

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Comes_to_the_results_of_the_corpus(string title)
    {
        var dns = new FakeDns();
        foreach (var line in s_scenarios[title].Where(line => line[0] is not ('a' or '=')))
        {
            Scenarios.AddTo(dns, line);
        }

        SpfResult? result = null;
        var asked = "";
        foreach (var line in s_scenarios[title].Where(line => line[0] is 'a' or '='))
        {
            var words = line.Split(' ', 4);
            if (words[0] == "ask")
            {
                asked = line;
                var question = SpfQuestion.For(IPAddress.Parse(words[1]), Sender(words[3]), words[2]);
                result = await new SpfEvaluator(dns, TimeProvider.System).CheckHostAsync(question);
            }
            else
            {
                Assert.Equal(line[2..], $"{result!.Result.ToWord()} {result.Explanation}".Trim());
                Assert.True(result.Result != AuthResult.PermError || result.Problem!.Length > 0, asked);
            }
        }
    }

    private static EmailAddress? Sender(string text)
    {
        var at = text.LastIndexOf('@');
        return text == "<>" ? null : new EmailAddress(text[..at], text[(at + 1)..]);
    }
}
