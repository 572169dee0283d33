using System.Globalization;
using System.Text;
using MsLite.Harness;

namespace MsLite.Web.Tests.Conversations;

/// <summary>Looks at the world for a script's <c>then</c> lines.</summary>
/// <param name="contents">The messages that the script has sent, as they were before dot-stuffing.</param>
internal sealed class Outcome(World world, IReadOnlyList<byte[]> contents)
{
    public void Require(IReadOnlyList<string> words)
    {
        var rest = words.Skip(1).ToList();
        switch (words[0])
        {
            case "quarantined":
                Quarantined(rest);
                break;
            case "delivered":
                Delivered(rest);
                break;
            case "not" when words[1] == "quarantined":
                None(world.Archive.Read().Where(message => words.Count < 3 || message.Domain == words[2]).Select(message => message.Line.GetRawText()));
                break;
            case "not" when words[1] == "delivered":
                None(Deliveries().Where(delivery => words.Count < 3 || delivery.To == words[2]).Select(delivery => delivery.ToString()));
                break;
            case "next":
                RequireThat(world.NextHop.Messages.Count == NextHopCount(words), $"it got {world.NextHop.Messages.Count}");
                break;
            case "exists":
                RequireThat(world.Server.Tree.Exists(words[1]), $"there is no {words[1]}");
                break;
            case "missing":
                RequireThat(!world.Server.Tree.Exists(words[1]), $"there is {words[1]}");
                break;
            case "link":
                var target = new FileInfo(world.Server.Tree.Path(words[1])).LinkTarget;
                RequireThat(ReplyPattern.MatchesText(words[3], target ?? ""), $"its target is {target ?? "nothing: it is no link"}");
                break;
            default:
                throw new FormatException($"\"then {words[0]}\" is not in the notation (tests/Conversations/README.md).");
        }
    }

    /// <summary><c>quarantined DOMAIN [N times] key=value key~part containing TEXT lacking TEXT unchanged</c></summary>
    private void Quarantined(List<string> words)
    {
        var found = world.Archive.Read().Where(message => message.Domain == words[0]).ToList();
        var times = Times(words);
        var matching = found.Where(message => Conditions(words.Skip(1)).All(condition => Holds(message, condition))).ToList();
        var seen = found.Count == 0 ? "nothing was archived for it" : string.Join('\n', found.Select(message => message.Line.GetRawText()));
        RequireThat(matching.Count >= times.Least && matching.Count <= times.Most, $"{matching.Count} match of:\n{seen}");
    }

    private bool Holds(ArchivedMessage message, (string Key, char Kind, string Value) condition) => condition.Kind switch
    {
        '=' when condition.Value == "*" => message.Value(condition.Key).Length > 0,
        '=' => ReplyPattern.MatchesText(condition.Value, message.Value(condition.Key)),
        '~' => message.Value(condition.Key).Contains(condition.Value, StringComparison.Ordinal),
        '+' => message.TextContent.Contains(condition.Value, StringComparison.Ordinal),
        '-' => !message.TextContent.Contains(condition.Value, StringComparison.Ordinal),
        _ => contents.Any(content => content.AsSpan().SequenceEqual(message.Original())),
    };

    /// <summary><c>delivered ADDRESS [N times] from=ADDRESS mail~TEXT rcpt~TEXT containing TEXT lacking TEXT unchanged</c></summary>
    private void Delivered(List<string> words)
    {
        var found = Deliveries().Where(delivery => delivery.To == words[0]).ToList();
        var times = Times(words);
        var matching = found.Where(delivery => Conditions(words.Skip(1)).All(condition => Holds(delivery, condition))).ToList();
        var seen = string.Join('\n', Deliveries().Select(delivery => delivery.ToString()).DefaultIfEmpty("nothing was delivered"));
        RequireThat(matching.Count >= times.Least && matching.Count <= times.Most, $"{matching.Count} match of:\n{seen}");
    }

    private bool Holds(Delivery delivery, (string Key, char Kind, string Value) condition) => condition switch
    {
        { Kind: '=', Key: "from" } => delivery.From == condition.Value,
        { Kind: '~', Key: "mail" } => delivery.MailParameters.Contains(condition.Value, StringComparison.Ordinal),
        { Kind: '~', Key: "rcpt" } => delivery.RcptParameters.Contains(condition.Value, StringComparison.Ordinal),
        { Kind: '+' } => delivery.Text.Contains(condition.Value, StringComparison.Ordinal),
        { Kind: '-' } => !delivery.Text.Contains(condition.Value, StringComparison.Ordinal),
        { Kind: '!' } => contents.Any(content => delivery.Content.AsSpan().EndsWith(content) || delivery.Content.AsSpan().EndsWith(SmtpText.WithLf(content))),
        _ => throw new FormatException($"A delivery has no {condition.Key}{condition.Kind}."),
    };

    private IEnumerable<Delivery> Deliveries() => world.NextHop.Messages.Where(message => message.Accepted)
        .SelectMany(message => message.Recipients.Select(recipient =>
            new Delivery(recipient.Address, message.From, message.MailParameters, recipient.Parameters, message.Content)))
        .Concat(MaildirDeliveries());

    /// <summary>/mail/DOMAIN/USER/Maildir/new</summary>
    private IEnumerable<Delivery> MaildirDeliveries() =>
        from file in world.Server.Tree.Files("mail")
        let parts = file.Split('/')
        where parts.Length == 5 && parts[2] == "Maildir" && parts[3] == "new"
        select new Delivery($"{parts[1]}@{parts[0]}", "", "", "", File.ReadAllBytes(world.Server.Tree.Path($"mail/{file}")));

    /// <summary><c>next hop got nothing</c>, <c>next hop got 2 messages</c></summary>
    private static int NextHopCount(IReadOnlyList<string> words) =>
        words[3] == "nothing" ? 0 : int.Parse(words[3], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Takes "N times" or "at most N times" out of the words; without them, once or more.</summary>
    private static (int Least, int Most) Times(List<string> words)
    {
        var at = words.IndexOf("times");
        if (at < 1)
        {
            return (1, int.MaxValue);
        }

        var count = int.Parse(words[at - 1], NumberStyles.None, CultureInfo.InvariantCulture);
        var atMost = at >= 3 && words[at - 2] == "most";
        words.RemoveRange(atMost ? at - 3 : at - 1, atMost ? 4 : 2);
        return (atMost ? 0 : count, count);
    }

    private static IEnumerable<(string Key, char Kind, string Value)> Conditions(IEnumerable<string> words)
    {
        using var word = words.GetEnumerator();
        while (word.MoveNext())
        {
            var sign = word.Current.IndexOfAny(['=', '~']);
            if (word.Current is "containing" or "lacking")
            {
                var kind = word.Current == "containing" ? '+' : '-';
                yield return word.MoveNext() ? ("", kind, word.Current) : throw new FormatException("A text is missing at the end.");
            }
            else if (word.Current == "unchanged")
            {
                yield return ("", '!', "");
            }
            else
            {
                yield return sign > 0
                    ? (word.Current[..sign], word.Current[sign], word.Current[(sign + 1)..])
                    : throw new FormatException($"This is no condition: {word.Current}");
            }
        }
    }

    private static void None(IEnumerable<string> found)
    {
        var all = string.Join('\n', found);
        RequireThat(all.Length == 0, $"there is:\n{all}");
    }

    private static void RequireThat(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new Mismatch(otherwise);
        }
    }

    private sealed record Delivery(string To, string From, string MailParameters, string RcptParameters, byte[] Content)
    {
        public string Text => Encoding.Latin1.GetString(Content);

        public override string ToString() => $"to {To} ({RcptParameters}) from {From} ({MailParameters}):\n{Text}";
    }
}
