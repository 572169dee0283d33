using System.Text.Json;
using System.Xml.Linq;
using MsLite.Harness;
using MsLite.Mail.Mime;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Mime;

/// <summary>Compares the shape of the tree, and the places of the parts to the byte, with the expectations of two other projects.</summary>
public sealed class StructureSuiteTests(ITestOutputHelper output)
{
    private const string EncodedMessage = "They look into an encoded message, which RFC 2046 §5.2.1 forbids; we show it as a leaf and flag it.";
    private const string TrailingSpace = "A boundary may not end in white space (RFC 2046 §5.1.1), so we compare without it.";
    private const string BoundaryPrefix = "They accept a line that only begins like a boundary; the other parsers do not, nor do we.";

    private static readonly Dictionary<string, string> s_explained = new()
    {
        ["tree mime4j__bad-newlines-multiple-parts-base64.msg"] = EncodedMessage,
        ["tree mime4j__base64encoded-rfc822message.msg"] = EncodedMessage,
        ["tree mimetools__multi-2gifs-base64.msg"] = EncodedMessage,
        ["tree mime4j__weird-boundary.msg"] = TrailingSpace,
        ["tree mime4j__very-very-long-boundary.msg"] = TrailingSpace,
        ["places mail-parser__malformed__000"] = "They drop parts whose header has no empty line.",
        ["places mail-parser__malformed__001"] = BoundaryPrefix,
        ["places mail-parser__malformed__004"] = BoundaryPrefix,
        ["places mail-parser__malformed__019"] = "A line that is no field ends a part's header for us; they read on.",
        ["places mail-parser__malformed__021"] = "Two Content-Types: we take the first, they the last. We flag it.",
        ["places mail-parser__thirdparty__005"] = "They accept a boundary in the middle of a line.",
        ["places mail-parser__thirdparty__015"] = "A boundary inside a header ends the part for us; they read on.",
    };

    [SharedDataFact]
    public void Builds_the_trees_that_mime4j_expects()
    {
        var tally = new Tally(output, s_explained);
        foreach (var path in Directory.EnumerateFiles(SharedData.Join("mime", "expect"), "mim*.xml").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var expected = XDocument.Parse(new string([.. File.ReadAllText(path).Where(XmlConvertable)])).Root!;
            var message = MimeMessage.Parse(File.ReadAllBytes(SharedData.Join("mime", "msg", name)));
            tally.Add("tree", name, Outline(expected), Outline(message.Root));
        }

        tally.AssertExplained();
    }

    [SharedDataTheory]
    [InlineData(".eml.json", "\n")]
    [InlineData(".eml.crlf.json", "\r\n")]
    public void Finds_the_parts_where_mail_parser_finds_them(string suffix, string lineEnd)
    {
        var tally = new Tally(output, s_explained);
        foreach (var path in Directory.EnumerateFiles(SharedData.Join("mime", "expect"), "mail-parser*" + suffix).Order(StringComparer.Ordinal))
        {
            using var expected = JsonDocument.Parse(File.ReadAllBytes(path));
            var name = Path.GetFileName(path)[..^suffix.Length];
            var bytes = File.ReadAllBytes(SharedData.Join("mime", "msg", name + ".eml"));
            var message = MimeMessage.Parse(WithLineEnds(bytes, lineEnd));
            tally.Add("fields", name, FieldPlaces(expected.RootElement), FieldPlaces(message));
            tally.Add("places", name, Places(expected.RootElement), Places(message));
        }

        tally.AssertExplained();
    }

    private static bool XmlConvertable(char c) => c is '\t' or '\n' or '\r' or >= ' ' and not (char)0xfffe and not (char)0xffff;

    private static byte[] WithLineEnds(byte[] bytes, string lineEnd)
    {
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        return System.Text.Encoding.Latin1.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", lineEnd, StringComparison.Ordinal));
    }

    private static string Outline(XElement entity)
    {
        var fields = entity.Element("header")?.Elements("field").Count() ?? 0;
        var inner = entity.Element("multipart")?.Elements("body-part").Select(Outline)
            ?? entity.Elements("message").Select(Outline);
        return $"{fields}({string.Join(' ', inner)})".Replace("()", "", StringComparison.Ordinal);
    }

    private static string Outline(MimePart part) =>
        $"{part.Headers.Count}({string.Join(' ', part.Children.Select(Outline))})".Replace("()", "", StringComparison.Ordinal);

    private static string Places(JsonElement message) =>
        string.Join(' ', message.GetProperty("parts").EnumerateArray()
            .Select(part => $"{part.GetProperty("offset_header")}+{part.GetProperty("offset_body")}-{part.GetProperty("offset_end")}"));

    private static string Places(MimeMessage message) =>
        string.Join(' ', OutsideMessages(message.Root).Select(part => $"{part.Offset}+{part.BodyOffset}-{part.BodyOffset + part.BodyLength}"));

    private static string FieldPlaces(JsonElement message) =>
        string.Join(' ', message.GetProperty("parts")[0].GetProperty("headers").EnumerateArray()
            .Select(field => $"{field.GetProperty("offset_field")}-{field.GetProperty("offset_end")}"));

    private static string FieldPlaces(MimeMessage message) =>
        string.Join(' ', message.Headers.Select(field => $"{field.Offset}-{field.Offset + field.Length}"));

    private static IEnumerable<MimePart> OutsideMessages(MimePart part) =>
        part.IsMultipart ? part.Children.SelectMany(OutsideMessages).Prepend(part) : [part];
}
