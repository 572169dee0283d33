using MsLite.Filter.Checks;

namespace MsLite.Filter.Policy.Editing;

/// <summary>Which names the tree knows, place by place (contract: README): brings a path into the spelling that is looked up, or says why it never would be.</summary>
internal sealed class PolicyGrammar(CheckCatalogue catalogue)
{
    private readonly HashSet<string> _switches =
        [.. catalogue.Checks.SelectMany(check => check.OtherSwitches.Prepend(check.Name)).Append("all").Where(name => name != DnsblCheck.CheckName)];

    /// <param name="names">A domain or <c>_global_</c>, in its final spelling, and the names below it.</param>
    /// <returns>The names as they are looked up and what stands there; or a sentence.</returns>
    public (IReadOnlyList<string> Names, PolicyPlace? Place, string? Fault) Find(IReadOnlyList<string> names) => names switch
    {
        [_] => Known(names, new PolicyPlace(PlaceKind.Directory)),
        [SrvTree.GlobalName, not ("whitelisted" or "blacklisted"), ..] => Nothing(names, "for all domains together there are lists only: whitelisted and blacklisted."),
        [_, "users" or "checks"] or [_, "users", "valid" or "invalid"] => Known(names, new PolicyPlace(PlaceKind.Directory)),
        [_, "users", "valid", var user] => Entry(names, EntryNames.ValidUser(user), new PolicyPlace(PlaceKind.User)),
        [_, "users", "valid", var user, var ip] => OfUser(names, EntryNames.LocalPart(user), EntryNames.Ip(ip)),
        [_, "users", "invalid", var user] => Entry(names, EntryNames.LocalPart(user), new PolicyPlace(PlaceKind.File, HasReply: true)),
        [_, "checks", var check] => Check(names, check.ToLowerInvariant()),
        [_, "zones"] => Known(names, new PolicyPlace(PlaceKind.File, "zones", HasMode: true)),
        [_, "delivery" or "quarantine"] => Known(names, new PolicyPlace(PlaceKind.File, names[1])),
        [_, "whitelisted" or "blacklisted"] => Known(names, new PolicyPlace(PlaceKind.Directory)),
        [_, "whitelisted" or "blacklisted", var kind, ..] when names.Count <= 4 => List(names, names[1] == "blacklisted", kind),
        [_, "users", ..] => Nothing(names, "in users there are the directories valid and invalid, and in those one entry for each local part."),
        _ => Nothing(names, "a domain has users, checks, whitelisted, blacklisted, zones, delivery and quarantine."),
    };

    private (IReadOnlyList<string> Names, PolicyPlace? Place, string? Fault) Check(IReadOnlyList<string> names, string check) =>
        _switches.Contains(check) ? Known([names[0], "checks", check], new PolicyPlace(PlaceKind.File, "checks", HasMode: true))
        : check == DnsblCheck.CheckName ? Nothing(names, "DNS blocklists are asked where the domain has the file zones. Write them there, one a line.")
        : Nothing(names, $"there is no check of this name. There are {string.Join(", ", _switches)}.");

    private static (IReadOnlyList<string> Names, PolicyPlace? Place, string? Fault) List(IReadOnlyList<string> names, bool isBlack, string kind)
    {
        var hosted = names[0] == SrvTree.GlobalName ? null : names[0];
        Func<string, EntryName>? rule = kind switch
        {
            "ips" => EntryNames.Ip,
            "senders" => EntryNames.Sender,
            "domains" => EntryNames.ListedDomain,
            "recipients" when !isBlack => name => EntryNames.Recipient(name, hosted),
            "hosts" when isBlack => EntryNames.Domain,
            "tld" when isBlack => EntryNames.TopLevelDomain,
            _ => null,
        };
        return rule is null ? Nothing(names, isBlack ? "as blacklists there are ips, hosts, senders, domains and tld." : "as whitelists there are ips, senders, domains and recipients.")
            : names.Count == 3 ? Known(names, new PolicyPlace(PlaceKind.Directory))
            : Entry(names, rule(names[3]), new PolicyPlace(PlaceKind.File, HasReply: isBlack));
    }

    private static (IReadOnlyList<string> Names, PolicyPlace? Place, string? Fault) OfUser(IReadOnlyList<string> names, EntryName user, EntryName ip) =>
        user.Fault is null ? Entry([.. names.Take(3), user.Name, names[4]], ip, new PolicyPlace(PlaceKind.File)) : Entry(names, user, new PolicyPlace(PlaceKind.File));

    private static (IReadOnlyList<string> Names, PolicyPlace? Place, string? Fault) Entry(IReadOnlyList<string> names, EntryName last, PolicyPlace place) =>
        last.Fault is { } fault
            ? (names, null, $"\"{PlainText.Clean(last.Name)}\" {fault}")
            : Known([.. names.Take(names.Count - 1), last.Name], place);

    private static (IReadOnlyList<string> Names, PolicyPlace? Place, string? Fault) Known(IReadOnlyList<string> names, PolicyPlace place) => (names, place, null);

    private static (IReadOnlyList<string> Names, PolicyPlace? Place, string? Fault) Nothing(IReadOnlyList<string> names, string why) =>
        (names, null, $"\"{PlainText.Clean(string.Join('/', names.Skip(1)))}\" means nothing here: {why}");
}
