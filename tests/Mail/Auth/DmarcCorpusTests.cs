using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Dmarc;
using MsLite.Mail.Auth.Spf;

namespace MsLite.Mail.Tests.Auth;

/// <summary>Runs tests/Corpus/dmarc/*.cases; the README there explains the lines.</summary>
public sealed class DmarcCorpusTests
{
    private static readonly Dictionary<string, List<string>> s_scenarios = Scenarios.Read("dmarc");

    public static TheoryData<string> Titles => new(s_scenarios.Keys);

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Comes_to_the_results_of_the_corpus(string title)
    {
        var dns = new FakeDns();
        var (spf, dkim, last) = ((SpfResult?)null, new List<DkimResult>(), (DmarcResult?)null);
        foreach (var line in s_scenarios[title])
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "spf":
                    spf = new SpfResult { Result = Result(words[1]), Domain = words[2] };
                    break;
                case "dkim":
                    dkim.Add(new DkimResult { Result = Result(words[1]), Domain = words[2] });
                    break;
                case "from":
                    last = await new DmarcEvaluator(dns).EvaluateAsync(words[1..], spf, dkim);
                    (spf, dkim) = (null, []);
                    break;
                case "=":
                    Assert.Equal(line[2..], $"{last!.Result.ToWord()} {last.Policy.ToWord()} {last.OrganizationalDomain}".Trim());
                    break;
                default:
                    Scenarios.AddTo(dns, line);
                    break;
            }
        }
    }

    [Fact]
    public async Task A_walk_asks_at_most_eight_questions()
    {
        var dns = new FakeDns();
        await new DmarcEvaluator(dns).EvaluateAsync([string.Join('.', Enumerable.Repeat("a", 120))], null, []);
        Assert.Equal(8, dns.Questions.Count);
    }

    private static AuthResult Result(string word) => Enum.Parse<AuthResult>(word, ignoreCase: true);
}
