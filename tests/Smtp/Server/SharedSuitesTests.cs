using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Smtp.Tests.Server;

/// <summary>What other servers' test suites send. Where our answer differs on purpose, the reason stands beside it.</summary>
public sealed class SharedSuitesTests
{
    private const string Hello = "EHLO c.example.org\r\n";

    [SharedDataFact]
    public async Task Smuggling_sequences_end_nothing()
    {
        foreach (var test in SharedSuite.Cases("smtp/smuggling-eod.json"))
        {
            var sequence = Encoding.Latin1.GetString(Convert.FromHexString(test.GetProperty("bytes_hex").GetString()!));
            var input = $"{Hello}MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nSubject: one\r\n\r\nbody{sequence}"
                + "MAIL FROM:<eve@example.org>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nSubject: two\r\n\r\nsmuggled\r\n.\r\nQUIT\r\n";
            var strict = !sequence.Contains('\0', StringComparison.Ordinal);
            var codes = Transcript.Codes(await Transcript.RunAsync(input));
            Assert.Equal($"220 250 250/2.1.0 250/2.1.5 354 {(strict ? "554/5.6.11" : "250/2.0.0")} 221/2.0.0", codes);
        }
    }

    [SharedDataFact]
    public async Task Smtp_proto_commands()
    {
        // Extensions that are not offered, and a path after blanks: RFC 5321 knows neither.
        var refused = new Regex(
            "^(LHLO|BDAT|AUTH|ETRN|ATRN|BURL|EXPN) |RCPT TO:<> |^MAIL  FROM : |^RCPT TO:<>$|BINARYMIME| (BY|HOLDUNTIL|HOLDFOR|SOLICIT|TRANSID|MTRK|AUTH|MT-PRIORITY)=", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        // VRFY is answered the same whatever is asked.
        var taken = new Regex("^VRFY|^HELP", RegexOptions.None, TimeSpan.FromSeconds(1));
        foreach (var test in SharedSuite.Cases("smtp/smtp-proto-commands.json"))
        {
            var line = test.GetProperty("line").GetString()!;
            var expected = taken.IsMatch(line) || (test.GetProperty("ok").GetBoolean() && !refused.IsMatch(line));
            var before = line.StartsWith("RCPT", StringComparison.Ordinal) ? Hello + "MAIL FROM:<>\r\n" : Hello;
            Assert.True(expected == await IsTakenAsync(before, line), $"{line} should {(expected ? "" : "not ")}be taken.");
        }
    }

    [SharedDataFact]
    public async Task Qpsmtpd_and_Haraka_addresses()
    {
        // Without brackets, with a blank in a dot-string or without a domain it is no path; nor do we take what we did not offer.
        var refused = new Regex(
            @":[^<]|:$|^[^<]*@|<foo bar@|<(user|abuse)>| (CORRECT-WITHOUT-ARG|somekey|state=1|foo=bar)$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        foreach (var test in SharedSuite.Cases("smtp/qpsmtpd-addresses.json").Concat(SharedSuite.Cases("smtp/haraka-rfc1869.json")))
        {
            var line = test.TryGetProperty("line", out var given) ? given.GetString()! : "RCPT TO:" + test.GetProperty("path").GetString();
            var expected = !refused.IsMatch(line) && line != "RCPT TO:<>";
            var before = line.StartsWith("RCPT", StringComparison.Ordinal) ? Hello + "MAIL FROM:<>\r\n" : Hello;
            Assert.True(expected == await IsTakenAsync(before, line), $"{line} should {(expected ? "" : "not ")}be taken.");
        }
    }

    [SharedDataFact]
    public async Task Go_smtp_sessions()
    {
        var ours = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // AUTH and BDAT are not offered.
            ["AuthTwice"] = "502/5.5.1 502/5.5.1 250/2.0.0 502/5.5.1",
            ["CancelSASL"] = "502/5.5.1 500/5.5.1",
            ["EmptyFrom1"] = "501/5.1.7",
            ["SMTPUTF8_Disabled"] = "250/2.1.0",
            ["BadSize"] = "501/5.5.4",
            ["TooBig"] = "552/5.3.4",
            ["EmptyTo"] = "250/2.1.0 501/5.1.3",
            ["TestServer"] = "250/2.1.0 250/2.1.5 354 554/5.6.11",
            ["LFDotLF"] = "250/2.1.0 250/2.1.5 354 554/5.6.11",
            ["EmptyMessage"] = "250/2.1.0 250/2.1.5 354 250/2.0.0",
            ["otherCommands"] = "214/2.0.0 252/2.5.0 250/2.0.0 250/2.0.0 221/2.0.0",
            ["DSN"] = "250/2.1.0 250/2.1.5 250/2.1.5 354 250/2.0.0",
            ["RRVS"] = "250/2.1.0 501/5.5.4 555/5.5.4 555/5.5.4 555/5.5.4 554/5.5.1",
        };
        var seen = 0;
        foreach (var test in SharedSuite.Cases("smtp/go-smtp.json"))
        {
            var name = test.GetProperty("name").GetString()!.Split('/')[1];
            var key = name == "TestServer" ? name : name["TestServer".Length..].TrimStart('_');
            if (!ours.TryGetValue(key, out var expected))
            {
                continue;
            }

            seen++;
            var input = Hello + string.Concat(test.GetProperty("steps").EnumerateArray().Select(SendOf));
            var codes = Transcript.Codes(await Transcript.RunAsync(input, server => server.Sessions.Extensions = SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8));
            Assert.StartsWith($"220 250 {expected}", codes, StringComparison.Ordinal);
        }

        Assert.Equal(ours.Count, seen);
    }

    [SharedDataFact]
    public async Task Chasquid_dialogs()
    {
        foreach (var test in SharedSuite.Cases("smtp/chasquid-dialogs.json"))
        {
            var name = test.GetProperty("name").GetString()!;
            var script = test.GetProperty("script").EnumerateArray().Select(line => line.GetString()!).ToList();
            if (script.Any(line => line.Contains("tls_connect", StringComparison.Ordinal)))
            {
                continue;
            }

            // Brackets around a path are not optional here, and a line end of LF alone is one error, named at the end of data.
            await PlayAsync(name, script.Select(line => Regex.Replace(line, @"TO: (?<path>\S+@\S+)$", "TO:<${path}>", RegexOptions.None, TimeSpan.FromSeconds(1))));
        }
    }

    [SharedDataTheory]
    [InlineData("smtp/exim-stdin.json")]
    [InlineData("smtp/exim-client.json")]
    public async Task Exim_sessions_are_answered_the_same_however_they_arrive(string file)
    {
        foreach (var test in SharedSuite.Cases(file))
        {
            var input = test.TryGetProperty("stdin", out var stdin)
                ? string.Concat(stdin.EnumerateArray().Select(line => Latin1(line.GetString()!) + "\r\n"))
                : string.Concat(test.GetProperty("steps").EnumerateArray().Select(EximSend));
            var lines = await Transcript.RunAsync(input);
            Assert.All(lines, line => Assert.Matches("^[2-5][0-9]{2}[ -]", line));
            Assert.DoesNotContain(lines, line => line.StartsWith("421 4.3.0", StringComparison.Ordinal));
        }
    }

    private static async Task PlayAsync(string name, IEnumerable<string> script)
    {
        using var server = new InMemoryServer();
        TestClient? client = null;
        foreach (var line in script.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split(' ', 3);
            switch (words[1])
            {
                case "tcp_connect":
                    client = server.Connect();
                    break;
                case "->":
                    await client!.SendAsync(Latin1(words.Length > 2 ? words[2] : "") + "\r\n");
                    break;
                case "~>":
                    await client!.SendAsync(words[2].Trim('\'').Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
                    break;
                case "<~" or "<-" or "<...":
                    var reply = await client!.ReplyAsync();
                    Assert.True(reply[0] == words[2][0], $"{name}: {line}\n{reply}");
                    break;
            }
        }
    }

    private static async Task<bool> IsTakenAsync(string before, string line)
    {
        var input = before + Latin1(line) + "\r\nQUIT\r\n";
        var lines = await Transcript.RunAsync(input, server => server.Sessions.Extensions = SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8);
        return int.Parse(Transcript.Codes(lines).Split(' ')[^2][..3], CultureInfo.InvariantCulture) < 400;
    }

    // A Go string literal: what JSON does not know is \x.
    private static string SendOf(JsonElement step) =>
        step.TryGetProperty("send_go", out var send) && send.GetString()! is ['"', ..] literal
            ? Latin1(JsonSerializer.Deserialize<string>(literal)!)
            : "";

    private static string EximSend(JsonElement step)
    {
        if (!step.TryGetProperty("send", out var send) && !step.TryGetProperty("send_raw", out send))
        {
            return "";
        }

        var text = Regex.Replace(
            Latin1(send.GetString()!),
            @"\\(?<escape>x[0-9a-fA-F]{2}|.)",
            match => match.Groups["escape"].Value switch
            {
                "r" => "\r",
                "n" => "\n",
                ['x', _, ..] hex => ((char)Convert.ToByte(hex[1..], 16)).ToString(),
                var other => other,
            },
            RegexOptions.None,
            TimeSpan.FromSeconds(1));
        return step.TryGetProperty("send_raw", out _) ? text : text + "\r\n";
    }

    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
