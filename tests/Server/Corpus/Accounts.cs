using System.Text;
using System.Text.RegularExpressions;
using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.Corpus;

/// <summary>The books of a corpus run: each message in has exactly one fate, and it is the one its client was told.</summary>
internal sealed partial class Accounts(IReadOnlyList<CorpusMessage> messages, IReadOnlyDictionary<int, SmtpTestReply> replies)
{
    /// <summary>Fields of ours that are taken out of delivered mail where the client wrote them (contract §7).</summary>
    private static readonly string[] s_ours =
    [
        "X-HELO", "X-REMOTE-IP", "X-REMOTE-HOST", "X-MAIL-FROM", "X-RCPT-TO", "X-DOMAIN", "X-LOCALPART", "X-DKIM-RESULT",
        "X-REJECT-REASON", "X-REJECT-PLUGIN",
    ];

    /// <summary>Postfix puts an empty line in front of a first line that is no header field; others hand on what they got.</summary>
    public bool NextHopEndsHeaders { get; init; }

    public int Delivered => replies.Values.Count(reply => reply.IsPositive);

    public int Refused => replies.Values.Count(reply => reply.IsPermanent);

    public int Deferred => replies.Values.Count(reply => reply.IsTransient);

    /// <param name="delivered">By recipient, with LF.</param>
    public void RequireBalance(IReadOnlyList<(string Recipient, byte[] Content)> delivered, IReadOnlyList<ArchivedMessage> archived)
    {
        Assert.Equal(messages.Count, replies.Count);
        Assert.Equal(messages.Count, Delivered + Refused + Deferred);
        RequireDelivered(delivered.ToLookup(message => message.Recipient, message => message.Content));
        RequireArchived(archived.ToLookup(message => message.Value("recipient")));
        Assert.Equal(Delivered, delivered.Count);
        Assert.Equal(Refused, archived.Count);
    }

    /// <summary>Behind fields that we added, the message begins and is not changed.</summary>
    private void RequireUnchanged(string name, byte[] sent, byte[] delivered)
    {
        var expected = SmtpText.WithLf(WithoutOurs(sent));
        if (NextHopEndsHeaders && !delivered.AsSpan().EndsWith(expected))
        {
            expected = WithHeaderEnd(expected);
        }

        Assert.True(delivered.AsSpan().EndsWith(expected), $"{name} was changed on its way: {FirstDifference(expected, delivered)}");
        var added = Encoding.Latin1.GetString(delivered, 0, delivered.Length - expected.Length);
        Assert.True(
            added.Split('\n', StringSplitOptions.RemoveEmptyEntries).All(line => line[0] is ' ' or '\t' || line.IndexOf(':', StringComparison.Ordinal) > 0),
            $"{name}: what stands in front of it is no header: {added}");
    }

    private void RequireDelivered(ILookup<string, byte[]> delivered)
    {
        foreach (var (number, reply) in replies)
        {
            var copies = delivered[CorpusRun.Recipient(number)].ToList();
            Assert.True(copies.Count == (reply.IsPositive ? 1 : 0), $"{messages[number]} was answered {reply}, and delivered {copies.Count} times.");
            if (copies.Count == 1)
            {
                RequireUnchanged(messages[number].Name, messages[number].Bytes, copies[0]);
            }
        }
    }

    private void RequireArchived(ILookup<string, ArchivedMessage> archived)
    {
        foreach (var (number, reply) in replies)
        {
            var copies = archived[CorpusRun.Recipient(number)].ToList();
            Assert.True(copies.Count == (reply.IsPermanent ? 1 : 0), $"{messages[number]} was answered {reply}, and archived {copies.Count} times.");
            Assert.All(copies, copy =>
            {
                Assert.True(copy.Original().AsSpan().SequenceEqual(messages[number].Bytes), $"{messages[number]} cannot be restored from {copy.Line}.");
                Assert.Contains(copy.Value("reason"), $"{reply}", StringComparison.Ordinal);
            });
        }
    }

    /// <summary>The message without header fields of our names; nearly no real message has one.</summary>
    private static byte[] WithoutOurs(byte[] sent)
    {
        var text = Encoding.Latin1.GetString(sent);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !s_ours.Any(name => text[..end].Contains($"{name}:", StringComparison.OrdinalIgnoreCase)))
        {
            return sent;
        }

        var kept = new StringBuilder();
        var dropping = false;
        foreach (var line in text[..end].Split("\r\n"))
        {
            dropping = line.StartsWith(' ') || line.StartsWith('\t') ? dropping : s_ours.Contains(line.Split(':')[0], StringComparer.OrdinalIgnoreCase);
            kept.Append(dropping ? "" : line + "\r\n");
        }

        return Encoding.Latin1.GetBytes(kept.Append(text[(end + 2)..]).ToString());
    }

    private static byte[] WithHeaderEnd(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        for (var start = 0; start < text.Length; start = text.IndexOf('\n', start) + 1)
        {
            if (!FieldLine().IsMatch(text[start..text.IndexOf('\n', start)]))
            {
                return Encoding.Latin1.GetBytes(text.Insert(start, "\n"));
            }
        }

        return message;
    }

    [GeneratedRegex(@"^([!-9;-~]+[ \t]*:|[ \t])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FieldLine();

    private static string FirstDifference(byte[] expected, byte[] delivered)
    {
        var back = 0;
        while (back < Math.Min(expected.Length, delivered.Length) && expected[^(back + 1)] == delivered[^(back + 1)])
        {
            back++;
        }

        return $"the last {back} bytes agree; before them was \"{Tail(expected, back)}\", came \"{Tail(delivered, back)}\"";
    }

    private static string Tail(byte[] bytes, int back) =>
        Encoding.Latin1.GetString(bytes, Math.Max(0, bytes.Length - back - 60), Math.Min(60, bytes.Length - back));
}
