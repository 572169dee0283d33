namespace MsLite.Filter.Replay;

/// <summary>Which checks can be asked again without the message, and which can only repeat what they said. Lists and recipients can always be asked.</summary>
public static class ReplayRules
{
    /// <summary>By the check's name. One that is not here counts as one that needs its answer.</summary>
    public static readonly IReadOnlyDictionary<string, ReplayRule> All = new Dictionary<string, ReplayRule>
    {
        ["sender"] = new(ReplayNeed.Facts, "the envelope sender"),
        ["dnsbl"] = new(ReplayNeed.Answer, "what the zones of the file said of the client then"),
        ["greylisting"] = new(ReplayNeed.Answer, "which tries had come by then"),
        ["helo"] = new(ReplayNeed.Facts, "the name the client gave"),
        ["rdns4"] = new(ReplayNeed.Facts, "the client's address and reverse name"),
        ["rdns6"] = new(ReplayNeed.Facts, "the client's address and reverse name"),
        ["date"] = new(ReplayNeed.Facts, "the field Date"),
        ["empty_body"] = new(ReplayNeed.Facts, "whether the body says nothing"),
        ["mailman"] = new(ReplayNeed.Facts, "the subject"),
        ["address"] = new(ReplayNeed.Facts, "the field From"),
        ["mailers"] = new(ReplayNeed.Facts, "the field X-Mailer"),
        ["dkim"] = new(ReplayNeed.Facts, "the envelope sender, and whether there is a signature"),
        ["dkim_check"] = new(ReplayNeed.Nothing, "it never refuses"),
        ["spf"] = new(ReplayNeed.Answer, "what DNS said of the sender's domain then"),
        ["dmarc"] = new(ReplayNeed.Answer, "the body, for its signatures, and what DNS said then"),
        ["clamav"] = new(ReplayNeed.Answer, "the body"),
        ["rspamd"] = new(ReplayNeed.Answer, "the body"),
        ["spamassassin"] = new(ReplayNeed.Answer, "the body"),
    };

    internal static ReplayNeed NeedOf(string check) => All.TryGetValue(check, out var rule) ? rule.Need : ReplayNeed.Answer;
}

/// <param name="What">What it looks at.</param>
public sealed record ReplayRule(ReplayNeed Need, string What);
