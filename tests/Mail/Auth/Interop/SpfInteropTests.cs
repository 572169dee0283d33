using System.Net;
using System.Text.Json;
using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Spf;
using MsLite.Mail.Dns;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Auth.Interop;

/// <summary>Random records and clients come to the same result here and with other implementations.</summary>
public sealed class SpfInteropTests(ITestOutputHelper output)
{
    private const int Questions = 1000;

    [DebianFact(OtherProgram.Python, OtherProgram.PythonSpf)]
    public Task Agrees_with_pyspf_on_generated_records() => AssertAgreesAsync(OtherProgram.Python, "spf_oracle.py");

    [DebianFact(OtherProgram.Perl, OtherProgram.PerlSpf)]
    public Task Agrees_with_Mail_SPF_on_generated_records() => AssertAgreesAsync(OtherProgram.Perl, "spf_oracle.pl");

    private async Task AssertAgreesAsync(string program, string script)
    {
        var generated = Enumerable.Range(0, Questions).Select(seed => new SpfGenerator(seed).Next()).ToList();
        var theirs = await AskAsync(program, script, generated);
        Assert.Equal(Questions, theirs.Length);

        var counts = new SortedDictionary<string, int>();
        var differences = new List<string>();
        foreach (var (question, their) in generated.Zip(theirs))
        {
            var our = await AskOursAsync(question);
            counts[our] = counts.GetValueOrDefault(our) + 1;
            var words = their.Split('\t');
            if (our != words[0])
            {
                // Behind the tab the other program says why.
                differences.Add($"{our} here, {string.Join(": ", words)} there: {JsonSerializer.Serialize(question)}");
            }
        }

        output.WriteLine($"{Questions} questions: {string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"))}");
        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n{string.Join('\n', differences.Take(10))}");
    }

    private static async Task<string[]> AskAsync(string program, string script, List<SpfGenerator.Question> questions)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(path, questions.Select(question => JsonSerializer.Serialize(question, JsonSerializerOptions.Web)));
            var answers = await OtherProgram.RunAsync("", program, RepositoryRoot.Join("tests", "Mail", "Auth", "Interop", script), path);
            return answers.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string> AskOursAsync(SpfGenerator.Question question)
    {
        var dns = new FakeDns();
        foreach (var (name, types) in question.Zone)
        {
            foreach (var (type, values) in types)
            {
                if (values is string)
                {
                    dns.Fail(name, Enum.Parse<DnsType>(type, ignoreCase: true));
                }
                else
                {
                    dns[name, Enum.Parse<DnsType>(type, ignoreCase: true)] = (string[])values;
                }
            }
        }

        var at = question.Sender.LastIndexOf('@');
        var envelope = SpfQuestion.For(IPAddress.Parse(question.Ip), new EmailAddress(question.Sender[..at], question.Sender[(at + 1)..]), question.Helo);
        return (await new SpfEvaluator(dns, TimeProvider.System).CheckHostAsync(envelope)).Result.ToWord();
    }
}
