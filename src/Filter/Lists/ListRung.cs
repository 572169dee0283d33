using MsLite.Filter.Policy;

namespace MsLite.Filter.Lists;

/// <summary>One list of the ladder, such as <c>blacklisted/senders</c>.</summary>
internal sealed class ListRung(string colour, string kind)
{
    public string Name { get; } = $"{colour}/{kind}";

    /// <summary>The entry named like an address, or like a prefix that covers it.</summary>
    public PolicyFile? Find(DomainPolicy policy, ClientAddress client) =>
        policy.Lists(colour, kind) is { } directory ? client.FindIn(directory) : null;

    /// <summary>The entry named like <paramref name="value"/>; a value that is no safe name is in no list.</summary>
    public PolicyFile? Find(DomainPolicy policy, string value) =>
        policy.Lists(colour, kind) is { } directory && PolicyName.TryParse(value, out var name) ? directory.Find(name) : null;

    /// <summary>A top-level domain's entry, with or without a dot in front.</summary>
    public PolicyFile? FindTopLevel(DomainPolicy policy, string value) =>
        policy.Lists(colour, kind) is { } directory && PolicyName.TryParse(value, out var name)
            ? directory.Find(name) ?? directory.Find(name.Dotted())
            : null;

    public bool Exists(DomainPolicy policy) => policy.Lists(colour, kind) is not null;
}
