using System.Globalization;
using System.Net;

namespace MsLite.Harness.Script;

/// <summary>The lines of a script that set the world.</summary>
internal static class GivenParser
{
    public static ScriptStep Parse(int number, string line)
    {
        var words = ScriptWords.Split(line);
        return words[1] switch
        {
            "client" => new GivenClient(number, line, IPAddress.Parse(words[2])),
            "no" when words[2] == "PROXY" => new GivenClient(number, line, null),
            "no" => new GivenNo(number, line, Rooted(words[2])),
            "dns" => GivenDnsParser.Parse(number, line, words),
            "option" => Option(number, line, words[2]),
            "link" => new GivenLink(number, line, Rooted(words[2]), words[4]),
            "next" => NextHop(number, line, words),
            var path when path.EndsWith('/') => new GivenFolder(number, line, Rooted(path)),
            var path => new GivenFile(number, line, Rooted(path), words.Count > 2 ? words[2] : ""),
        };
    }

    private static string Rooted(string path) =>
        path.StartsWith('/') ? path : throw new FormatException($"A path of a script begins with a slash, as in /srv/example.com/: {path}");

    private static GivenOption Option(int number, string line, string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        return new GivenOption(number, line, setting[..equals], setting[(equals + 1)..]);
    }

    private static ScriptStep NextHop(int number, string line, IReadOnlyList<string> words) => words[3] switch
    {
        // given next hop answers "451 4.2.0 Later" at RCPT to "bob"
        "answers" => new GivenAnswer(number, line, Stage(words[6]), words[4], words.Count > 8 ? words[8] : ""),
        "without" => new GivenWithout(number, line, words[4]),
        "dies" when words[4] == "after" =>
            new GivenDeath(number, line, int.Parse(words[5], NumberStyles.None, CultureInfo.InvariantCulture)),
        "dies" => new GivenDeath(number, line, null),
        _ => throw new FormatException("The next hop answers, dies, or is without something."),
    };

    private static NextHopStage Stage(string word) => word switch
    {
        "connect" => NextHopStage.Connect,
        "EHLO" => NextHopStage.Hello,
        "MAIL" => NextHopStage.Mail,
        "RCPT" => NextHopStage.Rcpt,
        "DATA" => NextHopStage.Data,
        "content" => NextHopStage.Content,
        _ => throw new FormatException($"The next hop answers at connect, EHLO, MAIL, RCPT, DATA or content, not at {word}."),
    };
}
