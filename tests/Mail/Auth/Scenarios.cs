using MsLite.Harness;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Tests.Auth;

/// <summary>Reads *.cases files: scenarios that begin with "==", with DNS records, questions and answers.</summary>
internal static class Scenarios
{
    /// <summary>The lines of every scenario, by file and title.</summary>
    public static Dictionary<string, List<string>> Read(string folder)
    {
        var scenarios = new Dictionary<string, List<string>>();
        foreach (var path in Directory.EnumerateFiles(RepositoryRoot.Join("tests", "Corpus", folder), "*.cases").Order(StringComparer.Ordinal))
        {
            List<string>? lines = null;
            foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
            {
                if (line.StartsWith("== ", StringComparison.Ordinal))
                {
                    scenarios[$"{Path.GetFileNameWithoutExtension(path)}: {line[3..]}"] = lines = [];
                }
                else
                {
                    lines!.Add(line);
                }
            }
        }

        return scenarios;
    }

    /// <summary>One line "TYPE NAME VALUE" or "fail NAME [TYPE]".</summary>
    public static void AddTo(FakeDns dns, string line)
    {
        var words = line.Split(' ', 3);
        if (words[0] == "fail")
        {
            dns.Fail(words[1], words.Length < 3 ? null : Enum.Parse<DnsType>(words[2], ignoreCase: true));
        }
        else
        {
            dns.Add(words[1], Enum.Parse<DnsType>(words[0], ignoreCase: true), words[2]);
        }
    }
}
