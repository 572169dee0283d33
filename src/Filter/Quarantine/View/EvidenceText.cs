using System.Globalization;

namespace MsLite.Filter.Quarantine.View;

/// <summary>The letter that goes with the evidence: what each file is, and how to check it without trusting us.</summary>
internal static class EvidenceText
{
    public static string Of(QuarantineEntry entry) => string.Create(CultureInfo.InvariantCulture, $"""
        Why this message was refused
        ============================

        Reference  {PlainText.Clean(entry.Id ?? entry.FileName)}
        Time       {entry.Time:yyyy-MM-dd HH:mm:ss zzz}
        From       {PlainText.Clean(entry.From)}
        To         {PlainText.Clean(entry.Recipient)}
        Client     {PlainText.Clean(entry.Ip)} ({PlainText.Clean(entry.Host)}), which called itself {PlainText.Clean(entry.Helo)}
        Reason     {PlainText.Clean(entry.Reason, 500)}
        Rung       {PlainText.Clean(entry.Blocker)}
        File       {PlainText.Clean(entry.File)}

        message.eml          the message byte by byte as it was received
        index.json           the line of the index; "trace" is every question that was asked, in order, with what was compared and
                             which file answered
        dns.json             what DNS said when the message came, as the questions of the ladder that asked it tell
        journal.json         what the checks looked at ("facts"), what authentication found, and the reply; absent when the journal
                             has given it up
        policy/              the files that the trace names, as they are now, with the times at which they were last written
        policy-history.json  who changed these files when, with the bytes before and after: so one sees what stood there when the
                             message came
        manifest.json        every file with its size, its SHA-256 and, where that means something, the time it was written (UTC)
        SHA256SUMS           the sums of all of them

        To check:

          sha256sum -c SHA256SUMS
          sha256sum message.eml            equals "sha256" in index.json
          MsLite.Web explain message.eml --from {Quote(entry.From)} --to {Quote(entry.Recipient)} --ip {Quote(entry.Ip)} --helo {Quote(entry.Helo)}

        The last command asks the ladder again, with the policy and the DNS of today: where they have changed, so may the answer.

        """);

    /// <summary>For a shell: what strangers wrote stays one word.</summary>
    private static string Quote(string text) => $"'{PlainText.Clean(text).Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
