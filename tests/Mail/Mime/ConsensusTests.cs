using System.Security.Cryptography;
using System.Text.Json;
using MsLite.Harness;
using MsLite.Mail.Mime;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Mime;

/// <summary>Compares us with what three other parsers agree on, over real and malformed messages that lie beside the project.</summary>
public sealed class ConsensusTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> s_explained = new()
    {
        ["from msg/roundcube__MessageRendering__data__greenmail__test-message-rendering@localhost__INBOX__email-address-spoofing-attacks.eml"] =
            "Two addresses in angle brackets without a comma: the others give none, we give both and call the field ambiguous.",
        ["from spam/sa-spam/sa-spam__00319.a99dff9c010e00ec182ed5701556d330.eml"] =
            "A quoted local part: they give its spelling, we its meaning (and the spelling in Mailbox.Address).",
    };

    [SharedDataTheory]
    [InlineData("mime")]
    [InlineData("mail")]
    public void Agrees_with_three_other_parsers(string folder)
    {
        using var consensus = JsonDocument.Parse(File.ReadAllBytes(SharedData.Join(folder, "consensus.json")));
        var tally = new Tally(output, s_explained);
        foreach (var expected in consensus.RootElement.GetProperty("cases").EnumerateArray())
        {
            var file = expected.GetProperty("file").GetString()!;
            if (File.Exists(SharedData.Join(folder, file)))
            {
                Compare(tally, file, MimeMessage.Parse(File.ReadAllBytes(SharedData.Join(folder, file))), expected);
            }
        }

        tally.AssertExplained();
    }

    private static void Compare(Tally tally, string file, MimeMessage message, JsonElement expected)
    {
        // Where the others gave up on bytes that are not UTF-8, we read them in the declared charset.
        if (expected.TryGetProperty("subject", out var subject) && subject.GetString()?.Contains('\ufffd', StringComparison.Ordinal) != true)
        {
            tally.Add("subject", file, Normal(subject.GetString()), Normal(message.Subject));
        }

        if (expected.TryGetProperty("from", out var from) && from.GetString()?.Contains('\ufffd', StringComparison.Ordinal) != true)
        {
            tally.Add("from", file, from.GetString() ?? "", FirstAddress(message));
        }

        if (expected.TryGetProperty("attachments", out var attachments))
        {
            CompareAttachments(tally, file, message, attachments);
        }
    }

    private static void CompareAttachments(Tally tally, string file, MimeMessage message, JsonElement attachments)
    {
        var ours = message.Root.All().Select(part => (Hash: Hash(part), part.FileName)).ToLookup(part => part.Hash, part => part.FileName);
        foreach (var attachment in attachments.EnumerateArray())
        {
            var hash = attachment.GetProperty("sha256_16").GetString()!;
            var name = attachment.GetProperty("filename").GetString();
            tally.Add("attachment", file, hash, ours.Contains(hash) ? hash : "absent");
            if (ours.Contains(hash) && name is not null)
            {
                tally.Add("file name", file, Normal(name), ours[hash].Select(Normal).Contains(Normal(name)) ? Normal(name) : string.Join('|', ours[hash]));
            }
        }
    }

    private static string Hash(MimePart part) =>
        Convert.ToHexStringLower(SHA256.HashData(part.ReadBytes(int.MaxValue)))[..16];

    private static string FirstAddress(MimeMessage message) =>
        AddressListParser.Parse(message.Headers, "From").Mailboxes is [var first, ..] ? $"{first.LocalPart}@{first.Domain}".Trim('@').ToLowerInvariant() : "";

    private static string Normal(string? text) =>
        text is null ? "" : string.Join(' ', text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
