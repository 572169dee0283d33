using System.Globalization;
using System.Text.Json;
using MsLite.Harness;
using MsLite.Mail.Mime;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Mime;

/// <summary>Compares addresses, parameters, encoded words and dates with the suites of jsmime, Dovecot, rspamd, isemail and flanker.</summary>
public sealed class HeaderSuiteTests(ITestOutputHelper output)
{
    private const string CommentAsName = "A comment is shown as the name where there is no other, and not at all where there is one.";
    private const string UnknownCharset = "What cannot be decoded is shown as well as can be, rather than not at all.";
    private const string QuotedLiteral = "Backslashes in domain literals are obsolete, and no reader needs them.";
    private const string ObsoleteLocalPart = "RFC 5322 §4.4 allows quoted words between dots, and the issue is whether others read the same: they do.";

    private static readonly Dictionary<string, string> s_explained = new()
    {
        ["from task:get_from('mime') - comment"] = CommentAsName,
        ["addresses parseAddressingHeader (RFC 2047 support): =?ISO-8859-1?Q?Joe_L=F6we?= <jl3@b.c> (c2)"] = CommentAsName,
        ["addresses parseAddressingHeader (RFC 2047 support): (=?ISO-8859-1?Q?Joe_L=F6we?=) <jl3@b.c> (c2)"] = CommentAsName,
        ["addresses parseAddressingHeader (RFC 2047 support): Tag <=?UTF-8?Q?email?=@b.c>"] = "RFC 2047 §5 forbids encoded words in an address; decoding one would show an address that no policy looks at.",
        ["words decodeRFC2047Words: =?NoSuchCharset?Q?ab?="] = UnknownCharset,
        ["parameters parseParameterHeader (2231/2047 support): attachment; filename*=a''foo"] = UnknownCharset,
        ["parameters parseParameterHeader (2231/2047 support): attachment; filename*=foo-%41"] = UnknownCharset,
        ["parameters parseParameterHeader (2231/2047 support): attachment; filename*=UTF-8''A%e4B"] = UnknownCharset,
        ["parameters parseParameterHeader (2231/2047 support): attachment; filename*0*=UTF-8''A%e4B; filename=fallback"] = UnknownCharset,
        ["parameters parseParameterHeader (2231/2047 support): attachment; extension=bla filename=foo"] = "A forgotten semicolon does not hide a file name from us.",
        ["parameters parseParameterHeader (2231/2047 support): attachment; filename=IT839\u0004\u00b5(m8)2.pdf;"] = "Control characters in a file name are replaced.",
        ["isemail isemail-41"] = "A domain beyond 255 characters can be no name (RFC 1035 §2.3.4).",
        ["isemail isemail-116"] = QuotedLiteral,
        ["isemail isemail-117"] = QuotedLiteral,
        ["flanker mailbox_valid:66"] = "\"!\" is no character of a domain, though RFC 5322's grammar lets it pass.",
        ["flanker mailbox_invalid:12"] = ObsoleteLocalPart,
        ["flanker mailbox_invalid:77"] = ObsoleteLocalPart,
        ["flanker mailbox_invalid:22"] = "RFC 5322 sets no length for a local part in a header; the envelope's limit is the wire's matter.",
        ["flanker mailbox_invalid:83"] = "Comments around the \"@\" are allowed by RFC 5322 §3.4.1.",
    };

    [SharedDataFact]
    public void Reads_headers_as_jsmime_does()
    {
        var tally = new Tally(output, s_explained);
        foreach (var test in Cases("jsmime-headerparser.json"))
        {
            var data = test.GetProperty("data");
            var name = test.GetProperty("name").GetString()!;
            var text = data[0].GetString()!;
            switch (test.GetProperty("function").GetString()!.Split(' ')[0])
            {
                case "parseAddressingHeader" when name.Contains("2047", StringComparison.Ordinal):
                    tally.Add("addresses", name, Addresses(data[1]), Addresses(text, withName: true));
                    break;
                case "parseAddressingHeader":
                    tally.Add("addresses", name, Addresses(data[1], withName: false).Replace("\"", "", StringComparison.Ordinal), Addresses(text, withName: false).Replace("\"", "", StringComparison.Ordinal));
                    break;
                case "parseParameterHeader":
                    tally.Add("parameters", name, Parameters(data[1]), Parameters(text));
                    break;
                case "parseDateHeader":
                    tally.Add("dates", name, Date(data[1].GetString()), DateParser.TryParse(text, out var date) ? date.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) : "none");
                    break;
                case "decodeRFC2047Words":
                    tally.Add("words", name, data[1].GetString()!.Replace('\t', ' '), Subject(text));
                    break;
                default:
                    // 8-bit text: our rule is UTF-8 if valid, else the charset declared; the suite's is the reverse.
                    break;
            }
        }

        tally.AssertExplained();
    }

    [SharedDataFact]
    public void Decodes_words_as_Dovecot_does()
    {
        var tally = new Tally(output, s_explained);
        foreach (var test in Cases("dovecot-rfc2047.json"))
        {
            tally.Add("words", test.GetProperty("name").GetString()!, test.GetProperty("expected").GetString()!.Trim(), Subject(test.GetProperty("input").GetString()!));
        }

        tally.AssertExplained();
    }

    [SharedDataFact]
    public void Reads_From_as_rspamd_does()
    {
        var tally = new Tally(output, s_explained);
        foreach (var test in Cases("rspamd-from.json").Where(test => test.TryGetProperty("expected", out _)))
        {
            var message = MimeMessage.Parse(System.Text.Encoding.UTF8.GetBytes(test.GetProperty("message").GetString()!));
            var from = AddressListParser.Parse(message.Headers, "From").Mailboxes[0];
            var expected = string.Join(',', test.GetProperty("expected").GetString()!.Split(',').Take(4));
            tally.Add("from", test.GetProperty("name").GetString()!, expected, $"{from.DisplayName},{from.Address},{from.LocalPart},{from.Domain}");
        }

        tally.AssertExplained();
    }

    [SharedDataFact]
    public void Judges_addresses_as_isemail_and_flanker_do()
    {
        var tally = new Tally(output, s_explained);
        // A field's value is unfolded and has its control characters replaced long before an address is read out of it.
        foreach (var test in Cases("isemail-addresses.json").Where(test => !test.GetProperty("address").GetString()!.Any(c => char.IsControl(c) && c != '\t')))
        {
            var isError = test.GetProperty("category").GetString() == "ISEMAIL_ERR";
            tally.Add("isemail", test.GetProperty("name").GetString()!, (!isError).ToString(), IsValid(test.GetProperty("address").GetString()!).ToString());
        }

        foreach (var test in Cases("flanker-addresses.json").Where(test => test.GetProperty("list").GetString()!.StartsWith("mailbox", StringComparison.Ordinal)))
        {
            var isGood = test.GetProperty("list").GetString() == "mailbox_valid";
            tally.Add("flanker", test.GetProperty("name").GetString()!, isGood.ToString(), IsValid(test.GetProperty("value").GetString()!).ToString());
        }

        tally.AssertExplained();
    }

    private static IEnumerable<JsonElement> Cases(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(SharedData.Join("headers", file))).RootElement.GetProperty("cases").EnumerateArray();

    private static bool IsValid(string text)
    {
        var list = AddressListParser.Parse(text);
        return !list.IsAmbiguous && list.Mailboxes is [{ IsValid: true }];
    }

    private static string Subject(string text)
    {
        var message = MimeMessage.Parse(System.Text.Encoding.UTF8.GetBytes($"Subject: {text.Replace("\r\n", "\r\n ", StringComparison.Ordinal)}\n\n"));
        return message.Subject!;
    }

    private static string Addresses(JsonElement expected, bool withName = true) =>
        string.Join(" | ", expected.EnumerateArray()
            .SelectMany(one => one.TryGetProperty("group", out var group) ? group.EnumerateArray() : Enumerable.Repeat(one, 1))
            .Select(one => (withName ? one.GetProperty("name").GetString() : "") + "<" + one.GetProperty("email").GetString() + ">"));

    private static string Addresses(string text, bool withName) =>
        string.Join(" | ", AddressListParser.Parse(text).Mailboxes
            .Select(one => (withName ? one.DisplayName : "") + "<" + (one.Domain.Length == 0 ? one.LocalPart : new EmailAddress(one.LocalPart, one.Domain).ToString()) + ">"));

    private static string Parameters(JsonElement expected) =>
        expected[0].GetString() + ";" + string.Join(';', expected[1].EnumerateObject().Select(one => $"{one.Name}={one.Value.GetString()}").Order(StringComparer.Ordinal));

    private static string Parameters(string text)
    {
        var (value, parameters) = ParameterParser.Parse(text);
        return value + ";" + string.Join(';', parameters.Names.Where(name => parameters[name] is { } one && (one.Length > 0 || text.Contains(name + "=\"", StringComparison.Ordinal))).Select(name => $"{name}={parameters[name]}").Order(StringComparer.Ordinal));
    }

    private static string Date(string? expected) =>
        expected is null ? "none"
        : DateTimeOffset.ParseExact(expected.Replace("Z", "+0000", StringComparison.Ordinal).Insert(expected.Replace("Z", "+0000", StringComparison.Ordinal).Length - 2, ":"), "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
            .UtcDateTime.ToString("s", CultureInfo.InvariantCulture);
}
